import type { FigureKey } from './definitions.ts';
import type { Figure } from './figure.ts';
import { computeFigures, type FigureData, ofStreet, streetsOf } from './figures.ts';
import type { FigureWindow } from './window.ts';

/** What streets are compared by; ranked by the first. */
export const leagueKeys = [
  'acceptanceRate',
  'conversionRate',
  'onTimeRate',
  'reworkRate',
  'relapses',
  'overdueNow',
  'complaintChangeYoY',
  'monthlyMeanComplaints',
  'satisfaction',
  'listed',
] as const satisfies FigureKey[];

export interface LeagueRow {
  /** Scope path of the street. */
  street: string;
  /** 1 for the best; streets that are equal share a rank; null without anything to rank by. */
  rank: number | null;
  figures: Figure[];
}

/** The streets of a selection, the one with the highest acceptance rate first; equal ones by their path. */
export function leagueTable(data: FigureData, window: FigureWindow): LeagueRow[] {
  const rows = streetsOf(data)
    .map((street) => {
      const all = computeFigures(ofStreet(data, street), window);
      return { street, figures: leagueKeys.flatMap((key) => all.find((each) => each.key === key) ?? []) };
    })
    .map((row) => ({ ...row, by: row.figures[0]?.value ?? null }))
    .sort((a, b) => compare(b.by, a.by) || (a.street < b.street ? -1 : 1));
  return rows.map(({ by, ...row }) => ({
    ...row,
    rank: by === null ? null : 1 + rows.findIndex((each) => compare(each.by, by) === 0),
  }));
}

/** By exact value; nothing is below everything. */
function compare(a: Figure['value'], b: Figure['value']): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  return a.numerator * b.denominator - b.numerator * a.denominator;
}
