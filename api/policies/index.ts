import { cancelApplication, getApplication, listApplications } from './applications.ts';
import { createApplication } from './createApplication.ts';
import { getPolicy } from './getPolicy.ts';
import { listPolicies } from './listPolicies.ts';
import { listPolicyVersions } from './listPolicyVersions.ts';
import { previewPolicy } from './previewPolicy.ts';
import { updatePolicy } from './updatePolicy.ts';

export const policyEndpoints = [
  listPolicies,
  getPolicy,
  updatePolicy,
  listPolicyVersions,
  previewPolicy,
  createApplication,
  listApplications,
  getApplication,
  cancelApplication,
];
