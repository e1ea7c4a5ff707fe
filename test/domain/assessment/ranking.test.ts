import { describe, expect, it, test } from '@jest/globals';
import { bandOf, type Round, warningsBefore } from '../../../domain/assessment/chain.ts';
import {
  halfYearAfter,
  halfYearBefore,
  halfYearKeySchema,
  halfYearOfKey,
  halfYearsUpTo,
} from '../../../domain/assessment/halfYear.ts';
import { bottomCount, type PoolRules, rankPool, type Scored } from '../../../domain/assessment/ranking.ts';

const tenth: PoolRules = { share: '0.10', rounding: 'floor', minPool: 5 };
const pool = (...scores: [total: number, residents: number][]): Scored[] =>
  scores.map(([total, residents], n) => ({ id: `S-${n + 1}`, total, residents }));
const warnedOf = (scored: Scored[], rules = tenth) =>
  rankPool(scored, rules).flatMap(({ id, warned }) => (warned ? [id] : []));

describe('the bottom tenth', () => {
  test.each([
    [0, 0],
    [4, 0],
    [5, 1],
    [10, 1],
    [19, 1],
    [20, 2],
    [42, 4],
  ])('of %d is %d', (size, warned) => {
    expect(bottomCount(size, tenth)).toBe(warned);
  });

  test.each([
    ['ceiling', 42, 5],
    ['nearest', 42, 4],
    ['nearest', 45, 5],
    ['ceiling', 40, 4],
  ] as const)('rounded by %s, of %d is %d', (rounding, size, warned) => {
    expect(bottomCount(size, { ...tenth, rounding })).toBe(warned);
  });

  it('is nobody where the policy warns no share, and never more than there are', () => {
    expect(bottomCount(42, { ...tenth, share: '0' })).toBe(0);
    expect(bottomCount(6, { ...tenth, share: '1' })).toBe(6);
  });

  it('takes the lower residents’ score of two equal totals', () => {
    const five = pool([8000, 70], [6000, 80], [6000, 75], [9000, 90], [7000, 60]);
    expect(warnedOf(five)).toEqual(['S-3']);
  });

  it('takes all who are still equal', () => {
    const five = pool([8000, 70], [6000, 75], [6000, 75], [9000, 90], [6000, 76]);
    expect(warnedOf(five)).toEqual(['S-2', 'S-3']);
    expect(rankPool(five, tenth).map(({ rank }) => rank)).toEqual([2, 4, 4, 1, 3]);
  });

  it('scenario 17: four of 42 are warned', () => {
    const street = pool(...Array.from({ length: 42 }, (_, n): [number, number] => [6000 + 40 * n, 60]));
    expect(warnedOf(street)).toEqual(['S-1', 'S-2', 'S-3', 'S-4']);
  });
});

describe('the chain of half-years', () => {
  test.each<[string, Round[], number]>([
    ['counts warnings in a row', ['warned', 'warned', 'passed', 'warned'], 2],
    ['is broken by a half-year that was passed', ['passed', 'warned'], 0],
    ['passes over approved leave, which adds nothing', ['leave', 'warned', 'leave', 'warned'], 2],
    ['is nothing after leave alone', ['leave', 'leave'], 0],
    ['is broken by a half-year without a ranking', ['unranked', 'warned'], 0],
    ['begins with nothing', [], 0],
  ])('%s', (_, earlier, count) => {
    expect(warningsBefore(earlier)).toBe(count);
  });

  it('scenario 17: a second one in a row leads to adjustment; fifth from the bottom resets it', () => {
    expect(bandOf(true, [], 2)).toEqual({ band: 'warned', chain: 1 });
    expect(bandOf(true, ['warned'], 2)).toEqual({ band: 'adjust', chain: 2 });
    expect(bandOf(false, ['warned'], 2)).toEqual({ band: 'normal', chain: 0 });
    expect(bandOf(true, ['warned'], 3)).toEqual({ band: 'warned', chain: 2 });
  });
});

describe('a half-year', () => {
  it('has its days, and others before and after', () => {
    expect(halfYearOfKey('2026-H1')).toMatchObject({ from: '2026-01-01', to: '2026-06-30' });
    expect(halfYearOfKey('2026-H2')).toMatchObject({ from: '2026-07-01', to: '2026-12-31' });
    expect(['2026-H1', '2026-H2'].map(halfYearBefore)).toEqual(['2025-H2', '2026-H1']);
    expect(halfYearsUpTo('2026-06-30', 4)).toEqual(['2026-H1', '2025-H2', '2025-H1', '2024-H2']);
    expect(halfYearsUpTo('2026-07-01')).toHaveLength(5);
    expect([0, 1, 3].map((n) => halfYearAfter('2026-H1', n))).toEqual(['2026-H1', '2026-H2', '2027-H2']);
  });

  test.each(['2026-H3', '2026H1', '2026-h1', '26-H1', ''])('is not %p', (key) => {
    expect(halfYearKeySchema.safeParse(key).success).toBe(false);
  });
});
