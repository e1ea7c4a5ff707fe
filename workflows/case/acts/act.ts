import type { ActEnvelope, ActInput, ActName } from '../../../domain/case/acts.ts';
import type { Task } from '../../../domain/case/task.ts';
import { fieldError, Refusal } from '../../../domain/errors.ts';
import type { Actor } from '../../../domain/organisation/actor.ts';
import { own } from '../../../domain/own.ts';
import { text } from '../../../domain/text.ts';
import type { RunningCase } from '../runningCase.ts';
import { visitKeyOf } from '../runningCase.ts';
import type { TimeKeeper } from '../timeKeeper.ts';

/** What an act works on. */
export interface ActScene {
  running: RunningCase;
  keeper: TimeKeeper;
}

/** One thing people can do to a case. Both halves are synchronous. */
export interface Act<I> {
  /** Why it is refused, if so; must change nothing. */
  refuse(scene: ActScene, actor: Actor, input: I): Refusal | undefined;
  /**
   * A further reason, asked once when the act comes in. `refuse` is asked again when its turn comes, and so on replay: made
   * stricter, it would break cases that have accepted such an act. This one may be made stricter.
   */
  refuseAtDoor?(scene: ActScene, input: I): Refusal | undefined;
  /** Carries it out; it has just been found acceptable. */
  apply(scene: ActScene, envelope: ActEnvelope<I>): void;
}

export type Acts = { [N in ActName]: Act<ActInput<N>> };

/** The open task an act names: by its id, or by the stage alone when only one task of it is open. */
export function findTask(running: RunningCase, stage: string): Task | undefined {
  const { tasks } = running.state;
  const exact = own(tasks, stage);
  if (exact) return exact;
  const ofStage = Object.values(tasks).filter(
    (task) => task.stage === stage || `${task.stage}#${task.visit}` === stage,
  );
  return ofStage.length === 1 ? ofStage[0] : undefined;
}

/** The refusal for a task that is not open: it was decided, or it never was. */
export function notOpen(running: RunningCase, stage: string): Refusal {
  const visit = own(running.state.visits, visitKeyOf(stage));
  const open = Object.keys(running.state.tasks);
  if (visit !== undefined) {
    const how = visit.result === undefined ? '' : ` with ${visit.result}`;
    return new Refusal(
      'already-decided',
      text(
        '该环节已作出决定，请刷新页面',
        `${stage} has been decided${how}. Open now: ${open.join(', ') || 'nothing'}`,
      ),
    );
  }
  return new Refusal(
    'stage-not-open',
    text('该环节未开启，请刷新页面', `${stage} is not open. Open now: ${open.join(', ') || 'nothing'}`),
  );
}

/** Why something said about a stage is refused, if so: the procedure has no such stage. */
export function refuseStage(running: RunningCase, stage: string | undefined): Refusal | undefined {
  const name = stage?.split(/[#.]/)[0];
  if (name === undefined || own(running.procedure.stages, name) !== undefined) return undefined;
  const names = Object.keys(running.procedure.stages);
  const detail = text(`应为以下环节之一或其事项：${names.join('、')}`, `one of ${names.join(', ')}, or a task of it`);
  return new Refusal('invalid-input', text('没有这个环节', 'There is no such stage'), [fieldError('/stage', detail)]);
}

/** A refusal because the case, or this task, is suspended. */
export function suspendedRefusal(running: RunningCase, task?: Task): Refusal | undefined {
  if (running.state.status === 'suspended')
    return new Refusal('case-suspended', text('案件已中止，请先恢复', 'The case is suspended; resume it first'));
  return task?.suspended
    ? new Refusal('case-suspended', text('该任务已中止，请先恢复', `${task.id} is suspended; resume it first`))
    : undefined;
}
