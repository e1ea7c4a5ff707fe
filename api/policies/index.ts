import { getPolicy } from './getPolicy.ts';
import { listPolicies } from './listPolicies.ts';
import { listPolicyVersions } from './listPolicyVersions.ts';
import { updatePolicy } from './updatePolicy.ts';

export const policyEndpoints = [listPolicies, getPolicy, updatePolicy, listPolicyVersions];
