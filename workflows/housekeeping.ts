/** Once a day beside the cases: open dates follow the calendar, chain heads are anchored, broken-off uploads go, terms that end are seen to. */
import { proxyActivities } from '@temporalio/workflow';
import type { AnchorActivities } from '../activities/anchorHeads.ts';
import type { EvidenceActivities } from '../activities/clearEvidence.ts';
import type { CalendarActivities } from '../activities/projectCalendar.ts';
import type { TermScanActivities } from '../activities/startBeforeTermEnds.ts';

const { projectCalendar, anchorHeads, clearEvidence, startBeforeTermEnds } = proxyActivities<
  CalendarActivities & AnchorActivities & EvidenceActivities & TermScanActivities
>({
  startToCloseTimeout: '10 minutes',
  retry: { initialInterval: '10 seconds', maximumInterval: '10 minutes' },
});

export async function housekeeping(): Promise<void> {
  while ((await projectCalendar()).more);
  await anchorHeads();
  await clearEvidence();
  while ((await startBeforeTermEnds()).more);
}
