import type { CaseInput } from '../../../../workflows/case/caseState.ts';
import { runCase } from '../../../../workflows/case/runCase.ts';
import { procedure, stages } from '../procedures/concurrent.ts';

export function concurrent(input: CaseInput): Promise<{ outcome: string }> {
  return runCase(procedure, input, async (runner) => {
    for (;;) {
      const [notice, agreed] = await runner.all([stages.notice, stages.word]);
      if (notice !== 'upheld' && agreed === 'agreed') break;
    }
    const policy = Number(runner.parameters['trial']?.['postingDays']?.value);
    // A policy of more than seven days has it sealed twice: the order follows the policy at the last result of all.
    for (let seals = 0; seals < (policy > 7 ? 2 : 1); seals += 1) await runner.signOff(stages.seal);
    return 'over';
  });
}
