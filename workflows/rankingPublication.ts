/** Beside the cases: carries out what the publication of a month’s ranking brings, piece by piece (P02 d). */
import { proxyActivities, sleep } from '@temporalio/workflow';
import type { PublicationActivities, PublicationRef } from '../activities/publishRanking.ts';

const retry = { initialInterval: '1 second', maximumInterval: '1 minute' } as const;
const { carryOutPublication } = proxyActivities<PublicationActivities>({
  startToCloseTimeout: '10 minutes',
  // A worker that dies in the middle is missed soon, and another goes on.
  heartbeatTimeout: '20 seconds',
  retry,
});
const { finishPublication } = proxyActivities<PublicationActivities>({ startToCloseTimeout: '20 seconds', retry });

export async function rankingPublication(ref: PublicationRef): Promise<void> {
  for (;;) {
    const { settled, left } = await carryOutPublication(ref);
    if (left === 0) break;
    // Nobody answered: a case may be held by a fault, or its worker be away.
    if (settled === 0) await sleep('10 seconds');
  }
  await finishPublication(ref);
}
