import { z } from 'zod';
import { type MonthFigures, monthFiguresSchema } from '../../domain/rankings/publishedMonth.ts';
import type { RankingRowDocument } from '../../models/rankings.ts';
import { endpoint, everyone } from '../endpoint.ts';
import type { SpaceServices } from '../services.ts';
import { visiblePlaces } from '../visibility.ts';
import { requireVersion } from './getRanking.ts';
import { monthParams } from './rankingViews.ts';

const version = z.coerce.number().int().min(1).max(100_000);
/** So many differences are listed; more are counted. */
const listed = 1000;

export const compareVersions = endpoint({
  method: 'get',
  path: '/api/v1/rankings/{month}/comparison',
  operationId: 'compareRankingVersions',
  tag: 'rankings',
  summary: 'What differs between two versions of a month, within sight',
  access: { roles: everyone },
  params: monthParams,
  query: z.strictObject({ from: version, to: version }),
  responses: {
    200: z
      .strictObject({
        from: z.int(),
        to: z.int(),
        count: z.int(),
        differences: z
          .array(
            z.strictObject({
              compound: z.string(),
              name: z.string(),
              from: monthFiguresSchema.nullable(),
              to: monthFiguresSchema.nullable(),
            }),
          )
          .describe(`The first ${listed}, by compound`),
      })
      .meta({ id: 'RankingComparison' }),
  },
  errors: ['not-found'],
  handler: async ({ params: { month }, query, actor, space }) => {
    const sight = visiblePlaces(actor);
    const read = async (wanted: number): Promise<Map<string, RankingRowDocument>> =>
      await rowsOf(space, month, await requireVersion(space, month, wanted), sight);
    const [from, to] = [await read(query.from), await read(query.to)];
    const compounds = [...new Set([...from.keys(), ...to.keys()])].sort();
    const differences = compounds.flatMap((compound) => {
      const [a, b] = [from.get(compound), to.get(compound)];
      if (a && b && sameFigures(a, b)) return [];
      return [{ compound, name: b?.name ?? a?.name ?? '', from: a ? figuresOf(a) : null, to: b ? figuresOf(b) : null }];
    });
    return {
      status: 200,
      body: { ...query, count: differences.length, differences: differences.slice(0, listed) },
    };
  },
});

async function rowsOf(
  { complaints: { rows } }: SpaceServices,
  month: string,
  wanted: number,
  sight: string[] | undefined,
): Promise<Map<string, RankingRowDocument>> {
  const found = await rows
    .find({ $and: [{ month, version: wanted }, sight ? { within: { $in: sight } } : {}] })
    .lean<RankingRowDocument[]>();
  return new Map(found.map((row) => [row.compound, row]));
}

export function figuresOf({
  complaints,
  propertyComplaints,
  cityRank,
  satisfied,
  surveyed,
}: MonthFigures): MonthFigures {
  return { complaints, propertyComplaints, cityRank, satisfied, surveyed };
}

export function sameFigures(a: MonthFigures, b: MonthFigures): boolean {
  return JSON.stringify(figuresOf(a)) === JSON.stringify(figuresOf(b));
}
