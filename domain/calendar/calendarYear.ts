import { z } from 'zod';
import { toEpochDay, weekdayOf } from './civil.ts';

// Aborting: the checks between fields below would otherwise still run, on text that is no day.
export const plainDaySchema = z.iso.date({ abort: true }).describe('Day, YYYY-MM-DD');

const timeOfDaySchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'a time of day is HH:MM');

const restSchema = z.strictObject({
  from: plainDaySchema,
  to: plainDaySchema,
  name: z.strictObject({ zh: z.string().min(1).max(40), en: z.string().min(1).max(60) }),
});

/**
 * One year's arrangement of rest days and make-up working days, as the State Council announces it. A holiday at the turn
 * of the year may begin in the December before and end in the January after. `provisional` marks a year entered before
 * its notice was published.
 */
export const calendarYearSchema = z
  .strictObject({
    year: z.int().min(1992).max(9998),
    source: z.string().min(1).max(200),
    status: z.enum(['official', 'provisional']),
    off: z.array(restSchema).max(40),
    work: z.array(plainDaySchema).max(40),
  })
  .superRefine((value, context) => {
    const first = `${value.year - 1}-12-01`;
    const last = `${value.year + 1}-01-31`;
    const refuse = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });

    value.off.forEach((rest, index) => {
      const path = ['off', index];
      if (rest.from > rest.to) refuse(path, `${rest.from} is after ${rest.to}`);
      if (rest.from < first || rest.to > last) refuse(path, `${rest.from}…${rest.to} is outside ${value.year}`);
      const previous = value.off[index - 1];
      if (previous && rest.from <= previous.to) refuse(path, `${rest.from} is not after ${previous.to}`);
    });
    value.work.forEach((day, index) => {
      const path = ['work', index];
      if (day < first || day > last) refuse(path, `${day} is outside ${value.year}`);
      if (value.work.indexOf(day) !== index) refuse(path, `${day} is listed twice`);
      if (value.off.some((rest) => rest.from <= day && day <= rest.to)) refuse(path, `${day} is also a rest day`);
      if (weekdayOf(toEpochDay(day)) % 6 !== 0) refuse(path, `${day} is a weekday, which is worked anyway`);
    });
  });

/** When offices are open on a working day: pieces in order, without overlap, 'HH:MM' to 'HH:MM'. */
export const businessHoursSchema = z
  .array(z.tuple([timeOfDaySchema, timeOfDaySchema]))
  .min(1)
  .max(6)
  .refine((pieces) => isAscending(pieces.flat()), 'business hours must be in order and must not overlap');

function isAscending(times: readonly string[]): boolean {
  return times.every((time, index) => index === 0 || (times[index - 1] ?? '') < time);
}

/** Every case carries the calendar. */
export const mostYears = 50;

/**
 * What a case is started with: small plain JSON. It is never edited; a new notice makes a new calendar. Without hours of
 * its own it has the standard ones.
 */
export const calendarSchema = z.strictObject({
  version: z.string().min(1).max(300),
  years: z.array(calendarYearSchema).max(mostYears),
  businessHours: businessHoursSchema.optional(),
});

export type CalendarYear = z.infer<typeof calendarYearSchema>;
export type HolidayName = CalendarYear['off'][number]['name'];
export type BusinessHours = z.infer<typeof businessHoursSchema>;
export type Calendar = z.infer<typeof calendarSchema>;

/** Fixed for running cases: a locality with other hours, or new ones, gets them in its calendar. */
export const standardBusinessHours: BusinessHours = [
  ['09:00', '12:00'],
  ['13:30', '17:30'],
];
