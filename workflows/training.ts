/**
 * Training and mentoring of compound secretaries 小区党支部书记培训帮带 (P17; S0, S4): one case for each year.
 *
 * Only the order of the stages is decided here: planned in January, looked at in September, settled on the last day of the
 * year, and made up by the end of March. Attendance is recorded all the while.
 */
import { isCheckedInSeptember, procedure, stages } from '../domain/procedures/training.ts';
import type { CaseInput } from './case/caseState.ts';
import { runCase } from './case/runCase.ts';
import type { StageRunner } from './case/stageRunner.ts';

export function training(input: CaseInput): Promise<{ outcome: string }> {
  return runCase(procedure, input, async (secretary) => {
    secretary.companion((beside) => always(beside, 'attendance'));
    secretary.companion((beside) => always(beside, 'exemption'));
    secretary.companion((beside) => always(beside, 'mentoring'));

    await secretary.checkpoint(stages.plan);
    if (isCheckedInSeptember(secretary.input)) await secretary.checkpoint(stages.septemberCheck);
    const settled = await secretary.checkpoint(stages.settlement);
    if (settled !== 'short') return settled;
    return await secretary.checkpoint(stages.makeUp);
  });
}

async function always(beside: StageRunner, record: 'attendance' | 'exemption' | 'mentoring'): Promise<never> {
  for (;;) await beside.submission(stages[record]);
}
