/** When owners may convene, and who may ask for it (274号8, 46; 山东条例20, 28; 青岛条例21, 22). */
import { addMonths, type PlainDay } from '../calendar/calendar.ts';
import type { CaseParameters } from '../case/opening.ts';
import { exceeds, reaches } from '../policy/ratio.ts';
import type { ParameterName } from '../procedures/declaration.ts';
import { flagOf, parameter, termOf, wordOf } from '../procedures/parameters.ts';
import type { SurveyFigures } from './facts.ts';

export type ConveningTest = 'area' | 'heads' | 'years';

/** The tests that are met, any one of which suffices. In whole numbers; areas in 0.01 m². */
export function conveningTestsMet(survey: SurveyFigures, day: PlainDay, parameters: CaseParameters): ConveningTest[] {
  const { totalArea, deliveredArea, totalHeads, movedInHeads, firstDeliveredOn } = survey;
  const enough = flagOf(parameters, 'election.conveningAreaStrict') ? exceeds : reaches;
  const heads = shareOf(parameters, 'election.conveningHeadsShare');
  const years = termOf(parameters, 'election.conveningYears');
  const headsThen = shareOf(parameters, 'election.conveningYearsHeadsShare');
  const met: ConveningTest[] = [];
  if (enough(deliveredArea, totalArea, wordOf(parameters, 'election.conveningAreaShare'))) met.push('area');
  if (heads !== undefined && reaches(movedInHeads, totalHeads, heads)) met.push('heads');
  if (years && headsThen !== undefined && firstDeliveredOn !== undefined) {
    const old = addMonths(firstDeliveredOn, 12 * years.n) <= day;
    if (old && reaches(movedInHeads, totalHeads, headsThen)) met.push('years');
  }
  return met;
}

/**
 * Whether enough owners apply: by area or by headcount. True where no share is asked for.
 *
 * @param share `election.conveningApplicationShare` of a first meeting, `election.extraMeetingOwnersShare` of a re-election
 */
export function applicantsSuffice(survey: SurveyFigures, share: ParameterName, parameters: CaseParameters): boolean {
  const needed = shareOf(parameters, share);
  if (needed === undefined) return true;
  const { heads, area } = survey.applicants ?? { heads: 0, area: 0 };
  return reaches(heads, survey.totalHeads, needed) || reaches(area, survey.totalArea, needed);
}

/** Whether so few members are left that the committee is elected anew: fewer than the share of those elected. */
export function tooFewMembersLeft({ members }: Pick<SurveyFigures, 'members'>, parameters: CaseParameters): boolean {
  if (members === undefined) return false;
  return !reaches(members.left, members.elected, wordOf(parameters, 'election.vacancyReelectionShare'));
}

function shareOf(parameters: CaseParameters, name: ParameterName): string | undefined {
  return parameter(parameters, name).value === null ? undefined : wordOf(parameters, name);
}
