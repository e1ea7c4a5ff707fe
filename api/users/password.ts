import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { z } from 'zod';

const derive = promisify<string | Buffer, Buffer, number, ScryptOptions, Buffer>(scrypt);

/** 32 MiB and about a tenth of a second a guess; sign-ins are slowed down besides. Stored with each hash, so it can rise. */
const cost = { N: 2 ** 15, r: 8, p: 1 };
const keyLength = 32;
const maxmem = 64 * 1024 * 1024;

/** A password somebody chooses. */
export const passwordSchema = z
  .string()
  .min(10, 'at least 10 characters')
  .max(200)
  .describe('At least 10 characters; any are allowed');

/** The hash under which a password is stored, with its own salt and the setting it was made with. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const { N, r, p } = cost;
  const key = await derive(password.normalize('NFKC'), salt, keyLength, { ...cost, maxmem });
  return ['scrypt', N, r, p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** Whether the password is the one stored. Takes as long for an account that does not exist (`stored` undefined). */
export async function passwordMatches(password: string, stored: string | undefined): Promise<boolean> {
  const [, N, r, p, salt = '', hash = ''] = (stored ?? nobody).split('$');
  const expected = Buffer.from(hash, 'base64url');
  const setting = { N: Number(N), r: Number(r), p: Number(p), maxmem };
  const key = await derive(password.normalize('NFKC'), Buffer.from(salt, 'base64url'), expected.length, setting);
  return timingSafeEqual(key, expected) && stored !== undefined;
}

const nobody = [
  'scrypt',
  cost.N,
  cost.r,
  cost.p,
  'AAAAAAAAAAAAAAAAAAAAAA',
  Buffer.alloc(keyLength).toString('base64url'),
].join('$');

/** Letters and digits that nobody confuses when reading them aloud. */
const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789';

/** A random password to hand over: 16 characters in groups of four, 80 bits. */
export function randomPassword(): string {
  const letters = [...randomBytes(16)].map((byte) => alphabet[byte % alphabet.length] ?? '');
  return [0, 4, 8, 12].map((start) => letters.slice(start, start + 4).join('')).join('-');
}
