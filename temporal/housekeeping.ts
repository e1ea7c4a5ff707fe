import { type Client, ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client';
import type { Config } from '../config.ts';

/** What is done every night, and at what hour, Shanghai time; each is the workflow of its name. */
const nightly = { housekeeping: 2, reconciliation: 3 } as const;

/** Has the daily housekeeping of a space done every night, and once now; and its reconciliation at night. Safe to repeat. */
export async function ensureHousekeeping(client: Client, config: Pick<Config, 'temporal'>): Promise<void> {
  await ensureNightly(client, config, 'housekeeping');
  await ensureNightly(client, config, 'reconciliation');
  await client.schedule.getHandle('housekeeping').trigger(ScheduleOverlapPolicy.SKIP);
}

async function ensureNightly(
  client: Client,
  config: Pick<Config, 'temporal'>,
  scheduleId: keyof typeof nightly,
): Promise<void> {
  try {
    await client.schedule.create({
      scheduleId,
      spec: { calendars: [{ hour: nightly[scheduleId] }], timezone: 'Asia/Shanghai' },
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 day' },
      action: {
        type: 'startWorkflow',
        workflowType: scheduleId,
        workflowId: scheduleId,
        taskQueue: config.temporal.taskQueue,
        args: [],
      },
    });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
}
