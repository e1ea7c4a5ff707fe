import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { halfDaysMissing, isBehind, monthsServed, quotaHalfDays } from '../../../domain/training/quota.ts';

const year = fc.integer({ min: 2020, max: 2040 });
const days = fc.integer({ min: 0, max: 60 });
const halfDays = fc.integer({ min: 0, max: 200 });
const month = fc.integer({ min: 1, max: 12 });
const dayOf = (inYear: number, inMonth: number) => `${inYear}-${String(inMonth).padStart(2, '0')}-15`;

describe('the months that count', () => {
  test.each([
    ['2026-01-01', 12],
    ['2026-01-31', 12],
    ['2026-07-15', 6],
    ['2026-12-31', 1],
    ['2027-01-01', 0],
    ['2025-12-31', 12],
    [undefined, 12],
  ])('of 2026, since %s, are %i', (since, months) => {
    expect(monthsServed(2026, since)).toBe(months);
  });
});

describe('the quota of a year', () => {
  test.each([
    [5, undefined, 10],
    [5, '2026-07-15', 5],
    [5, '2026-06-01', 5],
    [5, '2026-11-02', 1],
    [5, '2026-12-02', 0],
    [0, undefined, 0],
  ])('of %i days, since %s, is %i half days', (daysAYear, since, expected) => {
    expect(quotaHalfDays(daysAYear, 2026, since)).toBe(expected);
  });

  it('is a whole number of half days, never more than the whole year’s', () => {
    fc.assert(
      fc.property(days, year, month, (daysAYear, inYear, inMonth) => {
        const quota = quotaHalfDays(daysAYear, inYear, dayOf(inYear, inMonth));
        expect(Number.isInteger(quota)).toBe(true);
        expect(quota).toBeGreaterThanOrEqual(0);
        expect(quota).toBeLessThanOrEqual(2 * daysAYear);
        // Pro rata, and less than a half day below it.
        expect(12 * quota).toBeLessThanOrEqual(2 * daysAYear * (13 - inMonth));
        expect(12 * (quota + 1)).toBeGreaterThan(2 * daysAYear * (13 - inMonth));
      }),
    );
  });

  it('never grows for who comes later', () => {
    fc.assert(
      fc.property(days, year, month, month, (daysAYear, inYear, one, other) => {
        const [earlier, later] = [Math.min(one, other), Math.max(one, other)];
        const first = quotaHalfDays(daysAYear, inYear, dayOf(inYear, earlier));
        expect(first).toBeGreaterThanOrEqual(quotaHalfDays(daysAYear, inYear, dayOf(inYear, later)));
      }),
    );
  });
});

describe('what is missing', () => {
  it('is what neither attendance, nor exemption, nor making up covers, and never below nothing', () => {
    fc.assert(
      fc.property(halfDays, halfDays, halfDays, halfDays, (quota, attended, exempted, madeUp) => {
        const missing = halfDaysMissing(quota, { attended, exempted, madeUp });
        expect(missing).toBe(Math.max(0, quota - (attended + exempted + madeUp)));
        expect(halfDaysMissing(quota, { attended: attended + missing, exempted, madeUp })).toBe(0);
      }),
    );
  });
});

describe('the warning of September', () => {
  test.each([
    [10, 5, 0, true],
    [10, 6, 0, false],
    [10, 4, 4, false],
    [10, 3, 4, true],
    [0, 0, 0, false],
    [10, 0, 10, false],
  ])('of a quota of %i with %i attended and %i exempted is %s', (quota, attended, exempted, warned) => {
    expect(isBehind(quota, { attended, exempted, madeUp: 0 }, '0.60')).toBe(warned);
  });

  it('stays exact at the line, and never comes back with more attendance', () => {
    fc.assert(
      fc.property(halfDays, halfDays, (quota, attended) => {
        const record = { attended, exempted: 0, madeUp: 0 };
        expect(isBehind(quota, record, '0.60')).toBe(10 * attended < 6 * quota);
        if (!isBehind(quota, record, '0.60')) {
          expect(isBehind(quota, { ...record, attended: attended + 1 }, '0.60')).toBe(false);
        }
      }),
    );
  });
});
