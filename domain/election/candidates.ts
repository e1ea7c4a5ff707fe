/** Candidates: nominated, checked, listed (青岛条例34; gates three and four of S1's 五关). */
import type { CaseParameters } from '../case/opening.ts';
import { type FieldError, fieldError } from '../errors.ts';
import { flagOf, numberOf, parameter } from '../procedures/parameters.ts';
import { type Text, text } from '../text.ts';
import type { Candidate, ElectionFacts } from './facts.ts';

/** Why a committee cannot have so many seats. `rulesMaximum`: what the owners' rules of procedure say, where they may. */
export function seatFaults(seats: number, rulesMaximum: number | undefined, parameters: CaseParameters): FieldError[] {
  const least = numberOf(parameters, 'election.committeeMin');
  const byRules = flagOf(parameters, 'election.committeeMaxByRules') ? rulesMaximum : undefined;
  const { value } = parameter(parameters, 'election.committeeMax');
  const most = byRules ?? (typeof value === 'number' ? value : undefined);
  const faults: Text[] = [];
  if (flagOf(parameters, 'election.committeeOdd') && seats % 2 === 0)
    faults.push(text(`${seats}不是单数`, `${seats} is not odd`));
  if (seats < least) faults.push(text(`至少${least}`, `at least ${least}`));
  if (most !== undefined && seats > most) faults.push(text(`至多${most}`, `at most ${most}`));
  return faults.map((detail) => fieldError('/form/seats', detail));
}

/** Seats that nobody is elected for yet. */
export function vacancies({ elected }: Pick<ElectionFacts, 'elected'>, seats: number): number {
  return seats - elected.length;
}

/** Why these cannot be nominated, besides those who stay on the list: too few, named twice, or elected already. */
export function nominationFaults(
  facts: Pick<ElectionFacts, 'kept' | 'elected' | 'seats'>,
  seats: number,
  named: readonly Candidate[],
): FieldError[] {
  const faults: FieldError[] = [];
  const taken = new Set([...facts.kept, ...facts.elected].map(({ id }) => id));
  named.forEach(({ id }, index) => {
    if (taken.has(id))
      faults.push(fieldError(`/form/candidates/${index}/id`, text(`${id}已列入`, `${id} is named already`)));
    taken.add(id);
  });
  if (facts.elected.length > 0 && seats !== facts.seats) {
    faults.push(
      fieldError('/form/seats', text(`已按${facts.seats}个席位选举`, `members are elected for ${facts.seats} seats`)),
    );
  }
  const needed = vacancies(facts, seats);
  const standing = facts.kept.length + named.length;
  if (standing < needed) {
    faults.push(
      fieldError(
        '/form/candidates',
        text(`待选${needed}席，候选人仅${standing}名`, `${standing} candidates for ${needed} seats: too few`),
      ),
    );
  }
  return faults;
}

/** Candidates against whom no seat of the review has found a bar. */
export function eligible({ candidates, bars }: Pick<ElectionFacts, 'candidates' | 'bars'>): Candidate[] {
  const barred = barredIds(bars);
  return candidates.filter(({ id }) => !barred.has(id));
}

/** Candidates against whom a bar was found. */
export function barredIds(bars: ElectionFacts['bars']): Set<string> {
  return new Set(Object.values(bars).flatMap((found) => Object.keys(found)));
}
