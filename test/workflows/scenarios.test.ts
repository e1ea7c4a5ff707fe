/** The acceptance scenarios of the policy reference that concern rectification, by name, on their own dates. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamicallyIncluded } from '../../domain/rectification/dynamicInclusion.ts';
import { buildOpening, TestBench } from '../support/cases.ts';
import { ago, ahead } from '../support/days.ts';
import { accepted, buildAt, cleanMonth, paper, problem } from '../support/rectification.ts';

let bench: TestBench;
beforeAll(async () => {
  bench = await TestBench.start();
});
afterAll(() => bench.stop());

const { parameters } = buildOpening().policy;

describe('acceptance scenarios', () => {
  it('1, selection: a compound whose case is running is not started twice', async () => {
    const opening = buildOpening();
    await bench.open(opening);
    await expect(bench.open(opening)).rejects.toThrow(/already started/i);
  });

  it('2, cumulative, not consecutive: February #48 and May #50 include the compound', () => {
    const months = [
      { month: '2026-02', cityRank: 48 },
      { month: '2026-03', cityRank: 52 },
      { month: '2026-04', cityRank: 61 },
    ];
    expect(dynamicallyIncluded(months, '2026', parameters)).toBe(false);
    expect(dynamicallyIncluded([...months, { month: '2026-05', cityRank: 50 }], '2026', parameters)).toBe(true);
  });

  it('3, year boundary: December and January do not add up', () => {
    const months = [
      { month: '2025-12', cityRank: 12 },
      { month: '2026-01', cityRank: 9 },
    ];
    expect(dynamicallyIncluded(months, '2026', parameters)).toBe(false);
  });

  it('4, plan rejected by a department: it goes back to the street, and unchanged approvals are kept', async () => {
    const problems = [
      problem('housingBureau', '2026-08-01', { title: '屋面渗漏' }),
      problem('urbanManagement', '2026-08-01', { title: '停车混乱' }),
    ];
    const steps = [
      ...paper.staffed('2026-03-02'),
      ...paper.submitted('2026-03-02', problems),
      { stage: 'planReview#1.urbanManagement', decision: 'approve', effectiveOn: '2026-03-04' },
      { stage: 'planReview#1.housingBureau', decision: 'return', effectiveOn: '2026-03-06', comment: '屋面没有预算' },
    ];
    const compound = await bench.open(buildOpening({ underWay: { startedOn: '2026-03-02', steps } }));
    const { view, tasks } = await compound.snapshot();
    expect(view).toMatchObject({ stage: 'plan', facts: { planReturns: 1 } });
    expect(tasks.find(({ id }) => id === 'plan#2')?.office).toBe('streetPartyWorkingCommittee');
  });

  it('4, continued: only the department whose items changed is asked again', async () => {
    const compound = await bench.open(buildAt('plan', ago(6)));
    const problems = [problem('housingBureau', ahead(59)), problem('urbanManagement', ahead(59))];
    await compound.decide('plan', 'submit', { form: { summary: '一', problems } });
    await compound.decide('planReview#1.urbanManagement', 'approve');
    await compound.decide('planReview#1.housingBureau', 'return', { comment: '屋面没有预算' });
    const mended = [{ ...problems[0], measure: '申请维修资金' }, problems[1]];
    await compound.decide('plan#2', 'submit', { form: { summary: '二', problems: mended as never } });
    const { tasks } = await compound.snapshot();
    expect(tasks.filter(({ stage }) => stage === 'planReview').map(({ id }) => id)).toEqual([
      'planReview#2.housingBureau',
    ]);
    await compound.decide('planReview#2.housingBureau', 'approve');
    const decided = (await compound.timeline()).findLast(({ type }) => type === 'decided');
    expect(decided?.data).toMatchObject({ result: 'approved', kept: ['urbanManagement'] });
  });

  it('5, observation to close: accepted on 15 July, the third month ends on 15 October at 24:00', async () => {
    const compound = await bench.open(buildAt('observation', '2026-07-15'));
    const { tasks, view } = await compound.snapshot();
    expect(view.stage).toBe('observation');
    // All three windows are over today; each asks for its figures, counted from its own last day.
    const checks = tasks.filter(({ face }) => face === 'check');
    expect(checks.map(({ part, deadline }) => [part, deadline?.startOn])).toEqual([
      ['month-1', '2026-08-15'],
      ['month-2', '2026-09-15'],
      ['month-3', '2026-10-15'],
    ]);
    const team = view.facts.team as Record<string, { status: string }>;
    expect(Object.values(team).every(({ status }) => status === 'accepted')).toBe(true);
    for (const { id } of checks) await compound.decide(id, 'report', { form: cleanMonth });
    await compound.decide('closing', 'close');
    await expect(compound.handle.result()).resolves.toEqual({ outcome: 'closed' });
  });

  it('5, continued: a month is not asked for before its last day has ended', async () => {
    const compound = await bench.open(buildAt('midtermAcceptance', ago(0)));
    await accepted(compound);
    await compound.advance('P29D');
    expect((await compound.snapshot()).tasks.filter(({ face }) => face === 'check')).toEqual([]);
    await compound.advance('P3D');
    expect((await compound.snapshot()).tasks.filter(({ face }) => face === 'check').map(({ part }) => part)).toEqual([
      'month-1',
    ]);
  });

  it('6, observation fails in month 2: 22 tickets against a mean of 40; the full three months run again', async () => {
    const compound = await bench.open(buildAt('observation', '2026-07-15'));
    await compound.decide('observation#1.month-1', 'report', { form: cleanMonth });
    await compound.decide('observation#1.month-2', 'report', { form: { complaints: 22, satisfied: 9, surveyed: 10 } });
    const { view } = await compound.snapshot();
    expect(view).toMatchObject({ stage: 'execution', facts: { relapseCount: 1 } });
    expect((await compound.timeline()).findLast(({ type }) => type === 'decided')?.data).toMatchObject({
      result: 'relapsed',
      reasons: ['complaints'],
    });
    const team = view.facts.team as Record<string, { status: string }>;
    expect(Object.values(team).every(({ status }) => status === 'accepted')).toBe(true);

    await compound.decide('execution#2.list', 'list', { form: { problems: [problem('housingBureau', ahead(49))] } });
    await compound.decide('execution#2.P3', 'complete', { evidence: [await compound.evidence()] });
    await compound.decide('execution#2.P3-verify', 'pass');
    await accepted(compound);
    const { stages } = (await compound.snapshot()).view;
    expect(stages['observation#2']?.status).toBe('open');
    await compound.advance('P32D');
    const checks = (await compound.snapshot()).tasks.filter(({ face }) => face === 'check');
    expect(checks.map(({ id }) => id)).toEqual(['observation#2.month-1']);
  });

  it('6, the boundary: exactly half of the mean is no relapse', async () => {
    const compound = await bench.open(buildAt('observation', '2026-07-15'));
    await compound.decide('observation#1.month-1', 'report', { form: { complaints: 20, satisfied: 8, surveyed: 10 } });
    expect((await compound.snapshot()).view.stage).toBe('observation');
  });
});
