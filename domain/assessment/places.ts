import type { CaseParameters } from '../case/opening.ts';
import type { CycleCase, Telling } from '../procedures/cycle.ts';
import { numberOf, wordOf } from '../procedures/parameters.ts';
import { type Band, bandOf, type Round } from './chain.ts';
import { halfYearBefore } from './halfYear.ts';
import { type PoolRules, rankPool } from './ranking.ts';

const decisions = { normal: 'normal', warned: 'warn', adjust: 'adjust' } as const satisfies Record<Band, string>;

const totalOf = ({ facts }: CycleCase): number | undefined => {
  const { total } = facts as { total?: number | null };
  return total ?? undefined;
};
const placeOf = ({ facts }: CycleCase): { band: Band } | undefined =>
  (facts as { place?: { band: Band } | null }).place ?? undefined;

/** Whoever has a total is ranked; an incomplete assessment is not, and nor is one that ended with leave. */
export function isRanked(one: CycleCase): boolean {
  return one.status !== 'cancelled' && totalOf(one) !== undefined;
}

/**
 * What each secretary of a street is told of the ranking (P18): the place, and what it means with the half-years before.
 *
 * @param earlier the earlier assessments of a secretary, by half-year
 */
export function tellPlaces(
  pool: readonly CycleCase[],
  {
    key,
    parameters,
    earlier,
  }: {
    key: string;
    parameters: CaseParameters;
    earlier: (subject: string) => Readonly<Record<string, CycleCase>>;
  },
): Record<string, Telling> {
  const scored = pool.filter(isRanked).map((one) => ({
    id: one.case,
    total: totalOf(one) ?? 0,
    residents: (one.facts['scores'] as { residents?: number } | undefined)?.residents ?? 0,
  }));
  const subjectOf = new Map(pool.map((one) => [one.case, one.subject]));
  const rounds = numberOf(parameters, 'assess.consecutiveRoundsToAdjust');
  return Object.fromEntries(
    rankPool(scored, rulesOf(parameters)).map(({ id, rank, of, warned }, n) => {
      const before = roundsBefore(key, earlier(subjectOf.get(id) ?? ''));
      const { band, chain } = bandOf(warned, before, rounds);
      const form = { total: scored[n]?.total ?? 0, rank, of, chain };
      return [id, { decision: decisions[band], form }];
    }),
  );
}

function rulesOf(parameters: CaseParameters): PoolRules {
  return {
    share: wordOf(parameters, 'assess.bottomShare'),
    rounding: wordOf(parameters, 'assess.bottomRounding') as PoolRules['rounding'],
    minPool: numberOf(parameters, 'assess.minPool'),
  };
}

/** The half-years before, newest first, as far back as there are assessments without a gap. */
function roundsBefore(key: string, earlier: Readonly<Record<string, CycleCase>>): Round[] {
  const rounds: Round[] = [];
  let half = halfYearBefore(key);
  for (let one = earlier[half]; one !== undefined; one = earlier[half]) {
    rounds.push(roundOf(one));
    half = halfYearBefore(half);
  }
  return rounds;
}

/** A warning stands whatever became of the case later. */
function roundOf(one: CycleCase): Round {
  const place = placeOf(one);
  if (place !== undefined) return place.band === 'normal' ? 'passed' : 'warned';
  return one.outcome === 'onLeave' ? 'leave' : 'unranked';
}

/** 只在街道内公布: those warned stand on the list that is posted inside the street (A). */
export function isWarned(facts: CycleCase['facts']): boolean {
  const { place } = facts as { place?: { band: Band } | null };
  return place !== undefined && place !== null && place.band !== 'normal';
}
