import type { ActInput } from '../../../domain/case/acts.ts';
import { Refusal } from '../../../domain/errors.ts';
import { standsAbove } from '../../../domain/permissions.ts';
import { numberOf } from '../../../domain/procedures/parameters.ts';
import type { JournalEntry, StageVisit } from '../caseState.ts';
import type { RunningCase } from '../runningCase.ts';
import { type Act, suspendedRefusal } from './act.ts';
import { applyAgain, applyDecision, refuseContent } from './decide.ts';
import { asBefore, takeBack } from './journal.ts';

type Correction = ActInput<'correct'>;

/**
 * A mistaken decision is replaced. Its actor may do so soon after, before anybody acted on it; the level above may
 * do so later. The original stays on the timeline, marked; what followed from it is opened anew.
 */
export const correct: Act<Correction> = {
  refuse({ running }, actor, input) {
    const stopped = suspendedRefusal(running);
    if (stopped) return stopped;
    const entry = running.state.journal.find(({ seq }) => seq === input.event);
    if (entry === undefined) {
      return new Refusal('correction-refused', `Event ${input.event} is no decision that can still be corrected`, [
        { pointer: '/event', detail: `one of ${running.state.journal.map(({ seq }) => seq).join(', ') || 'none'}` },
      ]);
    }
    const followed = actedSince(running, entry).length > 0;
    const hours = numberOf(running.opening.policy.parameters, 'acts.correctionHours');
    const soon = Date.parse(running.now) - Date.parse(entry.at) < hours * 3_600_000;
    const own = entry.actor.id === actor.id && soon && !followed;
    if (!own && !standsAbove(actor, entry.task.office, running.opening.subject.scope)) {
      const why = followed ? 'others have acted on it' : `it is older than ${hours} hours, or not yours`;
      return new Refusal('correction-refused', `Only the level above may correct this: ${why}`);
    }
    const { event: _, ...decision } = input;
    // It is judged as the mistaken one was: by the facts of then, which must not hold its own consequences.
    return asBefore(running, decisionsSince(running, entry), () =>
      refuseContent(running, actor, entry.task, { ...decision, stage: entry.task.id }),
    );
  },
  apply({ running }, { actor, input, key, body }) {
    const entry = running.state.journal.find(({ seq }) => seq === input.event);
    if (entry === undefined) throw new Error(`decision ${input.event} left the journal between check and act`);
    const undone = decisionsSince(running, entry);
    const corrected = running.record({
      type: 'corrected',
      stage: entry.task.id,
      actor,
      data: { event: entry.seq },
      comment: input.comment,
      act: { key, body },
    });
    for (const each of undone.toReversed()) takeBack(running, each);
    running.state.journal = running.state.journal.filter(({ seq }) => seq < entry.seq);
    closeWhatFollowed(running, entry);
    running.generation += 1;
    running.version += 1;
    const { event: _, ...decision } = input;
    applyDecision(running, actor, entry.task, { ...decision, stage: entry.task.id });
    const superseded = undone.slice(1).filter((each) => !applyAgain(running, each));
    corrected.data.superseded = superseded.map(({ seq }) => seq);
  },
};

/** The decision and all later ones, oldest first. */
function decisionsSince(running: RunningCase, entry: JournalEntry): JournalEntry[] {
  return running.state.journal.filter(({ seq }) => seq >= entry.seq);
}

/** Decisions on stages that were opened after this one was taken. */
function actedSince(running: RunningCase, entry: JournalEntry): JournalEntry[] {
  return running.state.journal.filter(
    ({ seq, visit }) => seq > entry.seq && (running.state.visits[visit]?.openedSeq ?? 0) > entry.seq,
  );
}

function closeWhatFollowed(running: RunningCase, entry: JournalEntry): void {
  const followed = (visit: StageVisit): boolean => visit.openedSeq > entry.seq;
  for (const [key, visit] of Object.entries(running.state.visits)) {
    if (!followed(visit)) continue;
    for (const task of running.tasksOf(key)) running.endTask(task.id, { why: 'superseded' });
    delete running.state.visits[key];
    running.changes.stages.add(key);
    running.record({ type: 'superseded', stage: key, data: { by: entry.seq } });
  }
}
