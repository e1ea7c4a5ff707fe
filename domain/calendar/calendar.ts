import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { z } from 'zod';
import {
  type BusinessHours,
  businessHoursSchema,
  type Calendar,
  type CalendarYear,
  calendarYearSchema,
} from './calendarYear.ts';
import { type EpochDay, fromEpochDay, type PlainDay, toEpochDay } from './civil.ts';
import { type DayKind, lookupOf } from './dayKind.ts';

export type { BusinessHours, Calendar, CalendarYear, HolidayName } from './calendarYear.ts';
export {
  businessHoursSchema,
  calendarSchema,
  calendarYearSchema,
  mostYears,
  plainDaySchema,
  standardBusinessHours,
} from './calendarYear.ts';
export type { PlainDay } from './civil.ts';
export { addDays, addMonths, daysBetween } from './civil.ts';
export type { DayKind } from './dayKind.ts';
export { at, dayOf, endOfDay, startOfDay, ZONE } from './zone.ts';

/**
 * Puts years together into the calendar a case is started with. The version names the years and changes with any content,
 * whatever the order in which years or fields were given.
 * @throws ZodError when a year is not valid, RangeError when a year is given twice
 */
export function buildCalendar(years: readonly CalendarYear[], businessHours?: BusinessHours): Calendar {
  const checked = z
    .array(calendarYearSchema)
    .parse(years)
    .sort((a, b) => a.year - b.year);
  checked.forEach(({ year }, index) => {
    if (checked[index - 1]?.year === year) throw new RangeError(`the calendar has ${year} twice`);
  });
  const content = {
    years: checked,
    ...(businessHours && { businessHours: businessHoursSchema.parse(businessHours) }),
  };
  const hash = bytesToHex(sha256(utf8ToBytes(JSON.stringify(content)))).slice(0, 8);
  return { version: [...checked.map(({ year }) => year), hash].join('-'), ...content };
}

/** Whether a day is worked, and why. A day of a year without data is answered as likely, and marked provisional. */
export function dayKind(calendar: Calendar, day: PlainDay): DayKind {
  return { ...lookupOf(calendar)(toEpochDay(day)) };
}

/** The first working day after the day. */
export function nextWorkingDay(calendar: Calendar, day: PlainDay): PlainDay {
  return addWorkingDays(calendar, day, 1);
}

/** The last working day before the day. */
export function previousWorkingDay(calendar: Calendar, day: PlainDay): PlainDay {
  return addWorkingDays(calendar, day, -1);
}

/** The n-th working day after the day (before it, when negative); the day itself is not counted and 0 leaves it as it is. */
export function addWorkingDays(calendar: Calendar, day: PlainDay, days: number): PlainDay {
  return fromEpochDay(shiftWorkingDays(calendar, toEpochDay(day), days));
}

function shiftWorkingDays(calendar: Calendar, from: EpochDay, days: number): EpochDay {
  const kindOf = lookupOf(calendar);
  const step = days < 0 ? -1 : 1;
  let day = from;
  for (let left = Math.abs(days); left > 0; ) {
    day += step;
    if (kindOf(day).working) left -= 1;
  }
  return day;
}
