import type { AppealNews } from '../messages.ts';
import type { ActScene } from './acts/act.ts';
import { noticeMonths } from './noticeFacts.ts';

/**
 * A decision of the case has been appealed, or the appeal has ended. Meanwhile the tasks that carry the decision out rest;
 * everything else goes on.
 */
export function appealNews(scene: ActScene, news: AppealNews): void {
  const known = scene.running.state.appeals?.find((appeal) => appeal.case === news.case);
  if (known === undefined) file(scene, news);
  if (known?.outcome === undefined && news.outcome !== undefined) end(scene, news, news.outcome);
}

function file({ running, keeper }: ActScene, { case: id, event, holds }: AppealNews): void {
  const { state } = running;
  state.appeals = [...(state.appeals ?? []), { case: id, event, holds }];
  running.version += 1;
  running.record({ type: 'appealed', data: { case: id, event, holds } });
  for (const task of Object.values(state.tasks)) {
    if (!holds.includes(task.stage)) continue;
    const whole = state.status === 'suspended' && !state.pausedByThemselves?.includes(task.id);
    // It rests already, by itself: somebody had a reason, and ends it.
    if (task.suspended && !whole) continue;
    if (whole) state.pausedByThemselves = [...(state.pausedByThemselves ?? []), task.id];
    else keeper.suspendTask(task);
    running.noteHeld(task.id, id);
  }
}

function end({ running, keeper }: ActScene, { case: id, event }: AppealNews, outcome: string): void {
  const { state } = running;
  state.appeals = state.appeals?.map((appeal) => (appeal.case === id ? { ...appeal, outcome } : appeal)) ?? [];
  running.version += 1;
  running.record({ type: 'appealEnded', data: { case: id, event, outcome } });
  for (const held of state.held ?? []) {
    const task = state.tasks[held];
    if (task && running.appealHolding(task.stage)) continue;
    state.held = state.held?.filter((each) => each !== held) ?? [];
    // The whole case is suspended: the task goes on with it, not before.
    if (state.status === 'suspended') {
      state.pausedByThemselves = state.pausedByThemselves?.filter((each) => each !== held) ?? [];
    } else if (task?.suspended) {
      keeper.resumeTask(task);
      running.record({ type: 'resumed', stage: held, data: { appeal: id } });
    }
  }
  noticeMonths(running);
}
