import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Machine } from './machine.ts';

/** A process, told apart from a later one that got the same id by when it started. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startedAt: string;
}

/** The identity of a running process, or undefined when there is none of that id. */
export async function processIdentity(machine: Machine, pid: number): Promise<ProcessIdentity | undefined> {
  const startedAt = machine.platform === 'linux' ? await startTimeOnLinux(pid) : await startTimeByPs(machine, pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
}

/** Whether that very process still runs. */
export async function stillRuns(machine: Machine, known: ProcessIdentity): Promise<boolean> {
  return (await processIdentity(machine, known.pid))?.startedAt === known.startedAt;
}

/** Ends the group of a process started earlier, if that very process still runs; kills it after a grace. */
export async function endGroup(machine: Machine, known: ProcessIdentity, graceMs = 10_000): Promise<boolean> {
  if (!(await stillRuns(machine, known))) return false;
  process.kill(-known.pid, 'SIGTERM');
  for (let waited = 0; waited < graceMs; waited += 100) {
    await pause(100);
    if (!(await stillRuns(machine, known))) return true;
  }
  process.kill(-known.pid, 'SIGKILL');
  return true;
}

/** Field 22 of /proc/<pid>/stat, in clock ticks since boot; a zombie counts as gone. */
async function startTimeOnLinux(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // The second field, the name in parentheses, may itself hold spaces and parentheses.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields?.[0] === 'Z' ? undefined : fields?.[19];
}

async function startTimeByPs(machine: Machine, pid: number): Promise<string | undefined> {
  const { code, stdout } = await machine.run('ps', ['-o', 'lstart=', '-p', String(pid)]);
  return code === 0 ? stdout.trim() : undefined;
}
