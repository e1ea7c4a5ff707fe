import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from '../../../domain/calendar/calendar.ts';
import { halfYearOf, monthOf, monthWindows, quarterOf } from '../../../domain/calendar/period.ts';
import { anyDay } from './arbitraries.ts';

describe('observation windows', () => {
  it('run from their own day, not by calendar month', () => {
    expect(monthWindows('2026-07-15', 3)).toEqual([
      { n: 1, from: '2026-07-16', to: '2026-08-15' },
      { n: 2, from: '2026-08-16', to: '2026-09-15' },
      { n: 3, from: '2026-09-16', to: '2026-10-15' },
    ]);
  });

  it('end with the month where it has no corresponding date', () => {
    expect(monthWindows('2026-12-31', 3).map(({ from, to }) => `${from} ${to}`)).toEqual([
      '2027-01-01 2027-01-31',
      '2027-02-01 2027-02-28',
      '2027-03-01 2027-03-31',
    ]);
  });

  it('leave no day out and cover none twice', () => {
    fc.assert(
      fc.property(anyDay(), fc.integer({ min: 1, max: 24 }), (startOn, months) => {
        const windows = monthWindows(startOn, months);
        let next = addDays(startOn, 1);
        for (const { from, to } of windows) {
          expect(from).toBe(next);
          expect(from <= to).toBe(true);
          next = addDays(to, 1);
        }
        expect(windows).toHaveLength(months);
      }),
    );
  });
});

describe('periods of the year', () => {
  it('are the natural half-years, quarters and months', () => {
    expect(halfYearOf('2026-06-30')).toEqual({
      key: '2026-H1',
      year: 2026,
      half: 1,
      from: '2026-01-01',
      to: '2026-06-30',
    });
    expect(halfYearOf('2026-07-01')).toEqual({
      key: '2026-H2',
      year: 2026,
      half: 2,
      from: '2026-07-01',
      to: '2026-12-31',
    });
    expect(quarterOf('2026-05-20')).toEqual({
      key: '2026-Q2',
      year: 2026,
      quarter: 2,
      from: '2026-04-01',
      to: '2026-06-30',
    });
    expect(quarterOf('2026-12-31').key).toBe('2026-Q4');
    expect(monthOf('2028-02-29')).toEqual({ key: '2028-02', from: '2028-02-01', to: '2028-02-29' });
  });

  it('contain their day', () => {
    fc.assert(
      fc.property(anyDay(), (day) => {
        for (const { from, to } of [halfYearOf(day), quarterOf(day), monthOf(day)]) {
          expect(from <= day && day <= to).toBe(true);
        }
      }),
    );
  });

  it('refuse a day that does not exist', () => {
    expect(() => halfYearOf('2026-13-01')).toThrow(RangeError);
  });
});
