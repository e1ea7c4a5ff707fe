/** Consecutive half-years in the bottom tenth (P18; S0 “连续两次排名后1/10的，对党支部书记进行调整”). */

/**
 * What an earlier half-year was for somebody: `leave` with approval is as if it had not been (A); without a ranking of their own
 * (`unranked`: not assessed, incomplete) nothing follows on nothing (A).
 */
export type Round = 'warned' | 'passed' | 'leave' | 'unranked';

export const bands = ['normal', 'warned', 'adjust'] as const;
export type Band = (typeof bands)[number];

/** How many half-years in a row somebody was warned. @param earlier newest first */
export function warningsBefore(earlier: readonly Round[]): number {
  const counted = earlier.filter((round) => round !== 'leave');
  const end = counted.findIndex((round) => round !== 'warned');
  return end < 0 ? counted.length : end;
}

/** What a place means, and the chain it makes: warned once, or so often in a row that the policy says adjust. */
export function bandOf(
  warned: boolean,
  earlier: readonly Round[],
  roundsToAdjust: number,
): { band: Band; chain: number } {
  if (!warned) return { band: 'normal', chain: 0 };
  const chain = warningsBefore(earlier) + 1;
  return { band: chain >= roundsToAdjust ? 'adjust' : 'warned', chain };
}
