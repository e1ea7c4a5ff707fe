/** Money of the maintenance fund: whole fen, never a float. */
import { z } from 'zod';
import { ratio } from '../policy/ratio.ts';
import { field } from '../procedures/forms.ts';
import { type Text, text } from '../text.ts';

const inFen = text('以分为单位：1元=100分，5万元=5000000', 'In fen: 1 yuan is 100, 50,000 yuan are 5000000');

/** An amount in fen, up to 10,000 million yuan. */
export const fenSchema = z.int().min(0).max(1_000_000_000_000);

/** A form field for an amount in fen. */
export function fenField(title: Text) {
  return field(fenSchema, text(`${title.zh}（分）`, `${title.en} (fen)`), inFen);
}

/**
 * The part of an amount that a share makes, in whole fen, rounded down.
 * @param share exact, such as `0.70`
 */
export function partOf(fen: number, share: string): number {
  const { numerator, denominator } = ratio(share);
  return Number((BigInt(fen) * BigInt(numerator)) / BigInt(denominator));
}
