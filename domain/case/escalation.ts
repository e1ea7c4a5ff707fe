import { type Ladder, ladderSchema, type RungName } from '../deadline/ladder.ts';
import { type OfficeCode, superiorOf } from '../organisation/offices.ts';
import { termOf, wordOf } from '../procedures/parameters.ts';
import type { CaseParameters } from './opening.ts';

/** Ladder E as a policy has it. */
export function ladderOf(parameters: CaseParameters): Ladder {
  return ladderSchema.parse({
    yellowBefore: termOf(parameters, 'ladder.yellowBefore'),
    redAfter: termOf(parameters, 'ladder.redAfter'),
    superviseAfter: termOf(parameters, 'ladder.superviseAfter'),
    interviewAfter: termOf(parameters, 'ladder.interviewAfter'),
    hour: wordOf(parameters, 'ladder.hour'),
  });
}

/**
 * Who hears of a rung: the actor, the level above, the supervising body, and the level above again.
 *
 * @param reaches the office the last rung reaches, where the stage names one
 */
export function rungReaches(rung: RungName, office: OfficeCode, reaches: OfficeCode | undefined): OfficeCode {
  if (rung === 'yellow') return office;
  if (rung === 'supervise') return 'organisationDept';
  return rung === 'interview' && reaches ? reaches : superiorOf(office);
}
