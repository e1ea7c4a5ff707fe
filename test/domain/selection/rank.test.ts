import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type CompoundFigures, rankCompounds } from '../../../domain/selection/rank.ts';
import { differenceOf, selectCompounds } from '../../../domain/selection/select.ts';
import { monthsOfWindow } from '../../../domain/selection/window.ts';

const weights = { complaints: '0.6', dissatisfaction: '0.4' };

function compound(id: string, complaints: number, satisfied = 0, surveyed = 0): CompoundFigures {
  return { compound: id, complaints, satisfied, surveyed };
}

const terms = { targetCount: 2, reserveCount: 1, months: 12, active: new Set<string>(), additions: [] };
const standings = (selected: ReturnType<typeof selectCompounds>) =>
  Object.fromEntries(selected.map(({ compound: id, standing }) => [id, standing]));

describe('the ranking of compounds', () => {
  it('weighs the share of compounds with fewer tickets and dissatisfaction', () => {
    const ranked = rankCompounds(
      [compound('A', 30, 9, 10), compound('B', 20, 0, 10), compound('C', 10, 10, 10)],
      weights,
    );
    // A: 0.6 × 1 + 0.4 × 0.1; B: 0.6 × 0.5 + 0.4 × 1; C: nothing.
    expect(ranked.map(({ compound: id, score, position }) => [position, id, score])).toEqual([
      [1, 'B', '0.700000'],
      [2, 'A', '0.640000'],
      [3, 'C', '0.000000'],
    ]);
  });

  it('counts a compound where nobody was surveyed as the mean of those surveyed, and says so', () => {
    const ranked = rankCompounds([compound('A', 5, 30, 40), compound('B', 5, 0, 0), compound('C', 5, 60, 80)], weights);
    expect(new Set(ranked.map(({ score }) => score)).size).toBe(1);
    expect(ranked.find(({ compound: id }) => id === 'B')?.satisfaction).toBeNull();
  });

  it('lets equal scores share a rank, and lists more tickets, then lower satisfaction, then the id first', () => {
    const twice = rankCompounds(
      [compound('Z', 8, 5, 10), compound('Y', 8, 50, 100), compound('X', 8, 5, 10), compound('W', 1, 0, 10)],
      { complaints: '1', dissatisfaction: '0' },
    );
    expect(twice.map(({ compound: id, scoreRank, rank }) => [id, scoreRank, rank])).toEqual([
      ['X', 1, 1],
      ['Y', 1, 1],
      ['Z', 1, 1],
      ['W', 4, 4],
    ]);
    // The same score by other figures: 0.5 × 1 + 0.5 × 0 and 0.5 × 0 + 0.5 × 1.
    const half = { complaints: '1/2', dissatisfaction: '1/2' };
    const balanced = rankCompounds([compound('A', 1, 0, 10), compound('B', 9, 10, 10)], half);
    expect(balanced.map(({ compound: id, scoreRank }) => [id, scoreRank])).toEqual([
      ['B', 1],
      ['A', 1],
    ]);
  });

  it('orders as the definition says, whatever the figures and however they come', () => {
    const figures = fc
      .array(fc.tuple(fc.nat(6), fc.nat(4), fc.nat(4)), { minLength: 1, maxLength: 30 })
      .map((rows) =>
        rows.map(([complaints, a, b], index) => compound(`C-${index}`, complaints, Math.min(a, b), Math.max(a, b))),
      );
    const share = fc
      .integer({ min: 0, max: 7 })
      .map((n) => ({ complaints: `${n}/7`, dissatisfaction: `${7 - n}/7`, n }));
    fc.assert(
      fc.property(figures, share, fc.infiniteStream(fc.nat()), (all, { n, ...given }, chances) => {
        const ranked = rankCompounds(all, given);
        const shuffled = all
          .map((each) => ({ each, chance: chances.next().value ?? 0 }))
          .sort((a, b) => a.chance - b.chance)
          .map(({ each }) => each);
        expect(rankCompounds(shuffled, given)).toEqual(ranked);
        const sum = (of: (each: CompoundFigures) => number) => all.reduce((total, each) => total + of(each), 0);
        // Over one denominator for everybody: the product of all numbers surveyed, the number of others, and 7.
        const surveyed = sum((each) => each.surveyed);
        const product = [...all.map((each) => each.surveyed), surveyed].reduce((p, s) => p * BigInt(s || 1), 1n);
        const others = BigInt(Math.max(1, all.length - 1));
        const score = (each: CompoundFigures): bigint => {
          const below = all.length === 1 ? 1 : all.filter(({ complaints }) => complaints < each.complaints).length;
          const [un, of] =
            each.surveyed > 0
              ? [each.surveyed - each.satisfied, each.surveyed]
              : [surveyed - sum(({ satisfied }) => satisfied), surveyed || 1];
          return BigInt(n * below) * product + (BigInt((7 - n) * un) * product * others) / BigInt(of);
        };
        for (const [index, each] of ranked.entries()) {
          const next = ranked[index + 1];
          if (next === undefined) break;
          expect(score(each) >= score(next)).toBe(true);
          expect(each.scoreRank === next.scoreRank).toBe(score(each) === score(next));
          if (each.scoreRank === next.scoreRank) expect(each.complaints).toBeGreaterThanOrEqual(next.complaints);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('the line', () => {
  const ranked = rankCompounds(
    [
      compound('A', 40, 0, 1),
      compound('B', 30, 0, 1),
      compound('C', 20, 0, 1),
      compound('D', 10, 0, 1),
      compound('E', 0),
    ],
    weights,
  );

  it('is drawn after so many; the next in line are reserves, and nobody is listed whom nobody complained about', () => {
    expect(standings(selectCompounds(ranked, terms))).toEqual({
      A: 'proposed',
      B: 'proposed',
      C: 'reserve',
      D: 'below',
      E: 'below',
    });
    expect(standings(selectCompounds(ranked, { ...terms, targetCount: 100 }))).toMatchObject({
      D: 'proposed',
      E: 'below',
    });
  });

  it('does not list an active compound twice, nor another in its stead', () => {
    const again = selectCompounds(ranked, { ...terms, active: new Set(['A', 'C']) });
    expect(standings(again)).toMatchObject({ A: 'active', B: 'proposed', C: 'below', D: 'reserve' });
  });

  it('names those of the same score on both sides of the cut', () => {
    const tied = rankCompounds([compound('A', 9), compound('B', 5), compound('C', 5), compound('D', 1)], weights);
    expect(selectCompounds(tied, terms).map((each) => [each.compound, each.tied])).toEqual([
      ['A', false],
      ['B', true],
      ['C', true],
      ['D', false],
    ]);
    expect(selectCompounds(tied, { ...terms, targetCount: 3 }).some((each) => each.tied)).toBe(false);
  });

  it('takes additions by another route on top, and says by which', () => {
    const additions = [{ compound: 'D', route: 'lowStar' as const, reason: '2 stars' }];
    const found = selectCompounds(ranked, { ...terms, additions }).find((each) => each.compound === 'D');
    expect(found).toMatchObject({ standing: 'proposed', route: 'lowStar' });
    expect(found?.reason.en).toBe('low star rating (2 stars); rank 4 of 5: 10 tickets, satisfaction 0 %');
  });

  it('says why in both languages', () => {
    const many = Array.from({ length: 1104 }, (_, index) => compound(`X-${index}`, index < 2 ? 500 : 1, 1, 1));
    const all = rankCompounds([compound('C-01', 412, 48, 100), ...many], weights);
    const listed = selectCompounds(all, terms).find((each) => each.compound === 'C-01');
    expect(listed?.reason).toEqual({
      zh: '投诉量第3位（共1105个小区）：工单412件，满意率48%',
      en: 'rank 3 of 1,105: 412 tickets, satisfaction 48 %',
    });
    expect(listed?.baselineMonthlyComplaints).toBe(34);
  });

  it('shows what another count would alter', () => {
    const [now, other] = [2, 3].map((targetCount) => selectCompounds(ranked, { ...terms, targetCount }));
    expect(differenceOf(now ?? [], other ?? [])).toMatchObject({ enters: [{ compound: 'C' }], leaves: [] });
    expect(differenceOf(other ?? [], now ?? [])).toMatchObject({ enters: [], leaves: [{ compound: 'C' }] });
  });
});

it('a window ends with its month', () => {
  expect(monthsOfWindow('2026-02', 3)).toEqual(['2025-12', '2026-01', '2026-02']);
});
