import type { ItemOf } from '../../api/queries.ts';

export type Task = ItemOf<'listTasks'>;

export function keyOf({ case: id, id: task }: Pick<Task, 'case' | 'id'>): string {
  return `${id}|${task}`;
}

/** Where a task is decided. */
export function addressOfTask({ case: id, id: task, closedAt }: Task): string {
  const page = `/cases/${encodeURIComponent(id)}`;
  return closedAt === null ? `${page}?task=${encodeURIComponent(task)}` : page;
}

export function mayDecide({ permitted }: Task): boolean {
  return permitted.includes('decide');
}

/** The decisions that can be made on several tasks at once: offered by all, without form and files. */
export function commonDecisions(tasks: readonly Task[]): [name: string, decision: Task['decisions'][string]][] {
  const [first, ...others] = tasks;
  return Object.entries(first?.decisions ?? {}).filter(
    ([name, { title, form, evidence }]) =>
      !form && evidence === 0 && others.every(({ decisions }) => decisions[name]?.title === title),
  );
}
