/**
 * A cycle beside its cases: one round of a procedure over a register, such as the assessment of all secretaries of a street for
 * a half-year. It lets the cases start, a wave at a time, and tells them what only a comparison of all can say.
 *
 * It holds nothing: what is to be done, and what came of it, is in the documents. It looks at them whenever a case has news, at
 * the end of the due day, and once a week, until all cases have ended; so a case that comes late or is corrected is told as well.
 */
import { condition, continueAsNew, proxyActivities, setHandler, workflowInfo } from '@temporalio/workflow';
import type { CycleActivities } from '../activities/cycles/cycles.ts';
import { cycleLookSignal, cycleNewsSignal } from './messages.ts';

/** Past so many events a cycle continues as new. */
const historyBound = 500;

const { carryOnCycle, retryCycle } = proxyActivities<CycleActivities>({
  startToCloseTimeout: '20 minutes',
  heartbeatTimeout: '40 seconds',
  retry: { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '30 seconds' },
});

export async function cycle(id: string): Promise<void> {
  let [news, retry] = [false, false];
  setHandler(cycleNewsSignal, () => {
    news = true;
  });
  setHandler(cycleLookSignal, () => {
    [news, retry] = [true, true];
  });
  for (;;) {
    if (retry) {
      retry = false;
      await retryCycle(id);
    }
    news = false;
    const { state, wakeAt } = await carryOnCycle({ cycle: id, at: new Date(Date.now()).toISOString() });
    if (state === 'closed') return;
    if (state === 'waiting') await condition(() => news, Math.max(1, Date.parse(wakeAt) - Date.now()));
    if (workflowInfo().historyLength > historyBound && !news) await continueAsNew<typeof cycle>(id);
  }
}
