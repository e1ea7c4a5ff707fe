import { describe, expect, it } from '@jest/globals';
import { loadCalendars, loadPolicies } from '../../../api/policies/loadPolicies.ts';
import { addDays, buildCalendar, dayKind } from '../../../domain/calendar/calendar.ts';
import { caseParameters, resolvePolicy } from '../../../domain/policy/resolvePolicy.ts';
import { completeAssumptions, type GivenAssumptions } from '../../../domain/rehearsal/assumptions.ts';
import { planRehearsal, type RehearsalPlan } from '../../../domain/rehearsal/plan.ts';
import { rehearsedSubject } from '../../../domain/rehearsal/rehearsal.ts';
import { reportOf } from '../../../domain/rehearsal/report.ts';
import { sensitivityOf } from '../../../domain/rehearsal/sensitivity.ts';
import { simulate } from '../../../domain/rehearsal/simulate.ts';
import { policyFolder } from '../../support/policyFolder.ts';

const policy = resolvePolicy(await loadPolicies(policyFolder), 'lanshan');
const published = buildCalendar(await loadCalendars(`${policyFolder}/calendars`));
const parameters = caseParameters(policy, ['rectification', 'pairing', 'ladder', 'acts']);

function buildPlan(given: GivenAssumptions = {}, compounds = 20): RehearsalPlan {
  const listed = Array.from({ length: compounds }, (_, n) => ({
    compound: `C-${n}`,
    name: '示例小区',
    scope: `linyi/lanshan/yinqueshan/hongqi/C-${n}`,
    route: 'initialRanking' as const,
    baselineMonthlyComplaints: 30,
    staffing: { departments: [] },
    locality: 'lanshan',
  }));
  const policies = { lanshan: { version: policy.version, parameters } };
  return planRehearsal(
    { assumptions: completeAssumptions(given), published, policies, compounds: listed },
    { today: '2026-03-02', months: 9 },
  );
}

describe('a simulated rehearsal', () => {
  it('comes out the same in whatever order compounds are played, and otherwise with another seed', () => {
    const plan = buildPlan();
    const report = reportOf(plan, simulate(plan));
    const turned = { ...plan, compounds: plan.compounds.toReversed() };
    expect(reportOf(turned, simulate(turned))).toEqual(report);
    expect(reportOf(plan, simulate(buildPlan({ seed: '2' }))).fingerprint).not.toBe(report.fingerprint);
  });

  it('has nothing decided by an office that is absent, and only on days that are worked', () => {
    const absence = { office: 'housingBureau', from: '2026-04-01', to: '2026-05-20' } as const;
    const holidays = ['2026-03-12', '2026-03-13'];
    const plan = buildPlan({ absences: [absence], holidays });
    const decided = simulate(plan).flatMap(({ entries }) => entries.filter(({ what }) => what === 'decided'));
    expect(decided.length).toBeGreaterThan(200);
    for (const { day } of decided) expect(dayKind(plan.calendar, day)).toMatchObject({ working: true });
    const days = decided.flatMap((entry) => ('office' in entry && entry.office === absence.office ? [entry.day] : []));
    expect(days.filter((day) => day >= absence.from && day <= absence.to)).toEqual([]);
    expect(decided.filter(({ day }) => holidays.includes(day))).toEqual([]);
  });

  it('ends for everybody soonest where all goes well, and counts nothing missed there', () => {
    const well = buildPlan({
      everyOffice: { answers: { measure: 'workingDays', days: 0, spread: 0 }, latePercent: 0, lateByDays: 1 },
      offices: {},
      refusals: { nominees: 0, planReview: 0, planDecision: 0, verification: 0, acceptance: 0 },
      afterwards: { relapsePercent: [0], complaintsPercent: 0, satisfiedPercent: 100, cityRankPercent: 0 },
    });
    const report = reportOf(well, simulate(well));
    expect(report).toMatchObject({ finished: 20, relapses: 0, returns: {}, missed: { total: 0 } });
    // All but the three months of observation is done on the first day; the last month is reported on the day after.
    expect(report.medianFinish).toBe(report.finish90);
    expect(report.medianFinish).toBe('2026-06-04');
  });

  it('says what one changed assumption changes', async () => {
    const plan = buildPlan({ holidays: [addDays('2026-03-02', 10)] });
    const rows = await sensitivityOf(plan, reportOf(plan, simulate(plan)), async () => {});
    const by = (change: string) => rows.find(({ change: { en } }) => en === change);
    expect(by('Nobody answers late')?.missed).toBeLessThan(0);
    expect(by('No relapse')?.finished).toBeGreaterThanOrEqual(0);
    expect(by('No further rest days')).toBeDefined();
    expect(by('Nobody is absent')).toBeUndefined();
  });
});

describe('the subject a compound is rehearsed under', () => {
  it('is its own in each rehearsal and fits a case id, however long the compound’s is', () => {
    expect(rehearsedSubject('C-01', 'R-0a1b2c3d')).toBe('C-01-R0a1b2c3d');
    const long = ['甲'.repeat(39) + '一', '甲'.repeat(39) + '二'].map((each) => rehearsedSubject(each, 'R-0a1b2c3d'));
    expect(new Set(long).size).toBe(2);
    for (const each of long) expect(each.length).toBeLessThanOrEqual(40);
  });
});
