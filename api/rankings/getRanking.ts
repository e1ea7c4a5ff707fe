import type { ClientSession } from 'mongoose';
import { z } from 'zod';
import { Refusal } from '../../domain/errors.ts';
import type { Month } from '../../domain/rankings/complaintMonth.ts';
import type { RankingDocument, RankingRowDocument } from '../../models/rankings.ts';
import { endpoint, everyone } from '../endpoint.ts';
import { choosePlan, type ListPlan, pageQuery, pageRequest, pageSchema } from '../pages.ts';
import type { SpaceServices } from '../services.ts';
import { visiblePlaces } from '../visibility.ts';
import { monthParams, rankingRowSchema, rowView, versionQuery } from './rankingViews.ts';

const plans = [
  {
    filters: [],
    sort: 'rank',
    order: [
      ['byRank', 1],
      ['compound', 1],
    ],
  },
  {
    filters: [],
    sort: 'change',
    order: [
      ['change', -1],
      ['compound', 1],
    ],
  },
] as const satisfies ListPlan[];

export const getRanking = endpoint({
  method: 'get',
  path: '/api/v1/rankings/{month}',
  operationId: 'getRanking',
  tag: 'rankings',
  summary: 'The rows of a month within sight: as published, or of one version',
  access: { roles: everyone },
  params: monthParams,
  query: z.strictObject({
    ...pageQuery,
    version: versionQuery.describe('Default: the published one, else the newest'),
    sort: z.enum(['rank', 'change']).optional().describe('`change`: the largest increase first'),
  }),
  responses: { 200: pageSchema(rankingRowSchema) },
  errors: ['not-found', 'invalid-cursor'],
  handler: async ({ params: { month }, query, actor, space }) => {
    const version = await requireVersion(space, month, query.version);
    const { order } = choosePlan(plans as readonly ListPlan[], [], query.sort ?? 'rank');
    const sight = visiblePlaces(actor);
    const identity = ['ranking', month, version, query.sort ?? 'rank', sight];
    const { after, sort, limit, page } = pageRequest(query, order, identity);
    const found = await space.complaints.rows
      .find({ $and: [{ month, version }, sight ? { within: { $in: sight } } : {}, after] })
      .sort(sort)
      .limit(limit + 1)
      .lean<RankingRowDocument[]>();
    return { status: 200, body: page(found, rowView) };
  },
});

/** @throws Refusal not-found when nobody has handed in that month, or that version of it */
export async function requireRanking(
  space: SpaceServices,
  month: Month,
  session: ClientSession | null = null,
): Promise<RankingDocument> {
  const ranking = await space.complaints.rankings.findById(month).session(session).lean<RankingDocument>();
  if (ranking === null)
    throw new Refusal('not-found', { zh: `${month} 尚无人报送排名`, en: `Nobody has handed in a ranking of ${month}` });
  return ranking;
}

/** The version asked for, else the published one, else the newest. @throws Refusal not-found */
export async function requireVersion(
  space: SpaceServices,
  month: Month,
  version: number | undefined,
  session: ClientSession | null = null,
): Promise<number> {
  const { published, latest } = await requireRanking(space, month, session);
  const wanted = version ?? published ?? latest;
  if (!(await space.complaints.versions.exists({ month, version: wanted }).session(session))) {
    throw new Refusal('not-found', { zh: `${month} 没有第 ${wanted} 版`, en: `${month} has no version ${wanted}` });
  }
  return wanted;
}
