import { dayOf } from './calendar/calendar.ts';
import type { ActName } from './case/acts.ts';
import type { Task } from './case/task.ts';
import type { Actor } from './organisation/actor.ts';
import {
  type CaseStanding,
  mayContribute,
  refuseCancellation,
  refuseDecision,
  refuseDelegation,
  steers,
} from './permissions.ts';

/** What this actor may do to a case as a whole now; what concerns one task is `permittedOnTask`. */
export function permittedOnCase(actor: Actor, standing: CaseStanding): ActName[] {
  if (standing.status !== 'running' && standing.status !== 'suspended') return [];
  const steering = steers(actor, standing.scope);
  const permitted: [ActName, boolean][] = [
    ['comment', mayContribute(actor, standing)],
    ['attachEvidence', mayContribute(actor, standing) && actor.role !== 'monitor'],
    ['suspend', steering && standing.status === 'running'],
    ['resume', steering && standing.status === 'suspended'],
    ['link', steering],
    ['cancel', refuseCancellation(actor, standing) === undefined],
  ];
  return permitted.flatMap(([act, may]) => (may ? [act] : []));
}

/**
 * What this actor may do with an open task now. Whether a single decision is possible yet, and what it must come with,
 * is judged by the case.
 *
 * @param now the case's own present
 */
export function permittedOnTask(actor: Actor, task: Task, standing: CaseStanding, now: string): ActName[] {
  if (standing.status !== 'running' && standing.status !== 'suspended') return [];
  const today = dayOf(now);
  const running = standing.status === 'running';
  const steering = steers(actor, standing.scope);
  const inTime = task.dueAt !== null && Date.parse(now) < Date.parse(task.dueAt);
  const permitted: [ActName, boolean][] = [
    ['decide', running && !task.suspended && refuseDecision(actor, task, standing, today) === undefined],
    ['delegate', refuseDelegation(actor, task, standing, today) === undefined],
    ['reassign', steering],
    ['extend', steering && task.deadline !== undefined && inTime],
    ['suspend', steering && running && !task.suspended],
    ['resume', steering && running && task.suspended],
  ];
  return permitted.flatMap(([act, may]) => (may ? [act] : []));
}
