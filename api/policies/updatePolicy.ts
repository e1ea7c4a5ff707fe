import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { changesSchema, reasonSchema } from './changeBody.ts';
import { changePolicy } from './changePolicy.ts';
import { policyTag, requireGovernance, requirePolicy } from './policyAccess.ts';
import { localityParams, policySchema, policyView } from './policyView.ts';

export const updatePolicy = endpoint({
  method: 'put',
  path: '/api/v1/policies/{locality}',
  operationId: 'updatePolicy',
  tag: 'policies',
  summary: 'Change values of a policy; new cases begin with them, running ones keep theirs until they are applied',
  description:
    'All policies are judged together by the rules of their files; every problem is named. `If-Match` is the `ETag` of ' +
    'the policy. What was changed is kept for good: a later change replaces it, `null` goes back to the files.',
  access: { roles: ['administrator'], duties: ['system'] },
  ifMatch: 'required',
  params: localityParams,
  body: z.strictObject({ changes: changesSchema, reason: reasonSchema }).meta({ id: 'PolicyUpdate' }),
  responses: { 200: policySchema },
  errors: ['not-found', 'revision-conflict'],
  handler: async ({ params: { locality }, body, ifMatch, actor, space, services, language, address, requestId }) => {
    requirePolicy(space, locality);
    requireGovernance(space, actor, locality);
    const { changes, reason } = body;
    const made = await changePolicy(space, locality, { changes, reason, ifMatch }, { by: actor, at: services.clock() });
    services.audit.record({
      what: 'policyChanged',
      actor: { id: actor.id, role: actor.role },
      space: space.space,
      subject: locality,
      detail: `change ${made._id}: ${Object.keys(changes).join(', ')}`.slice(0, 500),
      address,
      requestId,
    });
    const { policy, file } = requirePolicy(space, locality);
    return {
      status: 200,
      headers: { ETag: `"${policyTag(space, policy)}-${language}"` },
      body: policyView(space, policy, file, language),
    };
  },
});
