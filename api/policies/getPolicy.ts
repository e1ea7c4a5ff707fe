import { z } from 'zod';
import { Refusal } from '../../domain/errors.ts';
import { endpoint, everyone } from '../endpoint.ts';
import { policySchema, policyView } from './policyView.ts';

export const getPolicy = endpoint({
  method: 'get',
  path: '/api/v1/policies/{locality}',
  operationId: 'getPolicy',
  tag: 'policies',
  summary: 'What holds in a locality: every parameter with its value, unit, bounds, source and origin',
  access: { roles: everyone },
  params: z.strictObject({ locality: z.string().regex(/^[a-zA-Z][a-zA-Z0-9]{0,59}$/) }),
  responses: { 200: policySchema },
  errors: ['not-found'],
  handler: async ({ params: { locality }, space: { policies }, language }) => {
    const policy = policies.policy(locality);
    const file = policies.policies[locality];
    if (!policy || !file) throw new Refusal('not-found', `There is no policy for ${locality}`);
    // The titles are in the language of the request, so it is part of what the tag stands for.
    return {
      status: 200,
      headers: { ETag: `"${policy.version}-${language}"` },
      body: policyView(policy, file, language),
    };
  },
});
