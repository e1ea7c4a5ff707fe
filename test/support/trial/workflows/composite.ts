import type { CaseInput } from '../../../../workflows/case/caseState.ts';
import { runCase } from '../../../../workflows/case/runCase.ts';
import { procedure, stages } from '../procedures/composite.ts';

export function composite(input: CaseInput): Promise<{ outcome: string }> {
  return runCase(procedure, input, async (runner) => {
    const { only } = runner.input;
    if (only === 'rating') await runner.scoring(stages.rating);
    else if (only === 'vote') await runner.ownersVote(stages.vote);
    else await runner.childCase(stages[only as 'awaited']);
    return 'over';
  });
}
