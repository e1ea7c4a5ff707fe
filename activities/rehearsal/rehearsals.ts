import type { Client } from '@temporalio/client';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import type { Connection } from 'mongoose';
import type { Space } from '../../domain/case/caseView.ts';
import { rehearsalModels } from '../../models/rehearsals.ts';
import { spaceOf } from '../../temporal/connection.ts';
import { playRehearsal } from './playRehearsal.ts';

export interface RehearsalActivities {
  /**
   * Plays a campaign through, case by case; begun again, it goes on where it was.
   *
   * @throws while MongoDB or Temporal is away: it is repeated
   */
  rehearse(this: void, input: { rehearsal: string }): Promise<void>;
  /** Notes that a rehearsal has come to no report. */
  concludeRehearsal(
    this: void,
    input: { rehearsal: string; status: 'cancelled' | 'failed'; error?: string },
  ): Promise<void>;
}

export interface RehearsalParts {
  database: Connection;
  client: Client;
  space: Space;
  taskQueue: string;
}

export function createRehearsalActivities(parts: RehearsalParts): RehearsalActivities {
  return {
    rehearse: async ({ rehearsal }) => {
      requireRehearsalSpace(parts);
      try {
        await playRehearsal(parts, rehearsal);
      } catch (error) {
        // Another worker goes on where this one was.
        if (error instanceof CancelledFailure && error.message === 'WORKER_SHUTDOWN')
          throw ApplicationFailure.retryable('the worker is shutting down');
        throw error;
      }
    },
    concludeRehearsal: async ({ rehearsal, status, error }) => {
      requireRehearsalSpace(parts);
      await rehearsalModels(parts.database).rehearsals.updateOne(
        { _id: rehearsal, status: { $in: ['queued', 'running'] } },
        { $set: { status, endedAt: new Date(), ...(error !== undefined && { error }) } },
      );
    },
  };
}

/** People act on what is live; nothing scripted ever does. @throws ApplicationFailure rehearsal-only */
export function requireRehearsalSpace({ client, space }: Pick<RehearsalParts, 'client' | 'space'>): void {
  if (space !== 'rehearsal' || spaceOf(client) !== 'rehearsal')
    throw ApplicationFailure.nonRetryable('Campaigns are rehearsed in the rehearsal space only', 'rehearsal-only');
}
