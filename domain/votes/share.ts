import { type Ratio, ratio } from '../policy/ratio.ts';

/** The smallest part of a whole that reaches a share, or that exceeds it where the share itself is not enough. */
export function neededOf(whole: number, share: Ratio | string, strict: boolean): number {
  const { numerator, denominator } = typeof share === 'string' ? ratio(share) : share;
  const [product, under] = [BigInt(whole) * BigInt(numerator), BigInt(denominator)];
  const floor = product / under;
  // Nothing of nothing reaches no share.
  if (whole === 0) return 1;
  if (strict) return Number(floor) + 1;
  return Number(product % under === 0n ? floor : floor + 1n);
}

/** A part in percent with two decimals, cut off and never rounded up, so that it shows no border reached that is not: `66.66`. */
export function percentOf(part: number, whole: number): string {
  if (whole === 0) return '0.00';
  const hundredths = (BigInt(part) * 10_000n) / BigInt(whole);
  return `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')}`;
}

/** An area in 0.01 m² as m², with both decimals: `89.50`. */
export function squareMetres(area: number): string {
  return `${Math.floor(area / 100)}.${String(area % 100).padStart(2, '0')}`;
}
