import { z } from 'zod';
import { monthSchema } from '../../domain/rankings/complaintMonth.ts';
import type { RankingDocument } from '../../models/rankings.ts';
import { endpoint, everyone } from '../endpoint.ts';
import { pageQuery, pageRequest, pageSchema } from '../pages.ts';
import { rankingVersionSchema, versionView } from './rankingViews.ts';

const rankingSchema = z
  .strictObject({
    month: monthSchema,
    status: z
      .enum(['uploaded', 'publishing', 'published', 'corrected'])
      .describe('`corrected`: a newer version waits for its publication'),
    latest: z.int(),
    published: z.int().nullable(),
    publishedOn: z.iso.date().nullable(),
    versions: z.array(rankingVersionSchema).describe('Newest first'),
  })
  .meta({ id: 'Ranking' });

export const listRankings = endpoint({
  method: 'get',
  path: '/api/v1/rankings',
  operationId: 'listRankings',
  tag: 'rankings',
  summary: 'Months of the 12345 ranking, newest first, with their versions',
  access: { roles: everyone },
  query: z.strictObject(pageQuery),
  responses: { 200: pageSchema(rankingSchema) },
  errors: ['invalid-cursor'],
  handler: async ({ query, space }) => {
    const { after, sort, limit, page } = pageRequest(query, [['_id', -1]], ['rankings']);
    const { rankings, versions } = space.complaints;
    const found = await rankings
      .find(after)
      .sort(sort)
      .limit(limit + 1)
      .lean<RankingDocument[]>();
    const all = await versions
      .find({ month: { $in: found.map(({ _id }) => _id) } })
      .sort({ month: -1, version: -1 })
      .lean();
    const show = (ranking: RankingDocument): z.input<typeof rankingSchema> => ({
      month: ranking._id,
      status: statusOf(ranking),
      latest: ranking.latest,
      published: ranking.published,
      publishedOn: ranking.publishedOn,
      versions: all.filter(({ month }) => month === ranking._id).map(versionView),
    });
    return { status: 200, body: page(found, show) };
  },
});

function statusOf({ latest, published, publishing }: RankingDocument): z.input<typeof rankingSchema>['status'] {
  if (publishing !== null) return 'publishing';
  if (published === null) return 'uploaded';
  return published === latest ? 'published' : 'corrected';
}
