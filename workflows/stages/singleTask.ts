import type { SingleTaskOptions } from '../../domain/procedures/stages.ts';
import type { StagePrimitive } from './primitive.ts';

/** `submission` and `signOff`: one office is asked, one decision ends the stage. */
export const singleTask: StagePrimitive = {
  open(running, key) {
    running.openTask(key, { face: 'main' });
  },
  decide(running, key, task, decision, { actor }) {
    const visit = running.visitAt(key);
    const stage = running.stageOf(visit);
    const { results } = stage.options as SingleTaskOptions;
    if (stage.primitive === 'submission') visit.submitters.push(actor.id);
    running.endTask(task.id, { decision, by: actor.id, why: 'decided' });
    running.finish(key, results[decision] ?? decision);
  },
};
