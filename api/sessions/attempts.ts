import { MemoryStore } from 'express-rate-limit';
import { RetryLater } from '../retryLater.ts';

const windowMilliseconds = 15 * 60_000;
/** Wrong passwords within the window, per what they are counted by. */
const limits = { account: 30, accountAtAddress: 10, address: 100 } as const;

/** Slows down guessing of passwords. Kept in memory: several API processes each allow their own number. */
export interface SignInAttempts {
  /**
   * Counts an attempt before the password is looked at, so that a volley of them is counted too.
   * @throws RetryLater too-many-requests
   */
  begin(username: string, address: string): Promise<void>;
  /** The password was right: the attempt is not held against account or address. */
  succeeded(username: string, address: string): Promise<void>;
  stop(): void;
}

export function signInAttempts(): SignInAttempts {
  const store = new MemoryStore();
  store.init({ windowMs: windowMilliseconds } as Parameters<MemoryStore['init']>[0]);
  const keysOf = (username: string, address: string) => [
    { key: `account ${username.toLowerCase()}`, limit: limits.account },
    { key: `both ${username.toLowerCase()} ${address}`, limit: limits.accountAtAddress },
    { key: `address ${address}`, limit: limits.address },
  ];
  return {
    begin: async (username, address) => {
      let wait = 0;
      for (const { key, limit } of keysOf(username, address)) {
        const { totalHits, resetTime } = await store.increment(key);
        if (totalHits > limit) wait = Math.max(wait, ((resetTime?.getTime() ?? 0) - Date.now()) / 1000, 1);
      }
      if (wait > 0)
        throw new RetryLater('too-many-requests', Math.ceil(wait), {
          zh: `请在 ${Math.ceil(wait / 60)} 分钟后重试`,
          en: `Try again in ${Math.ceil(wait / 60)} minutes`,
        });
    },
    succeeded: async (username, address) => {
      for (const { key } of keysOf(username, address)) await store.decrement(key);
    },
    stop: () => store.shutdown(),
  };
}
