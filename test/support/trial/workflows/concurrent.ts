import type { CaseInput } from '../../../../workflows/case/caseState.ts';
import { runCase } from '../../../../workflows/case/runCase.ts';
import { procedure, stages } from '../procedures/concurrent.ts';

export function concurrent(input: CaseInput): Promise<{ outcome: string }> {
  return runCase(procedure, input, async (runner) => {
    for (;;) {
      const [notice, agreed] = await runner.all([stages.notice, stages.word]);
      if (notice !== 'upheld' && agreed === 'agreed') break;
    }
    await runner.signOff(stages.seal);
    return 'over';
  });
}
