import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import {
  addDays,
  addMonths,
  daysBetween,
  fromEpochDay,
  toEpochDay,
  weekdayOf,
  yearOf,
} from '../../../domain/calendar/civil.ts';
import { anyDay } from './arbitraries.ts';

const anyDayOfTwoCenturies = anyDay('1900-01-01', '2100-12-31');
const anyDayAtAll = anyDay('0001-01-01', '9999-12-31');

describe('civil days', () => {
  it('agree with Temporal on number, weekday and year', () => {
    fc.assert(
      fc.property(anyDayAtAll, (text) => {
        const day = Temporal.PlainDate.from(text);
        const number = toEpochDay(text);
        expect(number).toBe(Temporal.PlainDate.from('1970-01-01').until(day, { largestUnit: 'days' }).days);
        expect(fromEpochDay(number)).toBe(text);
        expect(weekdayOf(number)).toBe(day.dayOfWeek % 7);
        expect(yearOf(number)).toBe(day.year);
      }),
      { numRuns: 1000 },
    );
  });

  it('exist in the first century too', () => {
    for (const day of ['0001-01-01', '0045-04-22', '0099-12-31']) {
      expect(fromEpochDay(toEpochDay(day))).toBe(day);
      expect(weekdayOf(toEpochDay(day))).toBe(Temporal.PlainDate.from(day).dayOfWeek % 7);
    }
  });

  it('agree with Temporal when days and months are added', () => {
    fc.assert(
      fc.property(anyDayOfTwoCenturies, fc.integer({ min: -1500, max: 1500 }), (text, n) => {
        const day = Temporal.PlainDate.from(text);
        expect(addDays(text, n)).toBe(day.add({ days: n }).toString());
        expect(addMonths(text, n)).toBe(day.add({ months: n }).toString());
        expect(daysBetween(text, addDays(text, n))).toBe(n);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2027-12-31', 2, '2028-02-29'],
    ['2028-02-29', 12, '2029-02-28'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-07-15', 3, '2026-10-15'],
  ])('take the corresponding date or the end of the month: %s and %i months are %s', (from, months, to) => {
    expect(addMonths(from, months)).toBe(to);
  });

  it.each(['2026-02-29', '2026-13-01', '2026-00-10', '2026-04-31', '2026-1-1', '2026-01-01T00:00:00Z', ''])(
    'refuse %j, which is not a day',
    (text) => {
      expect(() => toEpochDay(text)).toThrow(RangeError);
    },
  );
});
