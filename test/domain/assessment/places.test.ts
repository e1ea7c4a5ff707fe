import { describe, expect, it, test } from '@jest/globals';
import { isRanked, isWarned, tellPlaces } from '../../../domain/assessment/places.ts';
import type { CycleCase } from '../../../domain/procedures/cycle.ts';
import { buildOpening } from '../../support/cases.ts';

const { parameters } = buildOpening({}, ['assess']).policy;

const one = (n: number, total: number | null, overrides: Partial<CycleCase> = {}): CycleCase => ({
  case: `assess:S-${n}:2026-H2:1`,
  subject: `S-${n}`,
  status: 'running',
  outcome: null,
  facts: { total, scores: { residents: 60 }, place: null },
  ...overrides,
});
const placed = (band: string): CycleCase => one(1, 6000, { outcome: band, facts: { total: 6000, place: { band } } });
const onLeave = one(1, null, { status: 'cancelled', outcome: 'onLeave' });
const incomplete = one(1, null, { status: 'completed', outcome: 'incomplete' });

/** Six secretaries of whom the first is last, with what the half-years before were for each. */
function told(earlier: Record<string, CycleCase>) {
  const pool = [6000, 7000, 7100, 7200, 7300, 7400].map((total, n) => one(n + 1, total));
  const places = tellPlaces(pool, { key: '2026-H2', parameters, earlier: () => earlier });
  return places['assess:S-1:2026-H2:1'];
}

describe('what a secretary is told', () => {
  it('is the place of everybody who has a total', () => {
    const pool = [one(1, 6000), one(2, null), one(3, 7000), { ...one(4, 5000), status: 'cancelled' as const }];
    expect(tellPlaces(pool, { key: '2026-H2', parameters, earlier: () => ({}) })).toEqual({
      'assess:S-1:2026-H2:1': { decision: 'normal', form: { total: 6000, rank: 2, of: 2, chain: 0 } },
      'assess:S-3:2026-H2:1': { decision: 'normal', form: { total: 7000, rank: 1, of: 2, chain: 0 } },
    });
  });

  test.each<[string, Record<string, CycleCase>, string, number]>([
    ['the first warning', {}, 'warn', 1],
    ['adjustment after a warning in the half-year before', { '2026-H1': placed('warned') }, 'adjust', 2],
    ['adjustment again', { '2026-H1': placed('adjust'), '2025-H2': placed('warned') }, 'adjust', 3],
    [
      'a warning after a half-year that was passed',
      { '2026-H1': placed('normal'), '2025-H2': placed('warned') },
      'warn',
      1,
    ],
    ['adjustment where approved leave lies between', { '2026-H1': onLeave, '2025-H2': placed('warned') }, 'adjust', 2],
    [
      'a warning where an incomplete half-year lies between',
      { '2026-H1': incomplete, '2025-H2': placed('warned') },
      'warn',
      1,
    ],
    ['a warning where there was no assessment between', { '2025-H2': placed('warned') }, 'warn', 1],
    [
      'adjustment also where the case was given up after its warning',
      { '2026-H1': { ...placed('warned'), status: 'cancelled', outcome: 'onLeave' } },
      'adjust',
      2,
    ],
  ])('is %s', (_, earlier, decision, chain) => {
    expect(told(earlier)).toMatchObject({ decision, form: { rank: 6, of: 6, chain } });
  });

  it('counts who has a total and has not gone on leave, and lists who was warned', () => {
    expect([one(1, 0), one(1, null), onLeave].map(isRanked)).toEqual([true, false, false]);
    expect(
      [placed('normal'), placed('warned'), placed('adjust'), one(1, 1)].map(({ facts }) => isWarned(facts)),
    ).toEqual([false, true, true, false]);
  });
});
