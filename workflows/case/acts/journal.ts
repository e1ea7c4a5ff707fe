import type { Task } from '../../../domain/case/task.ts';
import { computeDeadline, resume, suspend } from '../../../domain/deadline/deadline.ts';
import type { Facts } from '../../../domain/procedures/declaration.ts';
import { JOURNAL_KEPT, type JournalEntry, type StageVisit } from '../caseState.ts';
import type { RunningCase } from '../runningCase.ts';

/** A copy that shares nothing; what a case carries is plain JSON. */
export const structuredCopy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/**
 * Remembers the state around a decision, so that the decision can be taken back.
 * Call before it takes effect; `keep` afterwards, with what it was.
 */
export function takeSnapshot(running: RunningCase, key: string): { keep(entry: Omit<JournalEntry, 'before'>): void } {
  const facts = { ...running.state.facts };
  const visits = Object.entries(running.state.visits).flatMap(([name, visit]) =>
    name === key || visit.closedAt === undefined
      ? [{ key: name, visit: structuredCopy(visit), tasks: running.tasksOf(name) }]
      : [],
  );
  const problems = { ...running.state.problems };
  const { problemCount } = running.state;
  return {
    keep(entry) {
      const changed = (name: string): boolean => running.state.facts[name] !== facts[name];
      const ended = visits.filter((each) => each.key !== key && running.visitAt(each.key).closedAt !== undefined);
      const own = visits.find((each) => each.key === key);
      if (own === undefined) throw new Error(`${key} was not there before it was decided`);
      const before: JournalEntry['before'] = {
        facts: Object.fromEntries(Object.entries(facts).filter(([name]) => changed(name))) as Facts,
        absentFacts: Object.keys(running.state.facts).filter((name) => !(name in facts)),
        visit: own.visit,
        tasks: own.tasks,
        problems: Object.values(problems).filter((problem) => running.state.problems[problem.id] !== problem),
        problemCount,
        ...(ended.length > 0 && { ended }),
      };
      running.state.journal = [...running.state.journal, { ...entry, before }].slice(-JOURNAL_KEPT);
    },
  };
}

/** Takes a decision back: facts, problems, the visits it moved and what they asked are as they were before it. */
export function takeBack(running: RunningCase, { at, before, visit }: JournalEntry): void {
  const present = { ...running.state.facts };
  running.patchFacts(structuredCopy(before.facts));
  for (const name of before.absentFacts) delete running.state.facts[name];
  const kept = running.procedure.publishedMonths?.kept(present, running.state.facts);
  if (kept) running.patchFacts(kept);
  for (const id of Object.keys(running.state.problems)) {
    if (Number(id.slice(1)) > before.problemCount) running.dropProblem(id);
  }
  for (const problem of before.problems) running.putProblem(problem);
  running.state.problemCount = before.problemCount;
  for (const each of [{ key: visit, ...before }, ...(before.ended ?? [])]) restoreVisit(running, at, each);
}

function restoreVisit(
  running: RunningCase,
  at: string,
  { key, visit, tasks }: { key: string; visit: StageVisit; tasks: Task[] },
): void {
  const present = running.state.visits[key]?.windows ?? {};
  const restored = structuredCopy(visit);
  // Time that was suspended since then still does not count.
  for (const [name, window] of Object.entries(restored.windows)) restored.windows[name] = present[name] ?? window;
  running.state.visits[key] = restored;
  running.changes.stages.add(key);
  const asked = new Set(tasks.map(({ id }) => id));
  for (const { id } of running.tasksOf(key)) if (!asked.has(id)) running.endTask(id, { why: 'superseded' });
  // What is asked still keeps what has happened to it since: reminders, extensions, who it was handed to.
  for (const task of tasks)
    if (!(task.id in running.state.tasks)) running.putTask(running.heldBack(askedAgain(running, task, at)));
}

/** A task that was not asked for a while: that time does not count. */
function askedAgain(running: RunningCase, task: Task, since: string): Task {
  if (task.deadline === undefined || task.suspended) return task;
  const deadline = resume(suspend(task.deadline, since), running.now);
  return { ...task, deadline, dueAt: computeDeadline(deadline, running.state.calendar).dueAt };
}

/** Looks at the case as it stood before these decisions, oldest first; afterwards it is as it was. */
export function asBefore<T>(running: RunningCase, decisions: readonly JournalEntry[], look: () => T): T {
  const { facts, problems, problemCount, visits, tasks } = running.state;
  const { version } = running;
  const changes = running.takeChanges();
  const onCopies = { facts: { ...facts }, problems: { ...problems }, visits: { ...visits }, tasks: { ...tasks } };
  Object.assign(running.state, onCopies);
  try {
    for (const decision of decisions.toReversed()) takeBack(running, decision);
    return look();
  } finally {
    Object.assign(running.state, { facts, problems, problemCount, visits, tasks });
    running.changes = changes;
    running.version = version;
  }
}
