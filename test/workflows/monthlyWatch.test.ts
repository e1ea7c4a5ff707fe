import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, addMonths, dayOf } from '../../domain/calendar/calendar.ts';
import { buildOpening, refusal, TestBench, type TestCase } from '../support/cases.ts';
import { ago, ahead } from '../support/days.ts';
import { buildAt, cleanMonth, problem } from '../support/rectification.ts';

let bench: TestBench;
beforeAll(async () => {
  bench = await TestBench.start();
});
afterAll(() => bench.stop());

/** Moves the case into the n-th month after the one it was entered in. */
async function intoMonth(compound: TestCase, n: number): Promise<void> {
  const { view } = await compound.snapshot();
  const first = addMonths(`${dayOf(view.startedAt).slice(0, 8)}01`, n);
  await compound.advanceTo(`${addDays(first, -1)}T16:00:30.000Z`);
}

const month = { ...cleanMonth, cityRank: 300 };

describe('the monthly watch', () => {
  it('asks the hotline office for each month once it is over, due on the fifth working day', async () => {
    const compound = await bench.open(buildAt('execution', ago(6)));
    expect((await compound.snapshot()).tasks.some(({ stage }) => stage === 'monthlyWatch')).toBe(false);
    await intoMonth(compound, 1);
    const task = await compound.task('monthlyWatch');
    expect(task).toMatchObject({
      id: 'monthlyWatch#1',
      office: 'hotlineOffice',
      deadline: { term: { n: 5, unit: 'workingDays' } },
    });
    await compound.decide('monthlyWatch#1', 'report', { form: month });
    const { view, tasks } = await compound.snapshot();
    expect(Object.keys(view.facts.months as object)).toEqual([dayOf(view.startedAt).slice(0, 7)]);
    expect(tasks.some(({ stage }) => stage === 'monthlyWatch')).toBe(false);
  });

  it('runs beside the stages and does not hold them', async () => {
    const compound = await bench.open(buildAt('execution', ago(6)));
    await intoMonth(compound, 1);
    const { view, tasks } = await compound.snapshot();
    expect(view.stage).toBe('execution');
    expect(tasks.map(({ stage }) => stage)).toEqual(
      expect.arrayContaining(['execution', 'monthlyWatch', 'memberChange']),
    );
  });

  it('ends the observation when a city rank brings the compound back into the campaign', async () => {
    const compound = await bench.open(buildAt('midtermAcceptance', ago(0)));
    // Two months of one calendar year: after a December, the first is passed over.
    const first = ago(0).slice(5, 7) === '12' ? 2 : 1;
    for (let n = 1; n < first; n += 1) {
      await intoMonth(compound, n);
      await compound.decide(`monthlyWatch#${n}`, 'report', { form: month });
    }
    await intoMonth(compound, first);
    await compound.decide(`monthlyWatch#${first}`, 'report', { form: { ...month, cityRank: 48 } });
    await compound.decide('midtermAcceptance', 'pass', { form: { sampledByCity: false } });
    await intoMonth(compound, first + 1);
    await compound.decide(`monthlyWatch#${first + 1}`, 'report', { form: { ...month, cityRank: 50 } });
    const { view } = await compound.snapshot();
    expect(view).toMatchObject({ stage: 'execution', facts: { relapseCount: 1 } });
    const closed = (await compound.timeline()).find(
      ({ type, stage }) => type === 'stageClosed' && stage === 'observation#1',
    );
    expect(closed?.data).toMatchObject({ result: 'relapsed', reasons: ['dynamicInclusion'] });
  });

  it('fails the month in whose window a rank within fifty was published', async () => {
    const compound = await bench.open(buildAt('observation', ago(0)));
    await intoMonth(compound, 1);
    await compound.decide('monthlyWatch#1', 'report', { form: { ...month, cityRank: 12 } });
    expect((await compound.snapshot()).view.stage).toBe('observation');
    await compound.advance('P31D');
    await compound.decide('observation#1.month-1', 'report', { form: cleanMonth });
    const decided = (await compound.timeline()).findLast(({ type }) => type === 'decided');
    expect(decided?.data).toMatchObject({ result: 'relapsed', reasons: ['cityRank'] });
  });

  it('refuses figures that cannot be, naming the field', async () => {
    const compound = await bench.open(buildAt('observation', '2026-07-15'));
    const wrong = await refusal(
      compound.decide('observation#1.month-1', 'report', { form: { complaints: -1, satisfied: 11, surveyed: 10 } }),
    );
    expect(wrong.code).toBe('invalid-input');
    expect(wrong.pointers).toContain('/form/complaints');
  });
});

describe('an observation month', () => {
  it('fails when fewer than four in five are satisfied', async () => {
    const compound = await bench.open(buildAt('observation', '2026-07-15'));
    await compound.decide('observation#1.month-1', 'report', { form: { complaints: 0, satisfied: 79, surveyed: 100 } });
    const decided = (await compound.timeline()).findLast(({ type }) => type === 'decided');
    expect(decided?.data).toMatchObject({ result: 'relapsed', reasons: ['satisfaction'] });
  });

  it('fails when a superior reopens a verified problem, which is open again in the next round', async () => {
    const compound = await bench.open(buildAt('observation', '2026-07-15'));
    const wrong = await refusal(
      compound.decide('observation#1.inspection', 'reopen', { form: { problem: 'P9' }, comment: '未查实' }),
    );
    expect(wrong.pointers).toEqual(['/form/problem']);
    await compound.decide('observation#1.inspection', 'reopen', { form: { problem: 'P1' }, comment: '暗访发现反弹' });
    const { view, tasks, problems } = await compound.snapshot();
    expect(view.stage).toBe('execution');
    expect(problems.find(({ id }) => id === 'P1')).toMatchObject({ status: 'open', reopened: 1 });
    expect(tasks.map(({ id }) => id)).toContain('execution#2.P1');
  });
});

describe('the plan', () => {
  it('is decided by the leading group when departments have returned it three times', async () => {
    const compound = await bench.open(buildAt('plan', ago(6)));
    const plan = { summary: '示例', problems: [problem('housingBureau', ahead(59))] };
    for (const round of [1, 2, 3]) {
      await compound.decide(`plan#${round}`, 'submit', { form: plan });
      await compound.decide(`planReview#${round}.housingBureau`, 'return', { comment: '仍无预算' });
    }
    expect((await compound.snapshot()).view).toMatchObject({ stage: 'planDecision', facts: { planReturns: 3 } });
    await compound.decide('planDecision', 'revise', { comment: '分两年实施' });
    await compound.decide('plan#4', 'submit', { form: plan });
    await compound.decide('planDecision#2', 'approve');
    expect((await compound.snapshot()).view.stage).toBe('execution');
  });

  it('is late after fifteen working days, is accepted all the same, and the ladder has been climbed rung by rung', async () => {
    const compound = await bench.open(buildOpening());
    await compound.advance('P60D');
    const escalated = (await compound.timeline()).filter(({ type }) => type === 'escalated');
    expect(escalated.map(({ data }) => [data.rung, data.to])).toEqual([
      ['yellow', 'organisationDept'],
      ['red', 'districtPartyCommittee'],
      ['supervise', 'organisationDept'],
      ['interview', 'districtPartyCommittee'],
    ]);
    await compound.decide('nomination', 'nominate', {
      form: { leader: '示例', redSecretary: '示例', departments: ['示例'] },
    });
    const decided = (await compound.timeline()).findLast(({ type }) => type === 'decided');
    expect(decided?.data).toMatchObject({ late: true });
  });
});

describe('execution', () => {
  it('comes to acceptance after six months with what is unsolved, and acceptance cannot pass then', async () => {
    const compound = await bench.open(buildAt('execution', ago(160)));
    const { view } = await compound.snapshot();
    expect(view.stage).toBe('execution');
    await compound.advance('P60D');
    expect((await compound.snapshot()).view.stage).toBe('midtermAcceptance');
    const refused = await refusal(compound.decide('midtermAcceptance', 'pass', { form: { sampledByCity: true } }));
    expect(refused).toMatchObject({ code: 'not-ready', detail: expect.stringContaining('P1') });
    await compound.decide('midtermAcceptance', 'fail', { comment: '问题未解决' });
    const { tasks } = await compound.snapshot();
    expect(tasks.map(({ id }) => id)).toEqual(expect.arrayContaining(['execution#2.P1', 'execution#2.P2']));
  });

  it('never ends by time-out: a year of silence leaves the case running', async () => {
    const compound = await bench.open(buildOpening());
    await compound.advance('P365D');
    const { view } = await compound.snapshot();
    expect(view).toMatchObject({ status: 'running', stage: 'nomination' });
    const rungs = (await compound.timeline()).filter(({ type }) => type === 'escalated');
    expect(rungs).toHaveLength(4);
  });

  it('reopens a problem whose verification failed', async () => {
    const compound = await bench.open(buildAt('execution', ago(6)));
    await compound.decide('execution#1.P1', 'start');
    await compound.decide('execution#1.P1', 'complete', { evidence: [await compound.evidence()] });
    await compound.decide('execution#1.P1-verify', 'fail', { comment: '居民反映没有解决' });
    const { problems, tasks } = await compound.snapshot();
    expect(problems.find(({ id }) => id === 'P1')).toMatchObject({ status: 'open', reopened: 1 });
    expect(tasks.map(({ id }) => id)).toContain('execution#1.P1');
  });
});
