/**
 * Appeals 申诉 (P33, A throughout).
 *
 * One ruling, by the level above and by another person. The case whose decision is contested hears of the appeal, and of its
 * end; what carries the decision out rests there meanwhile, where the policy says so. A case that has ended need not know.
 */
import { getExternalWorkflowHandle } from '@temporalio/workflow';
import { procedure, stages } from '../domain/procedures/appeal.ts';
import { flagOf } from '../domain/procedures/parameters.ts';
import type { CaseInput } from './case/caseState.ts';
import { runCase } from './case/runCase.ts';
import { appealNewsSignal } from './messages.ts';

export async function appeal(input: CaseInput): Promise<{ outcome: string }> {
  // Not awaited yet: the appeal is there, and answers, while the news is on its way.
  const told = input.carried === undefined ? tell(input) : undefined;
  const end = await runCase(procedure, input, (level) => level.signOff(stages.ruling));
  await told;
  await tell(input, end.outcome);
  return end;
}

async function tell({ opening }: CaseInput, outcome?: string): Promise<void> {
  const { case: appealed, event, holds } = opening.input as { case: string; event: number; holds: string[] };
  const rests = flagOf(opening.policy.parameters, 'appeal.appealSuspendsMeasure');
  await getExternalWorkflowHandle(appealed)
    .signal(appealNewsSignal, {
      case: opening.id,
      event,
      holds: rests ? holds : [],
      ...(outcome !== undefined && { outcome }),
    })
    .catch(() => undefined);
}
