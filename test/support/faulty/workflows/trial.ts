/** The trial procedure as a release with a bug would have it. */
import type { CaseInput } from '../../../../workflows/case/caseState.ts';
import { runCase } from '../../../../workflows/case/runCase.ts';
import { procedure, stages } from '../../trial/procedures/trial.ts';

export function trial(input: CaseInput): Promise<{ outcome: string }> {
  return runCase(procedure, input, async (runner) => {
    await runner.signOff(stages.seal);
    throw new Error('a bug of the tests');
  });
}
