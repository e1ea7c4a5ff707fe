/** A day of the civil calendar, 'YYYY-MM-DD'. */
export type PlainDay = string;

/** Days since 1970-01-01: the form in which days are counted. */
export type EpochDay = number;

export const DAY_MS = 86_400_000;

/** @throws RangeError when the text is not an existing day */
export function toEpochDay(day: PlainDay): EpochDay {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (parts) {
    const month = Number(parts[2]);
    const date = new Date(0);
    // Not Date.UTC, which takes the year 45 for 1945.
    date.setUTCFullYear(Number(parts[1]), month - 1, Number(parts[3]));
    // The platform carries 02-30 over into March: such a day does not exist.
    if (date.getUTCMonth() === month - 1 && date.getUTCFullYear() === Number(parts[1])) return date.getTime() / DAY_MS;
  }
  throw new RangeError(`not an existing day: ${day}`);
}

export function fromEpochDay(day: EpochDay): PlainDay {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** 0 = Sunday … 6 = Saturday. */
export function weekdayOf(day: EpochDay): number {
  // 1970-01-01 was a Thursday.
  return (((day + 4) % 7) + 7) % 7;
}

export function yearOf(day: EpochDay): number {
  return new Date(day * DAY_MS).getUTCFullYear();
}

/**
 * The corresponding date `months` later (or earlier, when negative); where that month has no such date, its last day
 * (Civil Code 202).
 */
export function shiftMonths(day: EpochDay, months: number): EpochDay {
  const date = new Date(day * DAY_MS);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth() + months;
  const lastOfMonth = Date.UTC(year, month + 1, 0) / DAY_MS;
  return Math.min(Date.UTC(year, month, date.getUTCDate()) / DAY_MS, lastOfMonth);
}

export function addDays(day: PlainDay, days: number): PlainDay {
  return fromEpochDay(toEpochDay(day) + days);
}

/** As `shiftMonths`, for days written as text: 2026-01-31 plus one month is 2026-02-28. */
export function addMonths(day: PlainDay, months: number): PlainDay {
  return fromEpochDay(shiftMonths(toEpochDay(day), months));
}

/** Days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: PlainDay, to: PlainDay): number {
  return toEpochDay(to) - toEpochDay(from);
}
