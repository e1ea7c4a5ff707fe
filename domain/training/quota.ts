import type { PlainDay } from '../calendar/calendar.ts';
import { type Ratio, reaches } from '../policy/ratio.ts';

/** Half days that count towards a year's training. */
export interface TrainingRecord {
  attended: number;
  /** Half days that need not be attended, with a reason. */
  exempted: number;
  /** Attended after the end of the year. */
  madeUp: number;
}

/** Months of the year in the post, that of the appointment included; 12 for whoever came before the year (A). */
export function monthsServed(year: number, since: PlainDay | undefined): number {
  if (since === undefined || since < `${year}-01-01`) return 12;
  if (since > `${year}-12-31`) return 0;
  return 13 - Number(since.slice(5, 7));
}

/**
 * Half days of training owed for a year: two a day (A), by months for newcomers, part of a half day left out (S0 每人每年培训不少于5天; A).
 *
 * @param daysAYear whole days the policy asks for
 * @param since day of the appointment
 */
export function quotaHalfDays(daysAYear: number, year: number, since: PlainDay | undefined): number {
  return Math.floor((2 * daysAYear * monthsServed(year, since)) / 12);
}

/** Half days that are still missing. */
export function halfDaysMissing(quota: number, { attended, exempted, madeUp }: TrainingRecord): number {
  return Math.max(0, quota - exempted - attended - madeUp);
}

/** Whether less than the share of what is owed has been attended. Who owes nothing is not behind. */
export function isBehind(quota: number, { attended, exempted }: TrainingRecord, share: Ratio | string): boolean {
  const owed = Math.max(0, quota - exempted);
  return owed > 0 && !reaches(attended, owed, share);
}
