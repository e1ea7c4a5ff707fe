import { peopleBehind } from '../../domain/permissions.ts';
import { parameter, termOf } from '../../domain/procedures/parameters.ts';
import type { PostingOptions } from '../../domain/procedures/stages.ts';
import type { RunningCase } from '../case/runningCase.ts';
import type { StagePrimitive } from './primitive.ts';

/** 公示: posted for some days counted from the day it hung; objections are settled before it ends. */
export const posting: StagePrimitive = {
  open(running, key) {
    running.visitAt(key).progress = { objections: 0, settled: 0, upheld: 0 };
    running.openTask(key, { face: 'post' });
  },
  decide(running, key, task, decision, { actor }) {
    const visit = running.visitAt(key);
    const { progress } = visit;
    if (task.face === 'post') {
      const { duration } = running.stageOf(visit).options as PostingOptions;
      const { parameters } = running;
      const term = termOf(parameters, duration) ?? { n: 0, unit: 'calendarDays' };
      const { source } = parameter(parameters, duration);
      running.endTask(task.id, { decision, by: actor.id, why: 'decided' });
      running.addWindow(key, 'posted', { term, startOn: running.day }, { parameter: duration, source });
      running.openTask(key, { face: 'objection', part: 'objection' });
      return;
    }
    if (task.face === 'objection') {
      progress.objections = Number(progress.objections) + 1;
      running.openTask(key, {
        face: 'settlement',
        part: `settlement-${progress.objections}`,
        startOn: running.day,
        notBy: peopleBehind(actor, task, running.opening.subject.scope),
      });
      return;
    }
    progress.settled = Number(progress.settled) + 1;
    if (decision === 'uphold') progress.upheld = Number(progress.upheld) + 1;
    running.endTask(task.id, { decision, by: actor.id, why: 'decided' });
    endIfSettled(running, key);
  },
  elapsed(running, key) {
    running.endTask(`${key}.objection`, { why: 'postingEnded' });
    endIfSettled(running, key);
  },
};

function endIfSettled(running: RunningCase, key: string): void {
  const { progress, elapsed } = running.visitAt(key);
  if (!elapsed.includes('posted') || progress.settled !== progress.objections) return;
  running.finish(key, progress.objections === 0 ? 'undisputed' : Number(progress.upheld) > 0 ? 'upheld' : 'dismissed');
}
