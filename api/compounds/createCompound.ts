import { compoundSchema, compoundScope } from '../../domain/registers/compound.ts';
import { endpoint } from '../endpoint.ts';
import { etag } from '../etag.ts';
import { requireOwnScope } from '../visibility.ts';
import { compoundDocument, requireCommunity, writeCompound } from './compoundStore.ts';
import { compoundView, newCompoundSchema } from './compoundView.ts';

export const createCompound = endpoint({
  method: 'post',
  path: '/api/v1/compounds',
  operationId: 'createCompound',
  tag: 'compounds',
  summary: 'Enter a compound',
  access: { roles: ['coordinator', 'integration'] },
  body: newCompoundSchema,
  responses: { 201: compoundSchema },
  errors: ['duplicate-id'],
  handler: async ({ body: { id, ...fields }, actor, space, services, address, requestId }) => {
    requireOwnScope(actor, compoundScope(fields, id));
    await requireCommunity(space, fields, id);
    const document = compoundDocument(id, fields, space, { revision: 1, at: services.clock(), by: actor.id });
    await writeCompound(document, space, services, { actor: { id: actor.id, role: actor.role }, address, requestId });
    return {
      status: 201,
      headers: { ETag: etag(1), Location: `/api/v1/compounds/${encodeURIComponent(id)}` },
      body: compoundView(document),
    };
  },
});
