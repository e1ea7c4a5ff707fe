import { addDays, addMonths, type PlainDay, toEpochDay, yearOf } from './civil.ts';

/** A stretch of days, both ends included. */
export interface Period {
  from: PlainDay;
  to: PlainDay;
}

/**
 * The monthly windows of an observation: each runs from its own day to the corresponding date (Civil Code 201, 202), not
 * by calendar month. Accepted 2026-07-15, the first window is 07-16…08-15.
 */
export function monthWindows(startOn: PlainDay, months: number): ({ n: number } & Period)[] {
  return Array.from({ length: months }, (_, index) => ({
    n: index + 1,
    from: addDays(addMonths(startOn, index), 1),
    to: addMonths(startOn, index + 1),
  }));
}

/** 半年: 1 January to 30 June, 1 July to 31 December. `key` is '2026-H1'. */
export function halfYearOf(day: PlainDay): { key: string; year: number; half: number } & Period {
  const { year, n, from, to } = spanOf(day, 6);
  return { key: `${year}-H${n}`, year, half: n, from, to };
}

/** 季度: the natural quarter. `key` is '2026-Q3'. */
export function quarterOf(day: PlainDay): { key: string; year: number; quarter: number } & Period {
  const { year, n, from, to } = spanOf(day, 3);
  return { key: `${year}-Q${n}`, year, quarter: n, from, to };
}

/** The calendar month. `key` is '2026-07'. */
export function monthOf(day: PlainDay): { key: string } & Period {
  const { from, to } = spanOf(day, 1);
  return { key: from.slice(0, 7), from, to };
}

function spanOf(day: PlainDay, months: number): { year: number; n: number } & Period {
  const year = yearOf(toEpochDay(day));
  const n = Math.ceil(Number(day.slice(5, 7)) / months);
  const from = addMonths(`${year}-01-01`, (n - 1) * months);
  return { year, n, from, to: addDays(addMonths(from, months), -1) };
}
