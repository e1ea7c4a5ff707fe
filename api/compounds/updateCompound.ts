import { compoundSchema, compoundScope } from '../../domain/registers/compound.ts';
import { endpoint } from '../endpoint.ts';
import { etag, requireMatch } from '../etag.ts';
import { requireOwnScope, requireSight } from '../visibility.ts';
import { compoundDocument, getCompoundDocument, requireCommunity, writeCompound } from './compoundStore.ts';
import { compoundChangeSchema, compoundParams, compoundView } from './compoundView.ts';

export const updateCompound = endpoint({
  method: 'put',
  path: '/api/v1/compounds/{id}',
  operationId: 'updateCompound',
  tag: 'compounds',
  summary: 'Change a compound; what it was is kept',
  access: { roles: ['coordinator', 'integration'] },
  ifMatch: 'required',
  params: compoundParams,
  body: compoundChangeSchema,
  responses: { 200: compoundSchema },
  errors: ['not-found'],
  handler: async ({ params: { id }, body, ifMatch, actor, space, services, address, requestId }) => {
    const found = await getCompoundDocument(space, id);
    requireSight(actor, found.scope, `compound ${id}`);
    requireOwnScope(actor, found.scope);
    requireOwnScope(actor, compoundScope(body, id));
    requireMatch(ifMatch, found.revision);
    await requireCommunity(space, body, id);
    const written = { revision: found.revision + 1, at: services.clock(), by: actor.id };
    const document = compoundDocument(id, body, space, written);
    await writeCompound(document, space, services, { actor: { id: actor.id, role: actor.role }, address, requestId });
    return { status: 200, headers: { ETag: etag(document.revision) }, body: compoundView(document) };
  },
});
