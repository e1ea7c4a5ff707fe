import { z } from 'zod';
import type { SavedViewDocument } from '../../models/savedViews.ts';
import { endpoint, everyone } from '../endpoint.ts';
import { pageQuery, pageRequest, pageSchema } from '../pages.ts';
import { savedView, savedViewSchema, viewPageSchema, visibleViews } from './savedView.ts';

const order = [
  ['name', 1],
  ['_id', 1],
] as const;

export const listViews = endpoint({
  method: 'get',
  path: '/api/v1/views',
  operationId: 'listViews',
  tag: 'views',
  summary: 'Saved views of a list: your own, and those shared with an office of yours; by name',
  access: { roles: everyone },
  query: z.strictObject({ ...pageQuery, page: viewPageSchema }),
  responses: { 200: pageSchema(savedViewSchema) },
  errors: ['invalid-cursor'],
  handler: async ({ query: { page: of, ...position }, actor, space }) => {
    const { after, sort, limit, page } = pageRequest(position, order, ['views', of]);
    const found = await space.views
      .find({ $and: [{ page: of }, visibleViews(actor), after] })
      .sort(sort)
      .limit(limit + 1)
      .lean<SavedViewDocument[]>();
    return { status: 200, body: page(found, (each) => savedView(each, actor)) };
  },
});
