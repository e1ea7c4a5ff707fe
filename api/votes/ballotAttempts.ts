import { MemoryStore } from 'express-rate-limit';
import { RetryLater } from '../retryLater.ts';

const windowMilliseconds = 15 * 60_000;
/** From one address within the window; a whole compound may stand behind one. */
const limits = { looks: 2000, wrongCodes: 60 } as const;

/** Slows down guessing of addresses and codes. Kept in memory: several API processes each allow their own number. */
export interface BallotAttempts {
  /** Somebody looks at a ballot. @throws RetryLater too-many-requests */
  look(address: string): Promise<void>;
  /** Counts a code before it is looked at, so that a volley of them is counted too. @throws RetryLater too-many-requests */
  begin(address: string): Promise<void>;
  /** The code was right: it is not held against the address. */
  succeeded(address: string): Promise<void>;
  stop(): void;
}

export function ballotAttempts(): BallotAttempts {
  const store = new MemoryStore();
  store.init({ windowMs: windowMilliseconds } as Parameters<MemoryStore['init']>[0]);
  const count = async (key: string, limit: number): Promise<void> => {
    const { totalHits, resetTime } = await store.increment(key);
    if (totalHits <= limit) return;
    const seconds = Math.max(1, Math.ceil(((resetTime?.getTime() ?? 0) - Date.now()) / 1000));
    throw new RetryLater('too-many-requests', seconds, {
      zh: `请在 ${Math.ceil(seconds / 60)} 分钟后重试`,
      en: `Try again in ${Math.ceil(seconds / 60)} minutes`,
    });
  };
  return {
    look: (address) => count(`look ${address}`, limits.looks),
    begin: (address) => count(`code ${address}`, limits.wrongCodes),
    succeeded: (address) => store.decrement(`code ${address}`) as Promise<void>,
    stop: () => store.shutdown(),
  };
}
