import { dayOf, daysBetween } from '../../../parts/days.ts';

/** Pixels a day takes. */
export const zooms = { week: 14, monthZoom: 5, quarter: 2 } as const;
export type Zoom = keyof typeof zooms;

export interface TimeScale {
  from: string;
  to: string;
  width: number;
  perDay: number;
  /** Where an instant or day lies. */
  x: (instant: string) => number;
  marks: { x: number; width: number; label: string }[];
}

const dayMs = 86_400_000;

/** A scale over whole months that holds all the days. */
export function timeScale(days: readonly string[], perDay: number): TimeScale {
  const sorted = [...days].sort();
  const from = `${(sorted[0] ?? '2026-01-01').slice(0, 7)}-01`;
  const to = firstOfNextMonth(sorted.at(-1) ?? from);
  const origin = Date.parse(`${from}T00:00:00+08:00`);
  const x = (instant: string) => {
    const at = Date.parse(instant.length === 10 ? `${instant}T00:00:00+08:00` : instant);
    return Math.round(((at - origin) / dayMs) * perDay * 10) / 10;
  };
  const marks: TimeScale['marks'] = [];
  for (let month = from; month < to; month = firstOfNextMonth(month)) {
    marks.push({
      x: x(month),
      width: daysBetween(month, firstOfNextMonth(month)) * perDay,
      label: month.slice(0, 7),
    });
  }
  return { from, to, perDay, width: daysBetween(from, to) * perDay, x, marks };
}

function firstOfNextMonth(day: string): string {
  const [year = 0, month = 1] = day.split('-').map(Number);
  return month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, '0')}-01`;
}

/** The days that a chart of a case has to hold. */
export function daysOf({
  startedAt,
  endedAt,
  dueAt,
  now,
}: Record<'startedAt' | 'now', string> & Record<'endedAt' | 'dueAt', string | null>): string[] {
  return [startedAt, endedAt ?? now, dueAt ?? now].map(dayOf);
}
