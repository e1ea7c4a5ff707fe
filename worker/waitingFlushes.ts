import type { Context } from '@temporalio/activity';
import type { MetricMeter } from '@temporalio/common';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import type { CaseActivities } from '../activities/caseRecords.ts';

const flushActivity: keyof CaseActivities = 'recordCase';
/** A flush is tried again within ten seconds: one that was not seen for so long is another worker's. */
const forgottenAfterMs = 60_000;

/**
 * The flushes that do not get through. Latencies are told of those that do: a flush that is tried again and again shows in
 * none of them.
 */
export class WaitingFlushes {
  private readonly clock: () => number;
  private readonly waiting = new Map<string, { since: number; seen: number }>();

  constructor(clock: () => number = Date.now) {
    this.clock = clock;
  }

  /** How many are waiting, and for how many seconds the oldest has been. */
  measure(): { count: number; seconds: number } {
    const now = this.clock();
    for (const [key, { seen }] of this.waiting) if (now - seen > forgottenAfterMs) this.waiting.delete(key);
    const oldest = Math.min(now, ...[...this.waiting.values()].map(({ since }) => since));
    return { count: this.waiting.size, seconds: (now - oldest) / 1000 };
  }

  /** Follows the flushes of a worker. */
  readonly interceptor: ActivityInterceptorsFactory = ({ info }: Context) => {
    if (info.activityType !== flushActivity) return {};
    return {
      inbound: {
        execute: async (input, next) => {
          const key = `${info.workflowExecution?.runId}|${info.activityId}`;
          const now = this.clock();
          // In the rehearsal space Temporal's time is the case's own, and may be ahead of ours.
          const since = Math.min(now, info.scheduledTimestampMs, this.waiting.get(key)?.since ?? now);
          this.waiting.set(key, { since, seen: now });
          const result = await next(input);
          this.waiting.delete(key);
          return result;
        },
      },
    };
  };
}

/** Keeps the worker's gauges of waiting flushes up to date, until it is stopped. */
export function measureFlushes(
  meter: Pick<MetricMeter, 'createGauge'>,
  flushes: Readonly<Record<string, WaitingFlushes>>,
  everyMs = 5000,
): { stop(): void } {
  const seconds = meter.createGauge(
    'projection_waiting_seconds',
    'float',
    undefined,
    'Age of the oldest flush not through',
  );
  const count = meter.createGauge('projection_flushes_waiting', 'int', undefined, 'Flushes under way or tried again');
  const measure = (): void => {
    for (const [space, each] of Object.entries(flushes)) {
      const measured = each.measure();
      seconds.set(measured.seconds, { space });
      count.set(measured.count, { space });
    }
  };
  measure();
  const timer = setInterval(measure, everyMs);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
