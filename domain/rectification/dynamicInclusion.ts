import type { CaseParameters } from '../case/opening.ts';
import { flagOf, numberOf } from '../procedures/parameters.ts';

/** One published month of the city-wide ranking; property-class complaints. */
export interface RankedMonth {
  /** The month it measures, `YYYY-MM`; it belongs to that year whenever it was published. */
  month: string;
  cityRank: number;
}

/**
 * Dynamic inclusion 动态管控 (S2 今年累计2次以上月排名在全市投诉量前50名): whether a compound is to be included, judged for the
 * calendar year of `year`. The months are cumulative, not consecutive, unless the policy says so.
 */
export function dynamicallyIncluded(months: readonly RankedMonth[], year: string, parameters: CaseParameters): boolean {
  const minimum = numberOf(parameters, 'rectification.dynamicInclusionMinMonths');
  const counted = countedMonths(months, year, parameters).map(({ month }) => Number(month.slice(5)));
  const numbers = [...new Set(counted)].sort((a, b) => a - b);
  if (!flagOf(parameters, 'rectification.dynamicInclusionConsecutive')) return numbers.length >= minimum;
  return numbers.some((first) =>
    Array.from({ length: minimum }, (_, n) => first + n).every((month) => numbers.includes(month)),
  );
}

/** The months of a calendar year that count towards inclusion, oldest first. */
export function countedMonths<M extends RankedMonth>(
  months: readonly M[],
  year: string,
  parameters: CaseParameters,
): M[] {
  const rankMax = numberOf(parameters, 'rectification.dynamicInclusionRankMax');
  return months
    .filter(({ month, cityRank }) => month.startsWith(`${year}-`) && cityRank <= rankMax)
    .sort((a, b) => (a.month < b.month ? -1 : 1));
}
