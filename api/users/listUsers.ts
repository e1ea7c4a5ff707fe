import { z } from 'zod';
import { roleSchema } from '../../domain/organisation/actor.ts';
import type { UserDocument } from '../../models/users.ts';
import { endpoint } from '../endpoint.ts';
import { choosePlan, pageQuery, pageRequest, pageSchema } from '../pages.ts';
import { userSchema, userView } from './userView.ts';

const plans = [
  { filters: [], sort: 'id', order: [['_id', 1]] },
  { filters: ['role'], sort: 'id', order: [['_id', 1]] },
] as const;

export const listUsers = endpoint({
  method: 'get',
  path: '/api/v1/users',
  operationId: 'listUsers',
  tag: 'users',
  summary: 'The local accounts',
  access: { roles: ['administrator'] },
  query: z.strictObject({ ...pageQuery, role: roleSchema.optional() }),
  responses: { 200: pageSchema(userSchema) },
  errors: ['unsupported-filter', 'invalid-cursor'],
  handler: async ({ query: { role, ...position }, services }) => {
    const filter = role === undefined ? {} : { role };
    const { order } = choosePlan(plans, Object.keys(filter), 'id');
    const { after, sort, limit, page } = pageRequest(position, order, ['users', filter]);
    const found = await services.accounts.models.users
      .find({ $and: [filter, after] })
      .sort(sort)
      .limit(limit + 1)
      .lean<UserDocument[]>();
    return { status: 200, body: page(found, userView) };
  },
});
