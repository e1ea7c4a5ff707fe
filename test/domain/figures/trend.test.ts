import { describe, expect, it } from '@jest/globals';
import { complaintTrend } from '../../../domain/figures/trend.ts';

const window = { from: '2026-01', to: '2026-05' };
const row = (compound: string, month: string, complaints: number, satisfied = 1, surveyed = 2) => ({
  compound,
  month,
  complaints,
  satisfied,
  surveyed,
});

describe('the trend of complaints', () => {
  const rows = [
    ...['2026-01', '2026-02', '2026-03', '2026-04'].flatMap((month) => [row('A', month, 10), row('B', month, 6)]),
    row('C', '2026-03', 500),
    row('D', '2026-03', 7),
    row('A', '2025-12', 99),
  ];
  const listedIn = new Map([
    ['A', '2026-02'],
    ['B', '2026-05'],
    ['C', '2026-02'],
  ]);
  const trend = complaintTrend(rows, listedIn, window);

  it('adds up the same compounds in every month, and none that lacks one or is not on the list', () => {
    expect(trend.compounds).toBe(2);
    expect(trend.months.map(({ complaints }) => complaints)).toEqual([16, 16, 16, 16, null]);
  });

  it('counts in each month the compounds that were on the list by its end', () => {
    expect(trend.months.map(({ listed }) => listed)).toEqual([0, 1, 1, 1, 2]);
  });

  it('compares before and after of those that have both, without the month of the listing', () => {
    expect(trend.compared).toBe(1);
    expect(trend.before).toEqual({ months: 1, complaints: 10, satisfied: 1, surveyed: 2 });
    expect(trend.after).toEqual({ months: 2, complaints: 20, satisfied: 2, surveyed: 4 });
  });

  it('says nothing where nothing is published', () => {
    expect(complaintTrend([], listedIn, window)).toMatchObject({
      compounds: 0,
      compared: 0,
      before: null,
      after: null,
    });
  });
});
