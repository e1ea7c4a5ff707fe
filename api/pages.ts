import { createHash } from 'node:crypto';
import { z } from 'zod';
import { Refusal } from '../domain/errors.ts';

export const maxPageSize = 200;
const standardPageSize = 50;

/** Query parameters every list has. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(maxPageSize).optional().describe(`Items a page, at most ${maxPageSize}`),
  cursor: z.string().min(1).max(1000).optional().describe('`next` of the page before'),
};

/** Part of a name, to search by; a pattern of the database may not hold NUL, and no name holds other control characters. */
export function searchText(maxLength: number) {
  // Written out, since not every reader of the OpenAPI description knows classes such as \P{Cc}.
  // oxlint-disable-next-line no-control-regex -- they are what is refused
  const pattern = /^[^\u0000-\u001f\u007f-\u009f]*$/;
  return z.string().trim().min(1).max(maxLength).regex(pattern, 'control characters are not searched for');
}

/** A page: `next` is the cursor of the following page, null on the last. */
export function pageSchema<T extends z.ZodType>(item: T) {
  return z.strictObject({ items: z.array(item), next: z.string().nullable() });
}

/** A field and its direction; the last field of an order must be unique. */
export type Order = readonly (readonly [field: string, direction: 1 | -1])[];

/** A combination of filters and sort that a list offers, because an index serves it. */
export interface ListPlan {
  filters: readonly string[];
  sort: string;
  order: Order;
}

/** What a cursor carries: the values of the order's fields in the last item. */
type Position = (string | number | boolean | Date | null)[];

/**
 * The plan that serves the filters given and the sort.
 *
 * @param filters names of the filters that are present
 * @throws Refusal unsupported-filter naming what is offered
 */
export function choosePlan<P extends ListPlan>(plans: readonly P[], filters: readonly string[], sort: string): P {
  const wanted = [...filters].sort().join();
  const plan = plans.find((each) => each.sort === sort && [...each.filters].sort().join() === wanted);
  if (plan) return plan;
  const offered = plans.map((each) => `${each.filters.join('+') || 'no filter'} by ${each.sort}`).join('; ');
  throw new Refusal('unsupported-filter', { zh: `可用的组合：${offered}`, en: `Offered: ${offered}` });
}

export interface PageRequest {
  limit: number;
  sort: Record<string, 1 | -1>;
  /** The condition that skips what earlier pages showed; join it with the filters by `$and`. */
  after: Record<string, unknown>;
  /** The cursor of a page that begins after a document, for lists that leave some of what they look at out. */
  cursorAfter: (document: unknown) => string;
  /** The page out of at most `limit + 1` documents that were found, shown by `present`. */
  page: <D, V>(found: readonly D[], present: (document: D) => V) => { items: V[]; next: string | null };
}

/**
 * Reads `limit` and `cursor` of a list. Query `find({ $and: [filter, after] }).sort(sort).limit(limit + 1)`, then `page`.
 *
 * @param identity what makes this list another than its neighbours: its name, filters and sort; a cursor of another is refused
 * @throws Refusal invalid-cursor
 */
export function pageRequest(
  query: { limit?: number | undefined; cursor?: string | undefined },
  order: Order,
  identity: unknown,
): PageRequest {
  const tag = createHash('sha256').update(JSON.stringify(identity)).digest('base64url').slice(0, 8);
  const limit = query.limit ?? standardPageSize;
  const position = query.cursor === undefined ? undefined : decode(query.cursor, tag, order.length);
  return {
    limit,
    sort: Object.fromEntries(order),
    after: position ? beyond(order, position) : {},
    cursorAfter: (document) => encode(tag, order, document),
    page: (found, present) => {
      const shown = found.slice(0, limit);
      const last = shown.at(-1);
      const next = found.length > limit && last ? encode(tag, order, last) : null;
      return { items: shown.map(present), next };
    },
  };
}

/** Keyset condition: later in the first field, or equal there and later in the second, and so on. */
function beyond(order: Order, position: Position): Record<string, unknown> {
  const alternatives = order.map(([field, direction], index) => {
    const equal = order.slice(0, index).map(([before], at) => [before, position[at]]);
    return Object.fromEntries([...equal, [field, later(position[index] ?? null, direction)]]) as Record<
      string,
      unknown
    >;
  });
  return alternatives.length === 1 ? (alternatives[0] ?? {}) : { $or: alternatives };
}

/** Null sorts before every value, yet `$lt` and `$gt` compare within a type only. */
function later(value: Position[number], direction: 1 | -1): unknown {
  if (value === null) return direction === 1 ? { $ne: null } : { $in: [] };
  return direction === 1 ? { $gt: value } : { $not: { $gte: value } };
}

const positionSchema = z.tuple([
  z.string(),
  z.array(z.union([z.string(), z.number(), z.boolean(), z.null(), z.strictObject({ date: z.iso.datetime() })])),
]);

function encode(tag: string, order: Order, document: unknown): string {
  const values = order.map(([field]) => {
    const value = field
      .split('.')
      .reduce<unknown>((at, key) => (at as Record<string, unknown> | null)?.[key], document);
    return value instanceof Date ? { date: value.toISOString() } : (value ?? null);
  });
  return Buffer.from(JSON.stringify([tag, values])).toString('base64url');
}

function decode(cursor: string, tag: string, length: number): Position {
  const parsed = positionSchema.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString('utf8')));
  if (!parsed.success || parsed.data[0] !== tag || parsed.data[1].length !== length) {
    throw new Refusal('invalid-cursor', { zh: '请不带游标重新开始', en: 'Begin again without a cursor' });
  }
  return parsed.data[1].map((value) => (typeof value === 'object' && value !== null ? new Date(value.date) : value));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
