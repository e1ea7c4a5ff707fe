import { z } from 'zod';
import { hashOf } from '../timeline/hashChain.ts';

/** An id such as `R-1f6a09c2`; it stands in the views of its cases as their campaign. */
export const rehearsalIdSchema = z
  .string()
  .regex(/^R-[0-9a-f]{8}$/)
  .meta({ id: 'RehearsalId' });

/** Whether a case's campaign is a rehearsal's. */
export const isRehearsal = /^R-[0-9a-f]{8}$/;

/**
 * `queued` until a worker takes it; `completed`, `cancelled` and `failed` are final. What it left in the rehearsal space
 * stays until it is purged.
 */
export const rehearsalStatuses = ['queued', 'running', 'completed', 'cancelled', 'failed'] as const;
export type RehearsalStatus = (typeof rehearsalStatuses)[number];

/**
 * The subject under which a compound is rehearsed. A compound has one active case of a kind, and the rehearsal space has
 * cases of its own: each rehearsal therefore uses subjects nobody else has, and several may run at once.
 */
export function rehearsedSubject(compound: string, rehearsal: string): string {
  const suffix = `-R${rehearsal.slice(2)}`;
  const room = 40 - suffix.length;
  const name = compound.length <= room ? compound : `${compound.slice(0, room - 9)}-${hashOf(compound).slice(0, 8)}`;
  return name + suffix;
}
