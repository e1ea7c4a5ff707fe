import type { PlainDay } from '../calendar/calendar.ts';
import type { CaseParameters } from '../case/opening.ts';
import { numberOf } from '../procedures/parameters.ts';
import type { PublishedMonth } from '../rankings/publishedMonth.ts';
import type { Json } from '../text.ts';
import type { RankedMonth } from './dynamicInclusion.ts';

/** A month's figures as a case holds them: reported by the hotline office, or published with a ranking. */
export interface WatchedMonth {
  complaints: number;
  satisfied: number;
  surveyed: number;
  cityRank: number | null;
  /** The day from which they count: what falls into an observation month is judged by it. */
  publishedOn: PlainDay;
  propertyComplaints?: number;
  /** Version of the ranking that says so; absent when it was reported by hand. */
  ranking?: number;
}

type Rank = Pick<WatchedMonth, 'cityRank' | 'publishedOn'> & { ranking: number };
export type RankedMonths = Record<string, Rank>;

interface Watch {
  months: Record<string, WatchedMonth>;
  ranked?: RankedMonths;
}

/** How many months a case remembers. */
const remembered = 24;

/** Every month whose rank the case knows. */
export function rankedMonths({ months, ranked }: Watch): (RankedMonth & { publishedOn: PlainDay })[] {
  return Object.entries({ ...ranked, ...months }).flatMap(([month, { cityRank, publishedOn }]) =>
    cityRank === null ? [] : [{ month, cityRank, publishedOn }],
  );
}

/** The month that became known last. */
export function newestOf<M extends { publishedOn: PlainDay }>(months: readonly M[]): M | undefined {
  return months.reduce<M | undefined>(
    (newest, each) => (newest === undefined || each.publishedOn >= newest.publishedOn ? each : newest),
    undefined,
  );
}

/**
 * What a published month changes. From the month the case began in, figures replace what was reported by hand or by an
 * earlier version; of earlier months of that year only the rank is kept, for dynamic inclusion counts the whole
 * calendar year. Earlier years are no concern of the case.
 */
export function takeMonth(
  watch: Watch,
  published: PublishedMonth,
  startedOn: PlainDay,
  parameters: CaseParameters,
): Watch | undefined {
  const { month, version, publishedOn, figures, others } = published;
  const year = month.slice(0, 4);
  if (year < startedOn.slice(0, 4)) return undefined;
  const rankMax = numberOf(parameters, 'rectification.dynamicInclusionRankMax');
  const since = (at: string, rank: Pick<Rank, 'cityRank' | 'publishedOn'>): PlainDay =>
    countsSince(watch.months[at] ?? watch.ranked?.[at], rank, rankMax);
  const ranks = [...others, { month, version, publishedOn, cityRank: figures.cityRank }].map((each): [string, Rank] => [
    each.month,
    { cityRank: each.cityRank, ranking: each.version, publishedOn: since(each.month, each) },
  ]);
  const sameYear = Object.entries(watch.ranked ?? {}).filter(([at]) => at.startsWith(`${year}-`));
  const ranked = Object.fromEntries([...sameYear, ...ranks].filter(([at]) => at.startsWith(`${year}-`)));
  if (month < startedOn.slice(0, 7)) return { months: watch.months, ranked };
  const taken: WatchedMonth = {
    ...figures,
    publishedOn: since(month, { publishedOn, cityRank: figures.cityRank }),
    ranking: version,
  };
  return { months: latest({ ...watch.months, [month]: taken }), ranked };
}

/**
 * A corrected figure counts since it was first published, unless the correction is what brings it within the limit: then
 * nobody could know before.
 */
function countsSince(
  before: Pick<Rank, 'cityRank' | 'publishedOn'> | undefined,
  now: Pick<Rank, 'cityRank' | 'publishedOn'>,
  rankMax: number,
): PlainDay {
  const within = (rank: number | null): boolean => rank !== null && rank <= rankMax;
  const becomesWithin = within(now.cityRank) && !within(before?.cityRank ?? null);
  return before === undefined || becomesWithin ? now.publishedOn : before.publishedOn;
}

function latest(months: Record<string, WatchedMonth>): Record<string, WatchedMonth> {
  return Object.fromEntries(
    Object.entries(months)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .slice(-remembered),
  );
}

/** What the case holds of a month. */
export function knownMonth(
  { months, ranked }: Watch,
  month: string,
  startedOn: PlainDay,
): { version: number | null; figures: Record<string, Json> } | undefined {
  const watched = months[month];
  if (watched) {
    const { ranking, publishedOn: _, ...figures } = watched;
    return { version: ranking ?? null, figures };
  }
  const rank = month < startedOn.slice(0, 7) ? ranked?.[month] : undefined;
  return rank && { version: rank.ranking, figures: { cityRank: rank.cityRank } };
}

/** When decisions are taken back, months that were published since stay. */
export function keptMonths(present: Watch, restored: Watch): Partial<Watch> {
  const published = Object.entries(present.months).filter(([, { ranking }]) => ranking !== undefined);
  return {
    ...(published.length > 0 && { months: latest({ ...restored.months, ...Object.fromEntries(published) }) }),
    ...(present.ranked && { ranked: present.ranked }),
  };
}
