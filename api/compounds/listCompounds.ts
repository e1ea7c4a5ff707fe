import { z } from 'zod';
import { compoundSchema } from '../../domain/registers/compound.ts';
import { placeIdSchema } from '../../domain/registers/place.ts';
import { type CompoundDocument, longestGramsOf, nameCollation, type RegisterModels } from '../../models/registers.ts';
import { endpoint, everyone } from '../endpoint.ts';
import { choosePlan, type ListPlan, pageQuery, pageRequest, pageSchema, searchText } from '../pages.ts';
import { visiblePlaces } from '../visibility.ts';
import { compoundView } from './compoundView.ts';

const byId = [['_id', 1]] as const;
const byName = [
  ['name', 1],
  ['_id', 1],
] as const;
const plans: ListPlan[] = [
  ...[[], ['district'], ['street'], ['community']].flatMap((filters) => [
    { filters, sort: 'id', order: byId },
    { filters, sort: 'name', order: byName },
  ]),
  ...[['q'], ['q', 'district'], ['q', 'street'], ['q', 'community']].map((filters) => ({
    filters,
    sort: 'id',
    order: byId,
  })),
];

export const listCompounds = endpoint({
  method: 'get',
  path: '/api/v1/compounds',
  operationId: 'listCompounds',
  tag: 'compounds',
  summary: 'Compounds within sight',
  access: { roles: everyone },
  query: z.strictObject({
    ...pageQuery,
    district: placeIdSchema.optional(),
    street: placeIdSchema.optional(),
    community: placeIdSchema.optional(),
    q: searchText(80).optional().describe('Part of the name or id'),
    sort: z.enum(['id', 'name']).optional(),
  }),
  responses: { 200: pageSchema(compoundSchema) },
  errors: ['unsupported-filter', 'invalid-cursor'],
  handler: async ({ query, actor, space }) => {
    const { limit: _, cursor: __, sort: sorted = 'id', q, ...places } = query;
    const given = Object.fromEntries(Object.entries({ ...places, q }).filter(([, value]) => value !== undefined));
    const plan = choosePlan(plans, Object.keys(given), sorted);
    const sight = visiblePlaces(actor);
    const { after, sort, limit, page } = pageRequest(query, plan.order, ['compounds', given, sorted, sight]);
    const { q: __q, ...equal } = given;
    const contains = q === undefined ? {} : await containing(space.registers, q);
    const search = space.registers.compounds
      .find({ $and: [equal, sight ? { within: { $in: sight } } : {}, contains, after] })
      .sort(sort)
      .limit(limit + 1);
    if (sorted === 'name') search.collation(nameCollation);
    return { status: 200, body: page(await search.lean<CompoundDocument[]>(), compoundView) };
  },
});

/** More pieces than this are not needed to find a rare one. */
const piecesCompared = 12;
/** A piece that occurs more often than this is common; how much more does not matter. */
const commonFrom = 500;

/** Names or ids with `q` in them: the index finds those with the rarest piece of it, the pattern decides. */
async function containing({ compounds }: RegisterModels, q: string): Promise<Record<string, unknown>> {
  const counted = await Promise.all(
    longestGramsOf(q)
      .slice(0, piecesCompared)
      .map(async (gram) => ({ gram, count: await compounds.countDocuments({ grams: gram }, { limit: commonFrom }) })),
  );
  const [rarest] = counted.sort((a, b) => a.count - b.count);
  const pattern = new RegExp(q.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`), 'iu');
  return { grams: rarest?.gram, $or: [{ name: pattern }, { _id: pattern }] };
}
