import type { CaseParameters } from '../case/opening.ts';
import { exceeds, ratio, reaches } from '../policy/ratio.ts';
import { numberOf, wordOf } from '../procedures/parameters.ts';

/** What an observation month brought: tickets in its own window, satisfaction of those surveyed. */
export interface ObservedMonth {
  complaints: number;
  satisfied: number;
  surveyed: number;
  /** City ranks of the calendar months that were published inside the window. */
  cityRanks: number[];
}

export type RelapseReason = 'complaints' | 'cityRank' | 'satisfaction';

/**
 * Why an observation month fails (the sources give no test; all limits are policy, A): more complaints than the share of
 * the monthly mean before the campaign, a city rank within the limit, or too few satisfied. Nobody surveyed is no failure,
 * and without a mean to compare with complaints alone are none.
 */
export function relapseReasons(month: ObservedMonth, baseline: number, parameters: CaseParameters): RelapseReason[] {
  const complaintRatio = ratio(wordOf(parameters, 'rectification.relapseComplaintRatio'));
  const satisfactionMin = ratio(wordOf(parameters, 'rectification.relapseSatisfactionMin'));
  const rankMax = numberOf(parameters, 'rectification.dynamicInclusionRankMax');
  const reasons: RelapseReason[] = [];
  if (baseline > 0 && exceeds(month.complaints, baseline, complaintRatio)) reasons.push('complaints');
  if (month.cityRanks.some((rank) => rank <= rankMax)) reasons.push('cityRank');
  if (month.surveyed > 0 && !reaches(month.satisfied, month.surveyed, satisfactionMin)) reasons.push('satisfaction');
  return reasons;
}
