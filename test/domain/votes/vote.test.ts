import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CaseParameters } from '../../../domain/case/opening.ts';
import { caseParameters } from '../../../domain/policy/resolvePolicy.ts';
import { judgeVote, type VoteRule, type VoteShare } from '../../../domain/votes/vote.ts';
import { buildCount } from '../../support/votes.ts';
import { shippedPolicy } from '../policy/shippedPolicies.ts';

const parameters: CaseParameters = caseParameters(shippedPolicy('linyi'), ['vote']);

function judge(total: VoteShare, participating: VoteShare, yes: VoteShare, rule: VoteRule = 'ordinary') {
  const { quorum, items } = judgeVote(
    buildCount(total, participating, { plan: yes }),
    [{ id: 'plan', rule }],
    parameters,
  );
  return { quorum, passed: items[0]?.passed };
}

const none = { heads: 0, area: 0 };

describe('a quorum', () => {
  const total = { heads: 1137, area: 10_800_000 };

  it.each([
    ['758 persons and 72,000.00 m² are enough', 758, 7_200_000, true],
    ['757 persons are not, even with 80,000 m²', 757, 8_000_000, false],
    ['71,999.99 m² are not, even with everybody', 1137, 7_199_999, false],
  ])('scenario 7: of 1,137 heads and 108,000.00 m², %s', (_, heads, area, quorum) => {
    expect(judge(total, { heads, area }, none).quorum).toBe(quorum);
  });

  it('is not reached among no owners', () => {
    expect(judge(none, none, none)).toEqual({ quorum: false, passed: false });
  });

  it('is needed for anything to pass', () => {
    const few = { heads: 757, area: 7_200_000 };
    expect(judge(total, few, few)).toEqual({ quorum: false, passed: false });
  });
});

describe('a majority', () => {
  const total = { heads: 1000, area: 10_000_000 };
  const participating = { heads: 800, area: 7_500_000 };

  it.each([
    ['400 persons with 40,000 m² are not more than half', 400, 4_000_000, false],
    ['401 persons with 37,500.01 m² are', 401, 3_750_001, true],
    ['401 persons with exactly half of the area are not', 401, 3_750_000, false],
  ])('scenario 8: of 800 persons and 75,000 m² taking part, %s', (_, heads, area, passed) => {
    expect(judge(total, participating, { heads, area }).passed).toBe(passed);
  });

  it.each([
    [600, 5_625_000, true],
    [599, 5_625_000, false],
    [600, 5_624_999, false],
  ])('of three quarters holds for %d persons and %d × 0.01 m²: %p', (heads, area, passed) => {
    expect(judge(total, participating, { heads, area }, 'special').passed).toBe(passed);
  });

  it('is judged for each question by itself; a question nobody answered is not passed', () => {
    const count = buildCount(total, participating, { a: { heads: 401, area: 3_750_001 }, b: none });
    const items = ['a', 'b', 'c'].map((id) => ({ id, rule: 'ordinary' as const }));
    expect(judgeVote(count, items, parameters).items.map(({ id, passed }) => [id, passed])).toEqual([
      ['a', true],
      ['b', false],
      ['c', false],
    ]);
  });
});

/** Shares as fractions of unbounded whole numbers, compared as fractions are. */
type Fraction = readonly [over: bigint, under: bigint];
const minus = ([a, b]: Fraction, [c, d]: Fraction): Fraction => [a * d - c * b, b * d];
const sign = ([over, under]: Fraction): number => Math.sign(Number(over)) * Math.sign(Number(under));
const share = (part: number, whole: number): Fraction | undefined =>
  whole === 0 ? undefined : [BigInt(part), BigInt(whole)];

function oracle(total: VoteShare, participating: VoteShare, yes: VoteShare, rule: VoteRule) {
  const both = (part: VoteShare, whole: VoteShare) => [share(part.heads, whole.heads), share(part.area, whole.area)];
  const quorum = both(participating, total).every((each) => each !== undefined && sign(minus(each, [2n, 3n])) >= 0);
  const enough = (each: Fraction | undefined) =>
    each !== undefined && (rule === 'special' ? sign(minus(each, [3n, 4n])) >= 0 : sign(minus(each, [1n, 2n])) > 0);
  return { quorum, passed: quorum && both(yes, participating).every(enough) };
}

describe('any count', () => {
  /** A part of a whole: anywhere, or next to one of the borders. */
  const partOf = (whole: number) =>
    fc
      .oneof(
        fc.integer({ min: 0, max: whole }),
        fc
          .tuple(fc.constantFrom([1, 2], [2, 3], [3, 4]), fc.integer({ min: -1, max: 1 }))
          .map(([[over = 0, under = 1], by]) => Number((BigInt(whole) * BigInt(over)) / BigInt(under)) + by),
      )
      .map((part) => Math.min(whole, Math.max(0, part)));
  const anyVote = fc
    .tuple(fc.integer({ min: 0, max: 10_000_000 }), fc.integer({ min: 0, max: 1_000_000_000_000 }))
    .chain(([heads, area]) => fc.tuple(fc.constant({ heads, area }), partOf(heads), partOf(area)))
    .chain(([total, heads, area]) =>
      fc.tuple(fc.constant(total), fc.constant({ heads, area }), partOf(heads), partOf(area)),
    );

  it('is judged as fractions are compared, at the borders of 1/2, 2/3 and 3/4 too', () => {
    fc.assert(
      fc.property(anyVote, fc.constantFrom<VoteRule>('ordinary', 'special'), ([total, part, heads, area], rule) => {
        expect(judge(total, part, { heads, area }, rule)).toEqual(oracle(total, part, { heads, area }, rule));
      }),
      { numRuns: 1000 },
    );
  });

  it('never passes with less agreement what failed with more', () => {
    fc.assert(
      fc.property(anyVote, fc.constantFrom<VoteRule>('ordinary', 'special'), ([total, part, heads, area], rule) => {
        const { passed } = judge(total, part, { heads, area }, rule);
        const fewer = judge(total, part, { heads: Math.max(0, heads - 1), area: Math.max(0, area - 1) }, rule);
        if (!passed) expect(fewer.passed).toBe(false);
      }),
    );
  });
});
