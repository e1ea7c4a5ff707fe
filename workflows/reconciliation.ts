/** Once a day: every case in the read model is compared with what its workflow recorded. What differs is counted, not mended. */
import { proxyActivities } from '@temporalio/workflow';
import type { ComparisonActivities } from '../activities/reconcile/compareCases.ts';

const { compareCases } = proxyActivities<ComparisonActivities>({
  // Some thousand cases; a worker that ends meanwhile leaves it to another, from the beginning.
  startToCloseTimeout: '6 hours',
  heartbeatTimeout: '2 minutes',
  retry: { initialInterval: '1 minute', maximumAttempts: 5 },
});

export async function reconciliation(): Promise<{ compared: number; differing: number }> {
  return await compareCases();
}
