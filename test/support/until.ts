import { setTimeout as pause } from 'node:timers/promises';

/** Waits until something is so; the test's own time limit ends a wait for what never comes. */
export async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await condition())) await pause(20);
}
