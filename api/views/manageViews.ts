import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { Refusal } from '../../domain/errors.ts';
import type { SavedViewDocument } from '../../models/savedViews.ts';
import { endpoint, everyone } from '../endpoint.ts';
import { requireOwnOffice, savedView, savedViewSchema, viewFields, viewPageSchema } from './savedView.ts';

const tag = 'views';
const mostViews = 200;
const params = z.strictObject({ id: z.string().min(1).max(60) });

export const createView = endpoint({
  method: 'post',
  path: '/api/v1/views',
  operationId: 'createView',
  tag,
  summary: 'Save a list as you see it, for yourself or for an office of yours',
  access: { roles: everyone },
  body: z.strictObject({ page: viewPageSchema, ...viewFields }).meta({ id: 'NewSavedView' }),
  responses: { 201: savedViewSchema },
  errors: ['not-ready'],
  handler: async ({ body: { shared, ...fields }, actor, space, services }) => {
    requireOwnOffice(actor, shared);
    if ((await space.views.countDocuments({ 'by.id': actor.id }, { limit: mostViews })) >= mostViews) {
      throw new Refusal('not-ready', {
        zh: `您已保存 ${mostViews} 个视图，请先删除一个`,
        en: `You have saved ${mostViews} views; remove one first`,
      });
    }
    const now = services.clock();
    const view: SavedViewDocument = {
      _id: randomUUID(),
      ...fields,
      by: { id: actor.id, name: actor.name },
      ...(shared && { shared }),
      createdAt: now,
      updatedAt: now,
    };
    await space.views.collection.insertOne({ ...view } as never);
    return { status: 201, headers: { Location: `/api/v1/views/${view._id}` }, body: savedView(view, actor) };
  },
});

export const updateView = endpoint({
  method: 'put',
  path: '/api/v1/views/{id}',
  operationId: 'updateView',
  tag,
  summary: 'Change a view you saved',
  access: { roles: everyone },
  params,
  body: z.strictObject(viewFields).meta({ id: 'SavedViewChange' }),
  responses: { 200: savedViewSchema },
  errors: ['not-found'],
  handler: async ({ params: { id }, body: { shared, name, query }, actor, space, services }) => {
    requireOwnOffice(actor, shared);
    const changed = await space.views
      .findOneAndUpdate(
        { _id: id, 'by.id': actor.id },
        {
          $set: { name, query, updatedAt: services.clock(), ...(shared && { shared }) },
          ...(shared === null && { $unset: { shared: 1 } }),
        },
        { returnDocument: 'after' },
      )
      .lean<SavedViewDocument>();
    if (!changed) throw new Refusal('not-found', { zh: '您没有保存过这个视图', en: 'You have saved no such view' });
    return { status: 200, body: savedView(changed, actor) };
  },
});

export const deleteView = endpoint({
  method: 'delete',
  path: '/api/v1/views/{id}',
  operationId: 'deleteView',
  tag,
  summary: 'Remove a view you saved; whoever saw it sees it no more',
  access: { roles: everyone },
  params,
  responses: { 204: null },
  errors: ['not-found'],
  handler: async ({ params: { id }, actor, space }) => {
    const { deletedCount } = await space.views.deleteOne({ _id: id, 'by.id': actor.id });
    if (deletedCount === 0)
      throw new Refusal('not-found', { zh: '您没有保存过这个视图', en: 'You have saved no such view' });
    return { status: 204 };
  },
});
