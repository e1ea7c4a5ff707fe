import { wordIn } from '../../../../domain/procedures/forms.ts';
import type { CaseInput } from '../../../../workflows/case/caseState.ts';
import { runCase } from '../../../../workflows/case/runCase.ts';
import { procedure, stages } from '../procedures/trial.ts';

const order = ['opinion', 'notice', 'visit', 'seal'];

export function trial(input: CaseInput): Promise<{ outcome: string }> {
  const from = order.indexOf(wordIn({ skipTo: 'opinion', ...input.opening.input }, 'skipTo'));
  return runCase(procedure, input, async (runner) => {
    const atLast = runner.changed('opinionAtLast');
    if (!atLast && from <= 0 && (await runner.jointReview(stages.opinion)) === 'lost') return 'lost';
    if (from <= 1 && (await runner.posting(stages.notice)) === 'upheld') return 'lost';
    if (from <= 2) await runner.checkpoint(stages.visit);
    if (atLast && (await runner.jointReview(stages.opinion)) === 'lost') return 'lost';
    while ((await runner.signOff(stages.seal)) === 'again');
    return 'sealed';
  });
}
