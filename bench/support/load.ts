import { setTimeout as pause } from 'node:timers/promises';

/** Runs `calls` calls with `callers` at a time; returns the latency of each, in milliseconds. */
export async function inParallel(
  callers: number,
  calls: number,
  call: (n: number) => Promise<unknown>,
): Promise<number[]> {
  const latencies: number[] = [];
  let next = 0;
  const caller = async (): Promise<void> => {
    for (let n = next++; n < calls; n = next++) {
      const started = performance.now();
      await call(n);
      latencies.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return latencies;
}

/** Starts a call every `1000 / rate` milliseconds, whether the last has been answered or not. */
export async function atRate(rate: number, calls: number, call: (n: number) => Promise<unknown>): Promise<number[]> {
  const latencies: number[] = [];
  const running: Promise<void>[] = [];
  const begun = performance.now();
  for (let n = 0; n < calls; n += 1) {
    await pause(Math.max(0, begun + (n * 1000) / rate - performance.now()));
    const started = performance.now();
    running.push(call(n).then(() => void latencies.push(performance.now() - started)));
  }
  await Promise.all(running);
  return latencies;
}

export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

export function percentile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * p) / 100))] ?? Number.NaN;
}
