import type { Month } from './complaintMonth.ts';

/** The month `n` months later, or earlier where `n` is negative. */
export function monthsAfter(month: Month, n: number): Month {
  const at = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + n;
  return `${String(Math.floor(at / 12)).padStart(4, '0')}-${String((at % 12) + 1).padStart(2, '0')}`;
}

/** The first day on which a month can be published: the day after its last. */
export function firstDayAfter(month: Month): string {
  return `${monthsAfter(month, 1)}-01`;
}
