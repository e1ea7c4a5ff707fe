import type { Facts } from '../../../domain/procedures/declaration.ts';
import { JOURNAL_KEPT, type JournalEntry, type StageVisit } from '../caseState.ts';
import type { RunningCase } from '../runningCase.ts';

const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/**
 * Remembers the state around a decision, so that the decision can be taken back.
 * Call before it takes effect; `keep` afterwards, with what it was.
 */
export function takeSnapshot(running: RunningCase, key: string): { keep(entry: Omit<JournalEntry, 'before'>): void } {
  const facts = { ...running.state.facts };
  const visit: StageVisit = copy(running.visitAt(key));
  const problems = { ...running.state.problems };
  const tasks = running.tasksOf(key);
  const { problemCount } = running.state;
  return {
    keep(entry) {
      const changed = (name: string): boolean => running.state.facts[name] !== facts[name];
      const before: JournalEntry['before'] = {
        facts: Object.fromEntries(Object.entries(facts).filter(([name]) => changed(name))) as Facts,
        absentFacts: Object.keys(running.state.facts).filter((name) => !(name in facts)),
        visit,
        tasks,
        problems: Object.values(problems).filter((problem) => running.state.problems[problem.id] !== problem),
        problemCount,
      };
      running.state.journal = [...running.state.journal, { ...entry, before }].slice(-JOURNAL_KEPT);
    },
  };
}

/** Takes a decision back: facts, problems, its own visit and what that asked are as they were before it. */
export function takeBack(running: RunningCase, { before, visit }: JournalEntry): void {
  running.patchFacts(copy(before.facts));
  for (const name of before.absentFacts) delete running.state.facts[name];
  for (const id of Object.keys(running.state.problems)) {
    if (Number(id.slice(1)) > before.problemCount) running.dropProblem(id);
  }
  for (const problem of before.problems) running.putProblem(problem);
  running.state.problemCount = before.problemCount;
  const present = running.state.visits[visit]?.windows ?? {};
  const restored = copy(before.visit);
  // Time that was suspended since then still does not count.
  for (const [name, window] of Object.entries(restored.windows)) restored.windows[name] = present[name] ?? window;
  running.state.visits[visit] = restored;
  running.changes.stages.add(visit);
  const asked = new Set(before.tasks.map(({ id }) => id));
  for (const { id } of running.tasksOf(visit)) if (!asked.has(id)) running.endTask(id, { why: 'superseded' });
  // What is asked still keeps what has happened to it since: reminders, extensions, who it was handed to.
  for (const task of before.tasks) if (!(task.id in running.state.tasks)) running.putTask(task);
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
