/** The bottom tenth 后1/10 of a pool (P18; S0 for the share, A for pool, rounding and ties). */
import { ratio } from '../policy/ratio.ts';

/** One who was scored. */
export interface Scored {
  id: string;
  /** Hundredths of a point. */
  total: number;
  /** The residents' points: of two equal totals the one with fewer stands lower (A). */
  residents: number;
}

export interface PoolRules {
  /** Exact share that is warned, such as `0.10`. */
  share: string;
  rounding: 'floor' | 'ceiling' | 'nearest';
  /** Nobody is warned in a smaller pool. */
  minPool: number;
}

export interface Place {
  id: string;
  /** 1 is the best; who cannot be told apart shares a rank. */
  rank: number;
  /** How many were ranked. */
  of: number;
  warned: boolean;
}

/**
 * How many of a pool are warned: its share, rounded by the policy, one at least (A); none of a pool that is too small, or
 * where the policy warns no share. 42 make 4 at a tenth, rounded down.
 */
export function bottomCount(size: number, { share, rounding, minPool }: PoolRules): number {
  const { numerator, denominator } = ratio(share);
  if (size === 0 || size < minPool || numerator === 0) return 0;
  const part = size * numerator;
  const rounded = {
    floor: Math.floor(part / denominator),
    ceiling: Math.ceil(part / denominator),
    nearest: Math.floor((2 * part + denominator) / (2 * denominator)),
  }[rounding];
  return Math.min(size, Math.max(1, rounded));
}

/**
 * The place of each in its pool. Where the cut falls between people of the same total, the lower residents' score is warned
 * first; those who are still equal are all warned, and then more than `bottomCount`.
 */
export function rankPool(pool: readonly Scored[], rules: PoolRules): Place[] {
  const fromBelow = pool.toSorted(compare);
  const cut = fromBelow[bottomCount(pool.length, rules) - 1];
  return pool.map((each) => ({
    id: each.id,
    rank: 1 + pool.filter((other) => compare(other, each) > 0).length,
    of: pool.length,
    warned: cut !== undefined && compare(each, cut) <= 0,
  }));
}

function compare(a: Scored, b: Scored): number {
  return a.total - b.total || a.residents - b.residents;
}
