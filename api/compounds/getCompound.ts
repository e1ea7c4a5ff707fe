import { compoundSchema } from '../../domain/registers/compound.ts';
import { endpoint, everyone } from '../endpoint.ts';
import { etag } from '../etag.ts';
import { requireSight } from '../visibility.ts';
import { getCompoundDocument } from './compoundStore.ts';
import { compoundParams, compoundView } from './compoundView.ts';

export const getCompound = endpoint({
  method: 'get',
  path: '/api/v1/compounds/{id}',
  operationId: 'getCompound',
  tag: 'compounds',
  summary: 'One compound',
  access: { roles: everyone },
  params: compoundParams,
  responses: { 200: compoundSchema },
  errors: ['not-found'],
  handler: async ({ params, actor, space }) => {
    const found = await getCompoundDocument(space, params.id);
    requireSight(actor, found.scope, `compound ${params.id}`);
    return { status: 200, headers: { ETag: etag(found.revision) }, body: compoundView(found) };
  },
});
