import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import {
  addWorkingDays,
  buildCalendar,
  dayKind,
  nextWorkingDay,
  previousWorkingDay,
} from '../../../domain/calendar/calendar.ts';
import { anyCalendar, anyDay } from './arbitraries.ts';
import { loadCalendar, loadYear } from './loadYears.ts';
import { isWorkedSlowly } from './slowCalendar.ts';

const calendar = loadCalendar(2025, 2026);

// The package's tables, not its functions, which lean on the zone of the process.
function readTable(year: number): { holidays: Record<string, string>; workdays: Record<string, string> } {
  const file = createRequire(import.meta.url).resolve(`chinese-days/dist/years/${year}.json`);
  return JSON.parse(readFileSync(file, 'utf8'));
}

function daysOf(year: number): string[] {
  const first = Temporal.PlainDate.from({ year, month: 1, day: 1 });
  return Array.from({ length: first.daysInYear }, (_, n) => first.add({ days: n }).toString());
}

describe('the announced years', () => {
  it.each([2025, 2026])('agree with an independent table on every day of %i', (year) => {
    const { holidays, workdays } = readTable(year);
    const ours = daysOf(year).map((day) => [day, dayKind(calendar, day).reason] as const);
    const having = (wanted: string) => ours.filter(([, reason]) => reason === wanted).map(([day]) => day);
    expect(having('holiday')).toEqual(Object.keys(holidays).sort());
    expect(having('makeUpDay')).toEqual(Object.keys(workdays).sort());
    expect(daysOf(year).some((day) => dayKind(calendar, day).provisional)).toBe(false);
  });

  it('give 33 days of rest and 6 make-up days in 2026', () => {
    const kinds = daysOf(2026).map((day) => dayKind(calendar, day).reason);
    expect(kinds.filter((reason) => reason === 'holiday')).toHaveLength(33);
    expect(kinds.filter((reason) => reason === 'makeUpDay')).toHaveLength(6);
  });

  it('say why a day is worked or not', () => {
    expect(dayKind(calendar, '2026-10-08')).toEqual({ working: true, reason: 'weekday', provisional: false });
    expect(dayKind(calendar, '2026-10-10')).toEqual({ working: true, reason: 'makeUpDay', provisional: false });
    expect(dayKind(calendar, '2026-10-11')).toEqual({ working: false, reason: 'weekend', provisional: false });
    const name = { zh: '国庆节', en: 'National Day' };
    expect(dayKind(calendar, '2026-10-04')).toEqual({ working: false, reason: 'holiday', name, provisional: false });
  });
});

describe('a year without data', () => {
  it('is never certain, on any of its days', () => {
    expect(daysOf(2027).every((day) => dayKind(calendar, day).provisional)).toBe(true);
  });

  it('rests at weekends and on the holidays whose date is fixed', () => {
    const rests = daysOf(2027).filter((day) => dayKind(calendar, day).reason === 'holiday');
    const fixed = ['01-01', '05-01', '05-02', '10-01', '10-02', '10-03'];
    expect(rests).toEqual(fixed.map((day) => `2027-${day}`));
    expect(dayKind(calendar, '2027-03-06').reason).toBe('weekend');
    expect(dayKind(calendar, '2027-03-08').reason).toBe('weekday');
  });

  it('stays uncertain when it was entered before its notice', () => {
    const entered = buildCalendar([{ ...loadYear(2026), status: 'provisional' }]);
    expect(dayKind(entered, '2026-10-01')).toMatchObject({ reason: 'holiday', provisional: true });
    expect(dayKind(entered, '2026-10-10')).toMatchObject({ reason: 'makeUpDay', provisional: true });
    expect(dayKind(entered, '2026-10-12')).toMatchObject({ reason: 'weekday', provisional: true });
  });

  it('takes over the days that the notice of the year before announced for it', () => {
    const name = { zh: '元旦假期', en: 'New Year holiday' };
    const year = { ...loadYear(2026), off: [{ from: '2026-12-31', to: '2027-01-04', name }], work: [] };
    const spilling = buildCalendar([year]);
    expect(dayKind(spilling, '2027-01-01')).toMatchObject({ working: false, name, provisional: false });
    expect(dayKind(spilling, '2027-01-04')).toMatchObject({ working: false, name, provisional: false });
    expect(dayKind(spilling, '2027-01-05')).toMatchObject({ working: true, provisional: true });
  });
});

describe('the turn of the year', () => {
  it('follows the later notice', () => {
    const name = { zh: '元旦', en: 'New Year' };
    const earlier = { ...loadYear(2026), off: [{ from: '2026-12-31', to: '2027-01-03', name }], work: [] };
    const later = { ...earlier, year: 2027, off: [], work: ['2027-01-02'] };
    expect(dayKind(buildCalendar([later, earlier]), '2027-01-02').reason).toBe('makeUpDay');
  });
});

describe('working days', () => {
  it('agree with the lists for any calendar and day', () => {
    fc.assert(
      fc.property(anyCalendar(), fc.array(anyDay(), { minLength: 1, maxLength: 20 }), (drawn, days) => {
        for (const day of days) {
          expect(dayKind(drawn, day).working).toBe(isWorkedSlowly(drawn, Temporal.PlainDate.from(day)));
        }
      }),
    );
  });

  it('are counted one by one, in either direction', () => {
    fc.assert(
      fc.property(anyCalendar(), anyDay(), fc.integer({ min: -40, max: 40 }), (drawn, from, n) => {
        let day = Temporal.PlainDate.from(from);
        for (let left = Math.abs(n); left > 0; ) {
          day = day.add({ days: Math.sign(n) });
          if (isWorkedSlowly(drawn, day)) left -= 1;
        }
        expect(addWorkingDays(drawn, from, n)).toBe(day.toString());
      }),
    );
  });

  it('pass over National Day and land on the make-up Saturday', () => {
    expect(nextWorkingDay(calendar, '2026-09-30')).toBe('2026-10-08');
    expect(nextWorkingDay(calendar, '2026-10-09')).toBe('2026-10-10');
    expect(previousWorkingDay(calendar, '2026-10-12')).toBe('2026-10-10');
    expect(previousWorkingDay(calendar, '2026-10-08')).toBe('2026-09-30');
  });
});
