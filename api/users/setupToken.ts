import { createHash, randomBytes } from 'node:crypto';
import type { AccountModels } from '../../models/users.ts';

const lifetimeMilliseconds = 24 * 3_600_000;

/** A one-time token that lets its holder create the first administrator; it replaces any earlier one. */
export async function createSetupToken({ setupTokens }: AccountModels, now: Date): Promise<string> {
  const token = randomBytes(24).toString('base64url');
  const expiresAt = new Date(now.getTime() + lifetimeMilliseconds);
  await setupTokens.updateOne({ _id: 'administrator' }, { $set: { hash: hashed(token), expiresAt } }, { upsert: true });
  return token;
}

/** Whether the token holds; it does so once. */
export async function redeemSetupToken({ setupTokens }: AccountModels, token: string, now: Date): Promise<boolean> {
  const { deletedCount } = await setupTokens.deleteOne({
    _id: 'administrator',
    hash: hashed(token),
    expiresAt: { $gt: now },
  });
  return deletedCount === 1;
}

function hashed(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
