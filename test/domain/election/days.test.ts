import { describe, expect, it } from '@jest/globals';
import { loadCalendars, loadPolicies } from '../../../api/policies/loadPolicies.ts';
import { buildCalendar } from '../../../domain/calendar/calendar.ts';
import type { Rules } from '../../../domain/deadline/dueDay.ts';
import { filingDue, firstMeetingDue, firstMeetingDueExtended, reelectionDue } from '../../../domain/election/days.ts';
import { caseParameters, resolvePolicy } from '../../../domain/policy/resolvePolicy.ts';
import { policyFolder } from '../../support/policyFolder.ts';

const policies = await loadPolicies(policyFolder);
const calendar = buildCalendar(await loadCalendars(`${policyFolder}/calendars`));
const rulesOf = (locality: string): Rules => ({
  parameters: caseParameters(resolvePolicy(policies, locality), ['election', 'vote']),
  calendar,
});

describe('the legal days of an election', () => {
  it('scenario 10: a group of 20 April 2026 has its first meeting by Monday 20 July; Sunday 19 July is in time', () => {
    const due = firstMeetingDue('2026-04-20', rulesOf('linyi'));
    expect(due).toBe('2026-07-20');
    expect('2026-07-19' <= due).toBe(true);
  });

  it('gives Qingdao sixty days, and thirty more with the street’s approval', () => {
    expect(firstMeetingDue('2026-04-20', rulesOf('shinan'))).toBe('2026-06-22');
    expect(firstMeetingDueExtended('2026-04-20', rulesOf('shinan'))).toBe('2026-07-20');
    expect(firstMeetingDueExtended('2026-04-20', rulesOf('linyi'))).toBe('2026-07-20');
  });

  it('scenario 11: elected on 4 September 2026, filed by 8 October, after National Day; the 9th is late', () => {
    const due = filingDue('2026-09-04', rulesOf('linyi'));
    expect(due).toBe('2026-10-08');
    expect('2026-10-09' > due).toBe(true);
  });

  it('has the re-election ninety days before the term ends, sixty in Qingdao, earlier when that is a rest day', () => {
    expect(reelectionDue('2026-12-31', rulesOf('linyi'))).toBe('2026-09-30');
    // 2 October is a holiday.
    expect(reelectionDue('2026-12-01', rulesOf('shinan'))).toBe('2026-09-30');
  });
});
