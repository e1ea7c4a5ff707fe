import { describe, expect, it } from '@jest/globals';
import type { Context } from '@temporalio/activity';
import { WaitingFlushes } from '../../worker/waitingFlushes.ts';

const start = Date.parse('2026-09-23T01:00:00Z');

/** Flushes under a clock that stands still until it is moved. */
function buildFlushes() {
  let now = start;
  const flushes = new WaitingFlushes(() => now);
  const attempt = async (
    activityId: string,
    outcome: 'through' | 'fails',
    overrides: Partial<Context['info']> = {},
  ) => {
    const info = {
      activityType: 'recordCase',
      activityId,
      workflowExecution: { workflowId: 'a', runId: 'r' },
      scheduledTimestampMs: start,
      ...overrides,
    };
    const { inbound } = flushes.interceptor({ info } as Context);
    const next = async () => {
      if (outcome === 'fails') throw new Error('MongoDB is away');
    };
    const input = { args: [], headers: {} };
    await (inbound?.execute ? inbound.execute(input, next) : next()).catch(() => undefined);
  };
  return {
    flushes,
    attempt,
    pass: (seconds: number) => {
      now += seconds * 1000;
    },
  };
}

describe('flushes that are tried again', () => {
  it('wait since they were asked for, until they are through', async () => {
    const { flushes, attempt, pass } = buildFlushes();
    expect(flushes.measure()).toEqual({ count: 0, seconds: 0 });
    pass(4);
    await attempt('1', 'fails');
    await attempt('2', 'through');
    expect(flushes.measure()).toEqual({ count: 1, seconds: 4 });
    pass(10);
    await attempt('1', 'fails');
    expect(flushes.measure()).toEqual({ count: 1, seconds: 14 });
    await attempt('1', 'through');
    expect(flushes.measure()).toEqual({ count: 0, seconds: 0 });
  });

  it('are another worker’s once they are not seen here any more', async () => {
    const { flushes, attempt, pass } = buildFlushes();
    await attempt('1', 'fails');
    pass(61);
    expect(flushes.measure()).toEqual({ count: 0, seconds: 0 });
  });

  it('of a case whose time is ahead of ours wait since they were first seen', async () => {
    const { flushes, attempt, pass } = buildFlushes();
    await attempt('1', 'fails', { scheduledTimestampMs: start + 86_400_000 });
    pass(5);
    await attempt('1', 'fails', { scheduledTimestampMs: start + 86_400_000 });
    expect(flushes.measure()).toEqual({ count: 1, seconds: 5 });
  });

  it('are no other activity', async () => {
    const { flushes, attempt, pass } = buildFlushes();
    await attempt('1', 'fails', { activityType: 'anchorHeads' });
    pass(5);
    expect(flushes.measure()).toEqual({ count: 0, seconds: 0 });
  });
});
