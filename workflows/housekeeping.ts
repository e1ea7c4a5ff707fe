/** What is done once a day beside the cases: open dates are brought up to the calendar, chain heads are anchored. */
import { proxyActivities } from '@temporalio/workflow';
import type { AnchorActivities } from '../activities/anchorHeads.ts';
import type { CalendarActivities } from '../activities/projectCalendar.ts';

const { projectCalendar, anchorHeads } = proxyActivities<CalendarActivities & AnchorActivities>({
  startToCloseTimeout: '10 minutes',
  retry: { initialInterval: '10 seconds', maximumInterval: '10 minutes' },
});

export async function housekeeping(): Promise<void> {
  while ((await projectCalendar()).more);
  await anchorHeads();
}
