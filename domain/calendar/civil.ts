/** A day of the civil calendar, 'YYYY-MM-DD'. */
export type PlainDay = string;

/** Days since 1970-01-01: the form in which days are counted. */
export type EpochDay = number;

export const DAY_MS = 86_400_000;

/** @throws RangeError when the text is not an existing day */
export function toEpochDay(day: PlainDay): EpochDay {
  if (/^\d{4}-\d{2}-\d{2}$/.test(day)) {
    const year = Number(day.slice(0, 4));
    const month = Number(day.slice(5, 7));
    const date = Number(day.slice(8, 10));
    if (month >= 1 && month <= 12 && date >= 1 && date <= lengthOf(year, month)) return epochDayOf(year, month, date);
  }
  throw new RangeError(`not an existing day: ${day}`);
}

const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function lengthOf(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && leap ? 29 : (lengths[month - 1] ?? 0);
}

/** Years are counted from March, so that the leap day is the last of its year; 400 of them have 146,097 days. */
function epochDayOf(year: number, month: number, date: number): EpochDay {
  const y = month > 2 ? year : year - 1;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + date - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The day as text; arithmetic, since whole campaigns are counted day by day and the platform's dates are slow at it. */
export function fromEpochDay(day: EpochDay): PlainDay {
  const z = Math.floor(day) + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const date = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1;
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  if (!(year >= 0 && year <= 9999)) throw new RangeError(`not a day of the years 0 to 9999: ${day}`);
  return `${String(year).padStart(4, '0')}-${month < 10 ? '0' : ''}${month}-${date < 10 ? '0' : ''}${date}`;
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
