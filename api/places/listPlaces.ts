import { z } from 'zod';
import { scopeSchema } from '../../domain/organisation/scope.ts';
import { placeSchema } from '../../domain/registers/place.ts';
import type { PlaceDocument } from '../../models/registers.ts';
import { endpoint, everyone } from '../endpoint.ts';
import { choosePlan, type ListPlan, pageQuery, pageRequest, pageSchema } from '../pages.ts';

const order = [['_id', 1]] as const;
const plans: ListPlan[] = [
  { filters: [], sort: 'path', order },
  { filters: ['within'], sort: 'path', order },
];

export const listPlaces = endpoint({
  method: 'get',
  path: '/api/v1/places',
  operationId: 'listPlaces',
  tag: 'places',
  summary: 'Cities, districts, streets and communities with their names',
  description: 'The names of places are open to everybody who is signed in.',
  access: { roles: everyone },
  query: z.strictObject({
    ...pageQuery,
    within: scopeSchema.optional().describe('Only this place and those below it'),
  }),
  responses: { 200: pageSchema(placeSchema) },
  errors: ['unsupported-filter', 'invalid-cursor'],
  handler: async ({ query, space }) => {
    const filter = query.within === undefined || query.within === '*' ? {} : { within: query.within };
    const plan = choosePlan(plans, Object.keys(filter), 'path');
    const { after, sort, limit, page } = pageRequest(query, plan.order, ['places', filter]);
    const found = await space.registers.places
      .find({ $and: [filter, after] })
      .sort(sort)
      .limit(limit + 1)
      .lean<PlaceDocument[]>();
    return { status: 200, body: page(found, ({ _id, level, name }) => ({ path: _id, level, name })) };
  },
});
