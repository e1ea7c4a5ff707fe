import { getPolicy } from './getPolicy.ts';
import { listPolicies } from './listPolicies.ts';

export const policyEndpoints = [listPolicies, getPolicy];
