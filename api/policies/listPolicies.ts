import { z } from 'zod';
import { endpoint, everyone } from '../endpoint.ts';
import { policySummary, policySummarySchema } from './policyView.ts';

export const listPolicies = endpoint({
  method: 'get',
  path: '/api/v1/policies',
  operationId: 'listPolicies',
  tag: 'policies',
  summary: 'Localities with a policy',
  access: { roles: everyone },
  responses: { 200: z.strictObject({ items: z.array(policySummarySchema) }) },
  handler: async ({ space, language }) => {
    const items = Object.values(space.policies.policies).flatMap((file) => {
      const policy = space.policies.policy(file.jurisdiction);
      return policy ? [policySummary(policy, file, language)] : [];
    });
    return { status: 200, body: { items } };
  },
});
