import { z } from 'zod';
import type { SubstitutionDocument } from '../../models/users.ts';
import { endpoint } from '../endpoint.ts';
import { pageQuery, pageRequest, pageSchema } from '../pages.ts';
import { usernameSchema } from '../users/userView.ts';
import { substitutionSchema, substitutionView } from './substitutionView.ts';

const order = [
  ['until', -1],
  ['_id', 1],
] as const;

export const listSubstitutions = endpoint({
  method: 'get',
  path: '/api/v1/substitutions',
  operationId: 'listSubstitutions',
  tag: 'substitutions',
  summary: 'Who stands in for whom, the latest first: your own, for administrators anybody’s',
  access: { roles: ['reviewer', 'administrator'] },
  query: z.strictObject({
    ...pageQuery,
    user: usernameSchema.optional().describe('For administrators: of whom, on either side'),
  }),
  responses: { 200: pageSchema(substitutionSchema) },
  errors: ['invalid-cursor'],
  handler: async ({ query: { user, ...position }, actor, services }) => {
    const of = actor.role === 'administrator' ? user : actor.id;
    const filter = of === undefined ? {} : { $or: [{ 'person.id': of }, { 'substitute.id': of }] };
    const { after, sort, limit, page } = pageRequest(position, order, ['substitutions', of]);
    const found = await services.accounts.models.substitutions
      .find({ $and: [filter, after] })
      .sort(sort)
      .limit(limit + 1)
      .lean<SubstitutionDocument[]>();
    return { status: 200, body: page(found, (each) => substitutionView(each, actor, services.clock())) };
  },
});
