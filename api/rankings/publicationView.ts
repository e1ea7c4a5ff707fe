import { z } from 'zod';
import { Refusal } from '../../domain/errors.ts';
import { type Actor, sees } from '../../domain/organisation/actor.ts';
import { type Month, monthSchema } from '../../domain/rankings/complaintMonth.ts';
import { notTakenBackSchema } from '../../domain/rankings/publicationPlan.ts';
import { type PublicationItemDocument, versionKey } from '../../models/rankings.ts';
import { endpoint, everyone } from '../endpoint.ts';
import type { SpaceServices } from '../services.ts';
import { visiblePlaces } from '../visibility.ts';
import { requireRanking } from './getRanking.ts';
import { monthParams, versionQuery } from './rankingViews.ts';

const counts = z.strictObject({ pending: z.int(), done: z.int(), skipped: z.int(), failed: z.int() });
const itemSchema = z.strictObject({
  compound: z.string(),
  name: z.string(),
  state: z.enum(['pending', 'done', 'skipped', 'failed']),
  case: z.string().nullable(),
  detail: z.string().nullable(),
});

export const publicationSchema = z
  .strictObject({
    month: monthSchema,
    version: z.int(),
    replaces: z.int().nullable(),
    status: z.enum(['running', 'done']),
    publishedOn: z.iso.date(),
    by: z.strictObject({ id: z.string(), name: z.string() }),
    startedAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
    figures: counts.describe('Running cases that receive figures'),
    inclusions: counts.describe('Compounds that enter'),
    entered: z.array(itemSchema).describe('Compounds that enter, within sight; `case` once it is started'),
    troubled: z.array(itemSchema).describe('The first 200 that were skipped or failed, and why; within sight'),
    excluded: z.array(
      z.strictObject({ compound: z.string(), name: z.string(), scope: z.string(), reason: z.string() }),
    ),
    notTakenBack: z.array(notTakenBackSchema),
  })
  .meta({ id: 'RankingPublication' });

export const getPublication = endpoint({
  method: 'get',
  path: '/api/v1/rankings/{month}/publication',
  operationId: 'getRankingPublication',
  tag: 'rankings',
  summary: 'How far the publication of a month is, and what came of each piece',
  access: { roles: everyone },
  params: monthParams,
  query: z.strictObject({ version: versionQuery.describe('Default: the one published last') }),
  responses: { 200: publicationSchema },
  errors: ['not-found'],
  handler: async ({ params: { month }, query, actor, space }) => {
    const version = query.version ?? (await requireRanking(space, month)).published;
    if (version === null) throw new Refusal('not-found', { zh: `${month} 尚未发布`, en: `${month} is not published` });
    return { status: 200, body: await publicationView(space, month, version, actor) };
  },
});

/** So many pieces that went wrong are listed. */
const listed = 200;

/** @throws Refusal not-found */
export async function publicationView(
  { complaints: { publications, items } }: SpaceServices,
  month: Month,
  version: number,
  reader?: Actor,
): Promise<z.input<typeof publicationSchema>> {
  const id = versionKey(month, version);
  const found = await publications.findById(id).lean();
  if (found === null)
    throw new Refusal('not-found', {
      zh: `${month} 第 ${version} 版不是由本系统发布的`,
      en: `Version ${version} of ${month} was not published by this service`,
    });
  const groups = await items.aggregate<{ _id: { kind: string; state: keyof z.infer<typeof counts> }; count: number }>([
    { $match: { publication: id } },
    { $group: { _id: { kind: '$kind', state: '$state' }, count: { $sum: 1 } } },
  ]);
  const count = (kind: string) => {
    const of = { pending: 0, done: 0, skipped: 0, failed: 0 };
    for (const group of groups) if (group._id.kind === kind) of[group._id.state] = group.count;
    return of;
  };
  const sight = reader && visiblePlaces(reader);
  const within = sight ? { within: { $in: sight } } : {};
  const read = async (filter: object, limit: number) =>
    (
      await items
        .find({ $and: [{ publication: id }, filter, within] })
        .sort({ order: 1 })
        .limit(limit)
        .lean<PublicationItemDocument[]>()
    ).map(({ compound, name, state, case: started, detail }) => ({ compound, name, state, case: started, detail }));
  const seen = ({ scope }: { scope: string }): boolean => reader === undefined || sees(reader, scope);
  return {
    month,
    version,
    replaces: found.replaces,
    status: found.status,
    publishedOn: found.publishedOn,
    by: { id: found.by.id, name: found.by.name },
    startedAt: found.startedAt.toISOString(),
    finishedAt: found.finishedAt?.toISOString() ?? null,
    figures: count('figures'),
    inclusions: count('inclusion'),
    entered: await read({ kind: 'inclusion' }, 1000),
    troubled: await read({ state: { $in: ['skipped', 'failed'] } }, listed),
    excluded: found.excluded.filter(seen),
    notTakenBack: found.notTakenBack.filter(seen),
  };
}
