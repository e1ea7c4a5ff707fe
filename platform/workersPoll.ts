import { setTimeout as pause } from 'node:timers/promises';
import proto from '@temporalio/proto';
import type { Config } from '../config.ts';
import { connectTemporal } from '../temporal/connection.ts';

/**
 * Waits until workers take tasks in both spaces. Asked of Temporal, so that a worker needs no port of its own.
 *
 * @param signal says that waiting is pointless.
 */
export async function workersPoll(config: Pick<Config, 'temporal'>, signal: AbortSignal): Promise<void> {
  const { namespaces, taskQueue } = config.temporal;
  const since = Date.now();
  const connection = await connectTemporal(config);
  try {
    while (!signal.aborted) {
      const polled = await Promise.all(
        Object.values(namespaces).map(async (namespace) => {
          const { pollers } = await connection.workflowService.describeTaskQueue({
            namespace,
            taskQueue: { name: taskQueue },
            taskQueueType: proto.temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
          });
          // A worker that was killed stays on the list for minutes.
          return pollers.some(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * 1000 >= since - 1000);
        }),
      );
      if (polled.every(Boolean)) return;
      await pause(100);
    }
  } finally {
    await connection.close();
  }
}
