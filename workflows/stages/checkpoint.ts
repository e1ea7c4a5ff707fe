import { addDays } from '../../domain/calendar/calendar.ts';
import { wordIn } from '../../domain/procedures/forms.ts';
import type { CheckpointOptions } from '../../domain/procedures/stages.ts';
import type { RunningCase } from '../case/runningCase.ts';
import type { StagePrimitive } from './primitive.ts';

/** A dated check: nothing is asked before its day. */
export const checkpoint: StagePrimitive = {
  open(running, key) {
    const visit = running.visitAt(key);
    const opensOn = optionsOf(running, key).opensOn(running.context(), visit.visit);
    visit.progress = { opensOn };
    // Counted back from its day, so that a suspension does not move a date of the calendar.
    running.addWindow(
      key,
      'opens',
      { term: { n: 1, unit: 'calendarDays' }, startOn: opensOn, direction: 'before' },
      { parameter: `${running.procedure.kind}.${visit.stage}`, source: running.stageOf(visit).source },
    );
  },
  elapsed(running, key) {
    const answers = running.procedure.publishedMonths?.answers;
    const { stage, visit } = running.visitAt(key);
    if (answers?.stage === stage && answers.isKnown(running.context(), visit)) {
      running.finish(key, answers.result);
      return;
    }
    const opensOn = wordIn(running.visitAt(key).progress, 'opensOn');
    running.openTask(key, { face: 'main', startOn: addDays(opensOn, -1) });
  },
  decide(running, key, task, decision, { actor }) {
    running.endTask(task.id, { decision, by: actor.id, why: 'decided' });
    running.finish(key, optionsOf(running, key).results[decision] ?? decision);
  },
};

function optionsOf(running: RunningCase, key: string): CheckpointOptions {
  return running.stageOf(running.visitAt(key)).options as CheckpointOptions;
}
