import { endpoint, everyone } from '../endpoint.ts';
import { policyTag, requirePolicy } from './policyAccess.ts';
import { localityParams, policySchema, policyView } from './policyView.ts';

export const getPolicy = endpoint({
  method: 'get',
  path: '/api/v1/policies/{locality}',
  operationId: 'getPolicy',
  tag: 'policies',
  summary: 'What holds in a locality: every parameter with its value, unit, bounds, source and origin',
  access: { roles: everyone },
  params: localityParams,
  responses: { 200: policySchema },
  errors: ['not-found'],
  handler: async ({ params: { locality }, space, language }) => {
    const { policy, file } = requirePolicy(space, locality);
    // The titles are in the language of the request, so it is part of what the tag stands for.
    return {
      status: 200,
      headers: { ETag: `"${policyTag(space, policy)}-${language}"` },
      body: policyView(space, policy, file, language),
    };
  },
});
