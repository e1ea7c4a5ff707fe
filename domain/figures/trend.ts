import type { ComplaintMonth, Month } from '../rankings/complaintMonth.ts';
import { type FigureWindow, monthsOf } from './window.ts';

export type TrendRow = Pick<ComplaintMonth, 'compound' | 'month' | 'complaints' | 'satisfied' | 'surveyed'>;

/** What the hotline said of the same compounds in one month; null where the month is not published. */
export interface TrendMonth {
  month: Month;
  complaints: number | null;
  satisfied: number | null;
  surveyed: number | null;
  /** How many of these compounds were on the list by the end of the month. */
  listed: number;
}

/** Compound-months on one side of the listing, added up. */
export interface TrendSide {
  months: number;
  complaints: number;
  satisfied: number;
  surveyed: number;
}

export interface ComplaintTrend {
  /** How many compounds it adds up: those with figures for every published month. */
  compounds: number;
  months: TrendMonth[];
  /** How many of them have figures before and after the month they were listed in; that month is part of neither. */
  compared: number;
  before: TrendSide | null;
  after: TrendSide | null;
}

/**
 * How complaints and satisfaction went, month by month, and before and after each compound was listed. Always of the same
 * compounds, so that the list growing is no trend.
 *
 * @param rows the published figures of the window
 * @param listedIn compound → the month its rectification was listed in
 */
export function complaintTrend(
  rows: readonly TrendRow[],
  listedIn: ReadonlyMap<string, Month>,
  window: FigureWindow,
): ComplaintTrend {
  const all = monthsOf(window);
  const known = new Map(
    rows
      .filter(({ compound, month }) => listedIn.has(compound) && month >= window.from && month <= window.to)
      .map((row) => [`${row.compound}|${row.month}`, row]),
  );
  const published = all.filter((month) => [...known.values()].some((row) => row.month === month));
  const compounds =
    published.length === 0
      ? []
      : [...listedIn.keys()].filter((compound) => published.every((month) => known.has(`${compound}|${month}`)));
  const of = (compound: string, months: readonly Month[]): TrendRow[] =>
    months.flatMap((month) => known.get(`${compound}|${month}`) ?? []);
  const months = all.map((month): TrendMonth => {
    const listed = compounds.filter((compound) => (listedIn.get(compound) ?? '') <= month).length;
    if (!published.includes(month) || compounds.length === 0) {
      return { month, complaints: null, satisfied: null, surveyed: null, listed };
    }
    const { months: _, ...sums } = sideOf(compounds.flatMap((compound) => of(compound, [month])));
    return { month, ...sums, listed };
  });
  const sides = compounds
    .map((compound) => {
      const listed = listedIn.get(compound) ?? '';
      return {
        before: of(
          compound,
          published.filter((month) => month < listed),
        ),
        after: of(
          compound,
          published.filter((month) => month > listed),
        ),
      };
    })
    .filter(({ before, after }) => before.length > 0 && after.length > 0);
  return {
    compounds: compounds.length,
    months,
    compared: sides.length,
    before: sides.length === 0 ? null : sideOf(sides.flatMap(({ before }) => before)),
    after: sides.length === 0 ? null : sideOf(sides.flatMap(({ after }) => after)),
  };
}

function sideOf(rows: readonly TrendRow[]): TrendSide {
  const total = (field: 'complaints' | 'satisfied' | 'surveyed'): number =>
    rows.reduce((sum, row) => sum + row[field], 0);
  return {
    months: rows.length,
    complaints: total('complaints'),
    satisfied: total('satisfied'),
    surveyed: total('surveyed'),
  };
}
