/** A calendar year was entered: open dates follow at once, and not only with the night's housekeeping. */
import { proxyActivities } from '@temporalio/workflow';
import type { CalendarActivities } from '../activities/projectCalendar.ts';

const { projectCalendar } = proxyActivities<CalendarActivities>({
  startToCloseTimeout: '10 minutes',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});

export async function calendarProjection(): Promise<void> {
  while ((await projectCalendar()).more);
}
