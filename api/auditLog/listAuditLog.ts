import { z } from 'zod';
import { type AuditDocument, auditEntrySchema } from '../../models/auditLog.ts';
import { endpoint } from '../endpoint.ts';
import { choosePlan, pageQuery, pageRequest, pageSchema } from '../pages.ts';

const order = [
  ['at', -1],
  ['_id', -1],
] as const;
const plans = [
  { filters: [], sort: 'newest', order },
  { filters: ['actor'], sort: 'newest', order },
  { filters: ['what'], sort: 'newest', order },
];

export const listAuditLog = endpoint({
  method: 'get',
  path: '/api/v1/audit-log',
  operationId: 'listAuditLog',
  tag: 'audit',
  summary: 'Sign-ins, refusals, changes of accounts, registers and policies; newest first',
  access: { roles: ['administrator'], duties: ['audit'] },
  query: z.strictObject({
    ...pageQuery,
    actor: z.string().min(1).max(80).optional(),
    what: auditEntrySchema.shape.what.optional(),
  }),
  responses: { 200: pageSchema(auditEntrySchema) },
  errors: ['unsupported-filter', 'invalid-cursor'],
  handler: async ({ query: { actor, what, ...position }, services }) => {
    const filter = { ...(actor !== undefined && { 'actor.id': actor }), ...(what !== undefined && { what }) };
    const present = Object.entries({ actor, what }).flatMap(([name, value]) => (value === undefined ? [] : [name]));
    const plan = choosePlan(plans, present, 'newest');
    const { after, sort, limit, page } = pageRequest(position, plan.order, ['audit', filter]);
    const found = await services.audit.find({ $and: [filter, after] }, sort, limit + 1);
    return { status: 200, body: page(found, entryView) };
  },
});

function entryView({ _id, at, ...entry }: AuditDocument) {
  return { ...entry, at: at.toISOString() };
}
