import { MemoryStore } from 'express-rate-limit';
import { RetryLater } from '../retryLater.ts';

const windowMilliseconds = 60_000;
/** Readings from one address within the window; a whole office may stand behind one. */
const limit = 120;

/** Slows down guessing of secret addresses. Kept in memory: several API processes each allow their own number. */
export interface FeedReadings {
  /** @throws RetryLater too-many-requests */
  begin(address: string): Promise<void>;
  stop(): void;
}

export function feedReadings(): FeedReadings {
  const store = new MemoryStore();
  store.init({ windowMs: windowMilliseconds } as Parameters<MemoryStore['init']>[0]);
  return {
    begin: async (address) => {
      const { totalHits } = await store.increment(address);
      if (totalHits > limit) throw new RetryLater('too-many-requests', windowMilliseconds / 1000);
    },
    stop: () => store.shutdown(),
  };
}
