import { type Client, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure, WorkflowNotFoundError } from '@temporalio/common';
import type { ActEnvelope } from '../domain/case/acts.ts';
import { type Actor, systemActor } from '../domain/organisation/actor.ts';
import type { Json } from '../domain/text.ts';
import { hashOf } from '../domain/timeline/hashChain.ts';
import { isSilence } from './silence.ts';

/** What an activity tells one case. `once` names the act: the same names make a repeat that changes nothing. */
export interface Telling<I> {
  update: string;
  input: I;
  once: Record<string, Json>;
  /** What is hashed as the body; default: the input. */
  body?: Json;
  actor?: Actor;
}

/** How the case took it. `silent`: it may be held by a fault, or no worker is there; the act may still come to pass. */
export type Told =
  | { how: 'accepted'; event: number }
  | { how: 'refused'; code: string; detail: string }
  | { how: 'ended' }
  | { how: 'silent' };

/**
 * Sends an act to a case and waits for its answer.
 *
 * @throws while Temporal is away: repeat
 */
export async function tellCase<I>(
  client: Client,
  id: string,
  { update, input, once, body, actor = systemActor }: Telling<I>,
  milliseconds: number,
): Promise<Told> {
  const key = hashOf(once).slice(0, 40);
  const envelope: ActEnvelope<I> = { key, body: hashOf(body ?? (input as Json)), actor, input };
  try {
    const answer = await client.withDeadline(Date.now() + milliseconds, () =>
      client.workflow
        .getHandle(id)
        .executeUpdate<{ events: { from: number } }, [ActEnvelope<I>]>(update, { args: [envelope], updateId: key }),
    );
    return { how: 'accepted', event: answer.events.from };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { how: 'ended' };
    if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure) {
      const { type, message } = error.cause;
      // It may have ended after it had accepted the act, and before it answered.
      if (type === 'case-closed' || type === 'AcceptedUpdateCompletedWorkflow') return { how: 'ended' };
      return { how: 'refused', code: type ?? 'unknown', detail: message };
    }
    if (isSilence(error)) return { how: 'silent' };
    throw error;
  }
}
