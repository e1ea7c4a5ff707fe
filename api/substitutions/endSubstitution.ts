import { z } from 'zod';
import { Refusal } from '../../domain/errors.ts';
import type { SubstitutionDocument } from '../../models/users.ts';
import { endpoint } from '../endpoint.ts';
import { requireWithinScope } from '../users/accounts.ts';
import { mayEnd } from './substitutionView.ts';

export const endSubstitution = endpoint({
  method: 'delete',
  path: '/api/v1/substitutions/{id}',
  operationId: 'endSubstitution',
  tag: 'substitutions',
  summary: 'End a substitution; the substitute has the posts no more',
  access: { roles: ['reviewer', 'administrator'], duties: ['security'] },
  params: z.strictObject({ id: z.string().min(1).max(60) }),
  responses: { 204: null },
  errors: ['not-found'],
  handler: async ({ params: { id }, actor, session, services, address, requestId }) => {
    const { accounts, revocations, clock } = services;
    const { substitutions } = accounts.models;
    const found = await substitutions.findById(id).lean<SubstitutionDocument>();
    if (!found || !mayEnd(actor, found.person.id))
      throw new Refusal('not-found', { zh: `没有代理 ${id}`, en: `There is no substitution ${id}` });
    const person = await accounts.find(found.person.id);
    if (actor.role === 'administrator' && person) requireWithinScope(actor, person);
    const by = { actor: { id: actor.id, role: actor.role }, space: session.space, address, requestId };
    const detail = `${found.substitute.id} for ${found.person.id}, ${found.from} to ${found.until}`;
    await accounts.audited(
      { what: 'substitutionEnded', subject: found.person.id, detail, ...by },
      async (transaction) => {
        await substitutions.deleteOne({ _id: id }, { session: transaction });
      },
    );
    await revocations.revokeUser(found.substitute.id, clock());
    return { status: 204 };
  },
});
