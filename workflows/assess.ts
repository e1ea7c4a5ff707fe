/**
 * Half-year assessment of a compound secretary 小区书记考核评议 (P18; S0).
 *
 * Only the order of the stages is decided here. The place comes from the ranking of all secretaries of the street, which the
 * cycle computes; who was warned, hands in a plan and is given a mentor. Who is to be adjusted, gets the exit procedure, which is
 * a case of its own and decides by itself.
 */
import { procedure, stages } from '../domain/procedures/assess.ts';
import type { CaseInput } from './case/caseState.ts';
import { runCase } from './case/runCase.ts';

export function assess(input: CaseInput): Promise<{ outcome: string }> {
  return runCase(procedure, input, async (secretary) => {
    if ((await secretary.scoring(stages.sheets)) === 'incomplete') {
      if ((await secretary.submission(stages.meeting)) === 'incomplete') return 'incomplete';
    }
    const band = await secretary.signOff(stages.place);
    if (band === 'adjust') await secretary.childCase(stages.exit);
    if (band !== 'warned') return band;
    do await secretary.submission(stages.plan);
    while ((await secretary.signOff(stages.mentoring)) === 'returned');
    await secretary.checkpoint(stages.midtermCheck);
    return 'warned';
  });
}
