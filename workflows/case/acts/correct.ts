import type { ActInput } from '../../../domain/case/acts.ts';
import { fieldError, Refusal } from '../../../domain/errors.ts';
import type { Actor } from '../../../domain/organisation/actor.ts';
import { isOwnDecision, peopleBehind, standsAbove } from '../../../domain/permissions.ts';
import { numberOf } from '../../../domain/procedures/parameters.ts';
import { text } from '../../../domain/text.ts';
import { canonical } from '../../../domain/timeline/hashChain.ts';
import type { JournalEntry, StageVisit } from '../caseState.ts';
import { type Draft, RunningCase } from '../runningCase.ts';
import { type Act, suspendedRefusal } from './act.ts';
import { applyAgain, applyDecision, recordDecision, refuseContent } from './decide.ts';
import { asBefore, structuredCopy, takeBack } from './journal.ts';

type Correction = ActInput<'correct'>;

/**
 * A mistaken decision is replaced. Its actor, or who stands in for them, may do so soon after, before anybody acted on it; the level above may
 * do so later. The original stays on the timeline, marked. What followed from it stands if the correction comes to the same,
 * and is opened anew if not.
 */
export const correct: Act<Correction> = {
  refuse({ running }, actor, input) {
    const stopped = suspendedRefusal(running);
    if (stopped) return stopped;
    const entry = running.state.journal.find(({ seq }) => seq === input.event);
    if (entry === undefined) {
      return new Refusal(
        'correction-refused',
        text(`第${input.event}条不是可以更正的决定`, `Event ${input.event} is no decision that can still be corrected`),
        [
          fieldError(
            '/event',
            text(
              `可更正的决定：${running.state.journal.map(({ seq }) => seq).join('、') || '无'}`,
              `one of ${running.state.journal.map(({ seq }) => seq).join(', ') || 'none'}`,
            ),
          ),
        ],
      );
    }
    const followed = actedSince(running, entry).length > 0;
    const hours = numberOf(running.parameters, 'acts.correctionHours');
    const soon = Date.parse(running.now) - Date.parse(entry.at) < hours * 3_600_000;
    const { scope } = running.opening.subject;
    const { office, scope: place = scope, notBy } = entry.task;
    const own = isOwnDecision(actor, peopleBehind(entry.actor, entry.task, scope), { office, scope: place });
    // Whoever stands in for the actor may have submitted what was judged.
    if (own && actor.id !== entry.actor.id && notBy.includes(actor.id)) return new Refusal('four-eyes');
    if (!(own && soon && !followed) && !standsAbove(actor, office, scope)) {
      const why = followed
        ? text('其他单位已据此办理', 'others have acted on it')
        : text(`已超过${hours}小时，或者不是您的决定`, `it is older than ${hours} hours, or not yours`);
      return new Refusal(
        'correction-refused',
        text(`只有上级单位可以更正：${why.zh}`, `Only the level above may correct this: ${why.en}`),
      );
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
    const { event: _, ...content } = input;
    const decision: ActInput<'decide'> = {
      ...content,
      stage: entry.task.id,
      // What happened, happened on the day of then.
      ...(entry.day !== running.today && { effectiveOn: entry.day }),
    };
    const tried = tryOut(running, undone, actor, decision);
    const corrected = running.record({
      type: 'corrected',
      stage: entry.task.id,
      actor,
      data: { event: entry.seq, superseded: [] },
      comment: input.comment,
      act: { key, body },
    });
    if (tried.same) return replace(running, entry, actor, decision, tried.data);
    for (const each of undone.toReversed()) takeBack(running, each);
    running.state.journal = running.state.journal.filter((each) => !undone.includes(each));
    closeWhatFollowed(running, entry);
    running.generation += 1;
    running.version += 1;
    applyDecision(running, actor, entry.task, decision, { at: entry.at });
    const superseded = undone.slice(1).filter((each) => !applyAgain(running, each));
    corrected.data.superseded = superseded.map(({ seq }) => seq);
    // Who is asked again is asked from today.
    running.actDay = undefined;
  },
};

/** Carries the correction out on a copy of the case, to see whether it comes to the same as the mistaken decision did. */
function tryOut(
  running: RunningCase,
  [entry, ...later]: JournalEntry[],
  actor: Actor,
  decision: ActInput<'decide'>,
): { same: boolean; data: Draft['data'] } {
  if (entry === undefined) throw new Error('nothing is corrected');
  const copy = new RunningCase(running.procedure, running.opening, structuredCopy(running.state), true);
  for (const each of later.toReversed()) takeBack(copy, each);
  const mistaken = consequences(copy, entry);
  takeBack(copy, entry);
  const { data } = applyDecision(copy, actor, entry.task, decision, { at: entry.at });
  return { same: consequences(copy, entry) === mistaken, data };
}

/** What a decision has made of the case. Words and evidence are in its event alone. */
function consequences({ state }: RunningCase, { visit }: JournalEntry): string {
  const results = Object.entries(state.visits).map(([key, { result }]) => [key, result ?? null]);
  const { progress } = state.visits[visit] ?? {};
  return canonical([state.facts, state.problems, progress ?? null, results]);
}

/** Nothing changes but the words and the evidence: all that followed stands. */
function replace(
  running: RunningCase,
  entry: JournalEntry,
  actor: Actor,
  decision: ActInput<'decide'>,
  data: Draft['data'],
): void {
  const { draft, form } = recordDecision(running, actor, entry.task, decision, { at: entry.at });
  draft.data = data;
  const since = sinceOf(entry);
  const now: JournalEntry = { ...entry, seq: running.nextSeq - 1, since, actor, decision: decision.decision, form };
  running.state.journal = running.state.journal.map((each) => (each === entry ? now : each));
}

/** The decision and all later ones, oldest first. */
function decisionsSince(running: RunningCase, entry: JournalEntry): JournalEntry[] {
  return running.state.journal.slice(running.state.journal.indexOf(entry));
}

function sinceOf({ seq, since }: JournalEntry): number {
  return since ?? seq;
}

/** Decisions on stages that were opened after this one was taken. */
function actedSince(running: RunningCase, entry: JournalEntry): JournalEntry[] {
  return decisionsSince(running, entry).filter(
    ({ visit }) => (running.state.visits[visit]?.openedSeq ?? 0) > sinceOf(entry),
  );
}

function closeWhatFollowed(running: RunningCase, entry: JournalEntry): void {
  const followed = (visit: StageVisit): boolean => visit.openedSeq > sinceOf(entry);
  for (const [key, visit] of Object.entries(running.state.visits)) {
    if (!followed(visit)) continue;
    for (const task of running.tasksOf(key)) running.endTask(task.id, { why: 'superseded' });
    delete running.state.visits[key];
    running.changes.stages.add(key);
    running.record({ type: 'superseded', stage: key, data: { by: entry.seq } });
  }
}
