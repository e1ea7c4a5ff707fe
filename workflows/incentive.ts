/** Incentives for compound secretaries 小区党支部书记激励 (P20; S0, S1). Only the order of the stages is decided here. */
import { procedure, stages } from '../domain/procedures/incentive.ts';
import type { CaseInput } from './case/caseState.ts';
import { runCase } from './case/runCase.ts';

export function incentive(input: CaseInput): Promise<{ outcome: string }> {
  return runCase(procedure, input, async (secretary) => {
    await secretary.submission(stages.nomination);
    if ((await secretary.signOff(stages.review)) === 'declined') return 'declined';
    await secretary.submission(stages.publication);
    return 'granted';
  });
}
