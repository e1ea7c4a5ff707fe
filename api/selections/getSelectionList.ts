import type { Actor } from '../../domain/organisation/actor.ts';
import { procedure as selection } from '../../domain/procedures/selection.ts';
import { readYourWrites } from '../cases/acknowledged.ts';
import { unknownCase, visibleDocument } from '../cases/caseAccess.ts';
import { caseParams } from '../cases/getCase.ts';
import { endpoint, everyone } from '../endpoint.ts';
import type { SpaceServices } from '../services.ts';
import { type SelectionList, selectionList, selectionListSchema } from './selectionList.ts';

export const getSelectionList = endpoint({
  method: 'get',
  path: '/api/v1/selections/{id}/list',
  operationId: 'getSelectionList',
  tag: 'campaigns',
  summary: 'The list of a selection: what is proposed, what streets and hotline say of it, what is decided',
  access: { roles: everyone },
  params: caseParams,
  responses: { 200: selectionListSchema },
  errors: ['not-found'],
  handler: async ({ params: { id }, actor, space }) => ({
    status: 200,
    body: await visibleSelectionList(space, actor, id),
  }),
});

/** The list of a selection, as far as the actor may see it. @throws Refusal not-found */
export async function visibleSelectionList(space: SpaceServices, actor: Actor, id: string): Promise<SelectionList> {
  await readYourWrites(space, actor.id, id);
  const document = await visibleDocument(space, actor, id);
  if (document.kind !== selection.kind) throw unknownCase(id);
  return await selectionList(space, document);
}
