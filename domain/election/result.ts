/** Who is elected (274号31; 山东条例30; 青岛条例35), and how the party share compares with its target (S0). */
import type { CaseParameters } from '../case/opening.ts';
import { reaches } from '../policy/ratio.ts';
import { flagOf, numberOf, wordOf } from '../procedures/parameters.ts';
import type { JudgedVote } from '../votes/vote.ts';
import { vacancies } from './candidates.ts';
import type { Candidate, ElectionFacts } from './facts.ts';

type Standing = Pick<ElectionFacts, 'candidates' | 'elected' | 'seats'>;
type Passed = JudgedVote['items'][number];

/**
 * Those elected so far and by this vote. Of candidates with a majority, as many as there are seats, by heads agreeing, then
 * by area; equals for the last seats have none of them (A).
 */
export function electedBy({ items }: Pick<JudgedVote, 'items'>, facts: Standing): Candidate[] {
  const seats = vacancies(facts, facts.seats ?? 0);
  const passed = items.filter((item) => item.passed).sort(byVotes);
  const next = passed[seats];
  const inside = passed.slice(0, seats).filter((item) => next === undefined || byVotes(item, next) !== 0);
  const chosen = new Set(inside.map(({ id }) => id));
  return [...facts.elected, ...facts.candidates.filter(({ id }) => chosen.has(id))];
}

const byVotes = (a: Passed, b: Passed): number => b.yes.heads - a.yes.heads || b.yes.area - a.yes.area;

/** Whether so many members make a committee: at least the minimum, and an odd number. */
export function isCommittee(members: number, parameters: CaseParameters): boolean {
  if (members < numberOf(parameters, 'election.committeeMin')) return false;
  return !flagOf(parameters, 'election.committeeOdd') || members % 2 === 1;
}

/** Whether fewer members than the target belong to the party. The target bars nobody and voids nothing. */
export function partyShareBelowTarget(members: readonly Candidate[], parameters: CaseParameters): boolean {
  const party = members.filter(({ partyMember }) => partyMember).length;
  return !reaches(party, members.length, wordOf(parameters, 'election.partyMemberShareTarget'));
}
