import { getExternalWorkflowHandle } from '@temporalio/workflow';
import { cyclesAround } from '../../domain/procedures/cycle.ts';
import { cycleNewsSignal } from '../messages.ts';
import type { RunningCase } from './runningCase.ts';

/** The cycles around a case look at the documents, which have its news by now. One that was never started need not know. */
export async function tellCycles({ procedure, opening }: RunningCase): Promise<void> {
  if (procedure.cycle === undefined || opening.recurring === undefined) return;
  for (const id of cyclesAround(opening.kind, opening.subject.scope, opening.recurring)) {
    await getExternalWorkflowHandle(`cycle:${id}`)
      .signal(cycleNewsSignal)
      .catch(() => undefined);
  }
}
