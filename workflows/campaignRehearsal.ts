/**
 * A rehearsal of a campaign, in the rehearsal space. Its own clock is the wall's: it lets an activity play the cases, which
 * are executions of their own, and survives whatever happens to the worker that plays them.
 */
import { ActivityCancellationType, CancellationScope, isCancellation, proxyActivities } from '@temporalio/workflow';
import type { RehearsalActivities } from '../activities/rehearsal/rehearsals.ts';

const { rehearse } = proxyActivities<RehearsalActivities>({
  startToCloseTimeout: '24 hours',
  heartbeatTimeout: '30 seconds',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '30 seconds' },
});
const { concludeRehearsal } = proxyActivities<RehearsalActivities>({
  startToCloseTimeout: '20 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '30 seconds' },
});

export async function campaignRehearsal(input: { rehearsal: string }): Promise<void> {
  try {
    await rehearse(input);
  } catch (error) {
    const status = isCancellation(error) ? 'cancelled' : 'failed';
    const reason = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    await CancellationScope.nonCancellable(() =>
      concludeRehearsal({ ...input, status, ...(status === 'failed' && { error: reason }) }),
    );
  }
}
