import { type Client, ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client';
import type { Config } from '../config.ts';

const scheduleId = 'housekeeping';

/** Has the daily housekeeping of a space done at two in the morning, Shanghai time, and once now. Safe to repeat. */
export async function ensureHousekeeping(client: Client, config: Pick<Config, 'temporal'>): Promise<void> {
  try {
    await client.schedule.create({
      scheduleId,
      spec: { calendars: [{ hour: 2 }], timezone: 'Asia/Shanghai' },
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 day' },
      action: {
        type: 'startWorkflow',
        workflowType: 'housekeeping',
        workflowId: scheduleId,
        taskQueue: config.temporal.taskQueue,
        args: [],
      },
    });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
  await client.schedule.getHandle(scheduleId).trigger(ScheduleOverlapPolicy.SKIP);
}
