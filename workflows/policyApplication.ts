/** A policy is applied to running cases, a few at a time; what came of each is noted as it goes. */
import { continueAsNew, proxyActivities, sleep } from '@temporalio/workflow';
import type { PolicyApplicationActivities } from '../activities/applyPolicies.ts';

const { chooseCases, applyToCases } = proxyActivities<PolicyApplicationActivities>({
  // A batch of cases none of which answers.
  startToCloseTimeout: '15 minutes',
  // A worker that dies in the middle is missed soon, and another goes on.
  heartbeatTimeout: '20 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});

/** So that daily work comes in between. */
const breath = '200 milliseconds';
const batchesARun = 100;

export async function policyApplication(id: string): Promise<void> {
  await chooseCases(id);
  for (let batches = 0; await applyToCases(id); batches += 1) {
    if (batches === batchesARun) await continueAsNew<typeof policyApplication>(id);
    await sleep(breath);
  }
}
