import { z } from 'zod';
import { entryIdSchema } from '../../domain/registers/entry.ts';
import { placeIdSchema } from '../../domain/registers/place.ts';
import { type EntryDocument, nameCollation, registerFilters } from '../../models/registers.ts';
import { type Endpoint, endpoint, everyone } from '../endpoint.ts';
import { choosePlan, type ListPlan, pageQuery, pageRequest, pageSchema, searchText } from '../pages.ts';
import type { SpaceServices } from '../services.ts';
import { containing, rarestPiece } from '../textSearch.ts';
import { visiblePlaces } from '../visibility.ts';
import { keyField, ofRegister } from './entryStore.ts';
import { linkedViews } from './linkedViews.ts';
import { operationNames, type Register } from './register.ts';

const byId = [['_id', 1]] as const;
const byName = [
  ['name', 1],
  ['_id', 1],
] as const;
const places = [[], ['district'], ['street'], ['community']];

function plansOf({ name }: Register): ListPlan[] {
  return [
    ...places.flatMap((filters) => [
      { filters, sort: 'id', order: byId },
      { filters, sort: 'name', order: byName },
    ]),
    ...places.map((filters) => ({ filters: ['q', ...filters], sort: 'id', order: byId })),
    ...Object.keys(registerFilters[name]).map((filter) => ({ filters: [filter], sort: 'id', order: byId })),
  ];
}

/** Filters by place that every register offers. */
export const placeFilters = {
  district: placeIdSchema.optional(),
  street: placeIdSchema.optional(),
  community: placeIdSchema.optional(),
};

/** The pages of a register. */
export function listEntries(register: Register): Endpoint {
  const { name, words } = register;
  const plans = plansOf(register);
  const own = registerFilters[name];
  return endpoint({
    method: 'get',
    path: `/api/v1/${name}`,
    operationId: `list${operationNames(register).many}`,
    tag: name,
    summary: `${words.many.charAt(0).toUpperCase()}${words.many.slice(1)} within sight`,
    access: { roles: everyone },
    query: z.strictObject({
      ...pageQuery,
      ...placeFilters,
      ...Object.fromEntries(Object.keys(own).map((filter) => [filter, entryIdSchema.optional()])),
      q: searchText(80).optional().describe('Part of the name or id'),
      retired: z.enum(['true', 'false']).optional().describe('`true` lists what is retired instead'),
      sort: z.enum(['id', 'name']).optional(),
    }),
    responses: { 200: pageSchema(register.view) },
    errors: ['unsupported-filter', 'invalid-cursor'],
    handler: async ({ query, actor, space }) => {
      const { limit: _, cursor: __, sort: sorted = 'id', retired = 'false', q, ...filters } = query;
      const equal = Object.fromEntries(
        Object.entries(filters).flatMap(([filter, value]) =>
          value === undefined ? [] : [[own[filter] ?? filter, value]],
        ),
      );
      const given = [...Object.entries(filters), ['q', q]].flatMap(([key, value]) =>
        value === undefined ? [] : [key],
      );
      const plan = choosePlan(plans, given.map(String), sorted);
      const sight = visiblePlaces(actor);
      const identity = [name, { ...equal, q }, sorted, sight, retired];
      const { after, sort, limit, page } = pageRequest(query, plan.order, identity);
      const search = space.registers.entries[name]
        .find({
          $and: [
            { ...ofRegister(register), ...equal, retired: retired === 'true' ? true : { $ne: true } },
            sight ? { within: { $in: sight } } : {},
            q === undefined ? {} : await entriesContaining(space, register, q),
            after,
          ],
        })
        .sort(sort)
        .limit(limit + 1);
      if (sorted === 'name') search.collation(nameCollation);
      const found = page(await search.lean<EntryDocument[]>(), (document) => document);
      return { status: 200, body: { ...found, items: await linkedViews(space, register, found.items) } };
    },
  });
}

/** Entries of a register with `q` in their name or id. */
export async function entriesContaining(
  { registers }: SpaceServices,
  register: Pick<Register, 'name' | 'level'>,
  q: string,
): Promise<Record<string, unknown>> {
  const { name } = register;
  const model = registers.entries[name];
  const own = ofRegister(register);
  const grams = await rarestPiece(q, (gram, limit) => model.countDocuments({ ...own, grams: gram }, { limit }));
  const pattern = containing(q);
  return { ...own, grams, $or: [{ name: pattern }, { [keyField(name)]: pattern }] };
}
