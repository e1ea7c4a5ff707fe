import { z } from 'zod';
import { compoundSchema } from '../../domain/registers/compound.ts';
import type { CompoundVersionDocument } from '../../models/registers.ts';
import { endpoint, everyone } from '../endpoint.ts';
import { pageQuery, pageRequest, pageSchema } from '../pages.ts';
import { requireSight } from '../visibility.ts';
import { getCompoundDocument } from './compoundStore.ts';
import { compoundParams } from './compoundView.ts';

export const listCompoundVersions = endpoint({
  method: 'get',
  path: '/api/v1/compounds/{id}/versions',
  operationId: 'listCompoundVersions',
  tag: 'compounds',
  summary: 'What a compound was, newest first',
  access: { roles: everyone },
  params: compoundParams,
  query: z.strictObject(pageQuery),
  responses: { 200: pageSchema(compoundSchema) },
  errors: ['not-found', 'invalid-cursor'],
  handler: async ({ params: { id }, query, actor, space }) => {
    const current = await getCompoundDocument(space, id);
    requireSight(actor, current.scope, `compound ${id}`);
    const { after, sort, limit, page } = pageRequest(query, [['revision', -1]], ['compoundVersions', id]);
    const found = await space.registers.compoundVersions
      .find({ $and: [{ compound: id }, after] })
      .sort(sort)
      .limit(limit + 1)
      .lean<CompoundVersionDocument[]>();
    return { status: 200, body: page(found, ({ value }) => value) };
  },
});
