/**
 * The year after low stars 低星级一年整改 (P19; S0).
 *
 * Only the order of the stages is decided here. Two good ratings in a row end it early; else the latest rating decides when the
 * time is over. The rectification of the compound is another case, and goes on whatever comes of this one.
 */
import { procedure, stages } from '../domain/procedures/improvement.ts';
import { numberOf } from '../domain/procedures/parameters.ts';
import type { CaseInput } from './case/caseState.ts';
import { runCase } from './case/runCase.ts';
import type { StageRunner } from './case/stageRunner.ts';

export function improvement(input: CaseInput): Promise<{ outcome: string }> {
  return runCase(procedure, input, async (subject) => {
    const months = numberOf(subject.parameters, 'star.lowStarMonths');
    subject.companion(async (beside) => {
      for (let quarter = 1; quarter * 3 <= months; quarter += 1) await checkQuarter(beside);
    });
    let before: string | undefined;
    for (let half = 1; half * 6 <= months; half += 1) {
      const rating = await subject.checkpoint(stages.rating);
      if (rating === 'risen' && before === 'risen') return 'restored';
      before = rating;
    }
    if ((await subject.checkpoint(stages.yearEnd)) === 'restored') return 'restored';
    await subject.childCase(stages.exit);
    return 'failed';
  });
}

async function checkQuarter(beside: StageRunner): Promise<void> {
  await beside.checkpoint(stages.quarterReport);
  await beside.jointReview(stages.quarterReview);
}
