import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  buildCalendar,
  type CalendarYear,
  calendarSchema,
  calendarYearSchema,
} from '../../../domain/calendar/calendar.ts';
import { businessHoursSchema } from '../../../domain/calendar/calendarYear.ts';
import { anyCalendar, anyYear } from './arbitraries.ts';
import { loadCalendar, loadYear } from './loadYears.ts';

const name = { zh: '元旦', en: 'New Year' };

function buildYear(overrides: Partial<CalendarYear> = {}): CalendarYear {
  return { year: 2026, source: 'test', status: 'official', off: [], work: [], ...overrides };
}

describe('a calendar year', () => {
  it('is accepted when its days are in order', () => {
    fc.assert(
      fc.property(anyYear(2026), (year) => {
        expect(calendarYearSchema.parse(year)).toEqual(year);
      }),
    );
  });

  it('may begin its holidays in the December before and end them in the January after', () => {
    const off = [
      { from: '2025-12-31', to: '2026-01-02', name },
      { from: '2026-12-31', to: '2027-01-02', name },
    ];
    expect(calendarYearSchema.safeParse(buildYear({ off, work: ['2025-12-28'] })).success).toBe(true);
  });

  it.each<[string, Partial<CalendarYear>]>([
    ['a rest that ends before it begins', { off: [{ from: '2026-05-05', to: '2026-05-01', name }] }],
    ['a rest in another year', { off: [{ from: '2025-05-01', to: '2025-05-05', name }] }],
    [
      'rests that overlap',
      {
        off: [
          { from: '2026-05-01', to: '2026-05-05', name },
          { from: '2026-05-05', to: '2026-05-06', name },
        ],
      },
    ],
    ['a make-up day within a rest', { off: [{ from: '2026-05-01', to: '2026-05-05', name }], work: ['2026-05-02'] }],
    ['a make-up day that is a weekday', { work: ['2026-05-11'] }],
    ['a make-up day listed twice', { work: ['2026-05-09', '2026-05-09'] }],
    ['a make-up day in another year', { work: ['2027-02-06'] }],
    ['a day that does not exist', { work: ['2026-02-29'] }],
    ['a rest without a name', { off: [{ from: '2026-05-01', to: '2026-05-05', name: { zh: '', en: '' } }] }],
    ['a year without a source', { source: '' }],
  ])('is refused with %s', (_reason, overrides) => {
    expect(calendarYearSchema.safeParse(buildYear(overrides)).success).toBe(false);
  });

  it('is refused with a field nobody declared', () => {
    expect(calendarYearSchema.safeParse({ ...buildYear(), holidays: [] }).success).toBe(false);
  });
});

describe('a calendar', () => {
  it('is plain JSON that validates and survives a round trip', () => {
    fc.assert(
      fc.property(anyCalendar(), (calendar) => {
        expect(calendarSchema.parse(JSON.parse(JSON.stringify(calendar)))).toEqual(calendar);
      }),
    );
  });

  it('stays under 1.5 kB for two years, since every case carries it', () => {
    expect(Buffer.byteLength(JSON.stringify(loadCalendar(2025, 2026)))).toBeLessThan(1500);
  });

  it('has a version that names its years and depends on content, not on order', () => {
    const [a, b] = [loadYear(2025), loadYear(2026)];
    const reordered = { work: b.work, off: b.off, status: b.status, source: b.source, year: b.year };
    const { version } = buildCalendar([a, b]);
    expect(version).toMatch(/^2025-2026-[0-9a-f]{8}$/);
    expect(buildCalendar([reordered, a]).version).toBe(version);
    expect(buildCalendar([a, { ...b, work: b.work.slice(1) }]).version).not.toBe(version);
    expect(buildCalendar([a, b], [['08:30', '12:00']]).version).not.toBe(version);
  });

  it('has each year once', () => {
    expect(() => buildCalendar([loadYear(2026), loadYear(2026)])).toThrow(/2026 twice/);
  });
});

describe('business hours', () => {
  it.each([
    [
      'overlap',
      [
        ['09:00', '12:00'],
        ['11:00', '17:00'],
      ],
    ],
    ['run backwards', [['12:00', '09:00']]],
    ['are not times', [['9', '12']]],
    ['are missing', []],
  ])('are refused when they %s', (_reason, hours) => {
    expect(businessHoursSchema.safeParse(hours).success).toBe(false);
  });
});
