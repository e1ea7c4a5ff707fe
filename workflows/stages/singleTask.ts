import { peopleBehind } from '../../domain/permissions.ts';
import type { SingleTaskOptions } from '../../domain/procedures/stages.ts';
import type { RunningCase } from '../case/runningCase.ts';
import type { StagePrimitive } from './primitive.ts';

/** `submission` and `signOff`: one office is asked, one decision ends the stage. */
export const singleTask: StagePrimitive = {
  open(running, key) {
    const { office, notBy } = optionsOf(running, key);
    const context = running.context();
    running.openTask(key, {
      face: 'main',
      ...(office && { office: office(context) }),
      ...(notBy && { notBy: [...notBy(context)] }),
    });
  },
  decide(running, key, task, decision, { actor }) {
    const visit = running.visitAt(key);
    const stage = running.stageOf(visit);
    const { results } = optionsOf(running, key);
    if (stage.primitive === 'submission')
      visit.submitters.push(...peopleBehind(actor, task, running.opening.subject.scope));
    running.endTask(task.id, { decision, by: actor.id, why: 'decided' });
    running.finish(key, results[decision] ?? decision);
  },
};

function optionsOf(running: RunningCase, key: string): SingleTaskOptions {
  return running.stageOf(running.visitAt(key)).options as SingleTaskOptions;
}
