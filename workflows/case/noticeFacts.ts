import { primitives } from '../stages/index.ts';
import type { RunningCase } from './runningCase.ts';

/** Open stages may end because the facts changed elsewhere. */
export function noticeFacts(running: RunningCase): void {
  for (const [key, visit] of Object.entries(running.state.visits)) {
    if (visit.closedAt === undefined) primitives[running.stageOf(visit).primitive].factsChanged?.(running, key);
  }
}

/** Published months have come in, perhaps while the case was suspended: whoever is asked for one need not answer any more. */
export function noticeMonths(running: RunningCase): void {
  const answers = running.procedure.publishedMonths?.answers;
  if (answers === undefined) return;
  for (const [key, visit] of Object.entries(running.state.visits)) {
    if (visit.stage !== answers.stage || visit.closedAt !== undefined) continue;
    if (answers.isKnown(running.context(), visit.visit)) running.finish(key, answers.result);
  }
  noticeFacts(running);
}
