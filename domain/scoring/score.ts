/** Scores by several raters: exact, in hundredths of a point. */
import { ratio } from '../policy/ratio.ts';

/** One who rates: what their score weighs is an exact share such as `0.3`; absent, all weigh the same. */
export interface WeightedScore {
  /** Points, a whole number from 0 to 100. */
  score: number;
  weight?: string;
}

/**
 * The weighted mean in hundredths of a point, half a hundredth rounded up. Weights need not make one: raters who are
 * missing leave their share to the rest.
 *
 * @throws RangeError without any score
 */
export function weightedMean(scores: readonly WeightedScore[]): number {
  const parts = scores.map(({ score, weight = '1' }) => ({ score: BigInt(score), ...ratio(weight) }));
  const common = parts.reduce((product, { denominator }) => product * BigInt(denominator), 1n);
  const weightOf = (part: (typeof parts)[number]): bigint =>
    (BigInt(part.numerator) * common) / BigInt(part.denominator);
  const weights = parts.reduce((sum, part) => sum + weightOf(part), 0n);
  if (weights === 0n) throw new RangeError('nobody has scored');
  const points = parts.reduce((sum, part) => sum + part.score * weightOf(part), 0n);
  return Number((points * 200n + weights) / (2n * weights));
}
