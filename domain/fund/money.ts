/** Money of the maintenance fund: whole fen, never a float. */
import { z } from 'zod';
import { ratio } from '../policy/ratio.ts';
import { field, hundredths } from '../procedures/forms.ts';
import type { Text } from '../text.ts';

/** An amount in fen, up to 10,000 million yuan. */
export const fenSchema = z.int().min(0).max(1_000_000_000_000);

/** A form field for an amount in fen. */
export function fenField(title: Text) {
  return field(hundredths(fenSchema, 'fen'), title);
}

/**
 * The part of an amount that a share makes, in whole fen, rounded down.
 * @param share exact, such as `0.70`
 */
export function partOf(fen: number, share: string): number {
  const { numerator, denominator } = ratio(share);
  return Number((BigInt(fen) * BigInt(numerator)) / BigInt(denominator));
}
