/** What sends a compound back, and what keeps it where it is (P02). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, addMonths, addWorkingDays, dayOf } from '../../domain/calendar/calendar.ts';
import { wordIn } from '../../domain/procedures/forms.ts';
import { actor, buildOpening, coordinator, office, refusal, TestBench, type TestCase } from '../support/cases.ts';
import { ago, ahead } from '../support/days.ts';
import { accepted, buildAt, cleanMonth, paper, problem, solved, submitted } from '../support/rectification.ts';

let bench: TestBench;
beforeAll(async () => {
  bench = await TestBench.start();
});
afterAll(() => bench.stop());

const minute = 60_000;
const today = ago(0);
/** 24:00 of a day, or minutes from it. */
const endOf = (day: string, minutes = 0): string =>
  new Date(Date.parse(`${day}T16:00:00.000Z`) + minutes * minute).toISOString();
const openIds = async (compound: TestCase): Promise<string[]> => (await compound.snapshot()).tasks.map(({ id }) => id);

describe('the plan', () => {
  it('that is late is accepted and marked late, after the actor, the superior, the supervisors and the county leader have heard', async () => {
    const opening = buildAt('plan', ago(0));
    opening.underWay = { startedOn: today, steps: paper.staffed(today) };
    const compound = await bench.open(opening);
    const dueOn = addWorkingDays(opening.calendar, today, 15);
    const task = await compound.task('plan');
    expect(task.dueAt).toBe(endOf(dueOn));
    await compound.advanceTo(endOf(addWorkingDays(opening.calendar, dueOn, 11)));
    const heard = (await compound.timeline())
      .filter(({ type }) => type === 'escalated')
      .map(({ data }) => [data.rung, data.to, dayOf(wordIn(data, 'reachedAt'))]);
    expect(heard).toEqual([
      ['yellow', 'streetPartyWorkingCommittee', addWorkingDays(opening.calendar, today, 14)],
      ['red', 'districtPartyCommittee', addWorkingDays(opening.calendar, dueOn, 1)],
      ['supervise', 'organisationDept', addWorkingDays(opening.calendar, dueOn, 3)],
      ['interview', 'countyLevelLeader', addWorkingDays(opening.calendar, dueOn, 10)],
    ]);
    await submitted(compound);
    const decided = (await compound.timeline()).findLast(({ type }) => type === 'decided');
    expect(decided).toMatchObject({ stage: 'plan#1', data: { late: true, result: 'submitted' } });
    expect((await compound.snapshot()).view.stage).toBe('planReview');
  });

  it('approved by everybody asked is carried out as listed, problem by problem', async () => {
    const compound = await bench.open(buildAt('execution', ago(3)));
    const { problems, tasks } = await compound.snapshot();
    expect(problems.map(({ id, office: of, status }) => [id, of, status])).toEqual([
      ['P1', 'urbanManagement', 'open'],
      ['P2', 'housingBureau', 'open'],
    ]);
    const work = tasks.filter(({ face }) => face === 'work');
    expect(work.map(({ office: of, dueAt }) => [of, dueAt])).toEqual(
      problems.map((each) => [each.office, endOf(each.dueOn)]),
    );
  });
});

describe('execution', () => {
  it('goes on until a problem found on the way is verified too', async () => {
    const compound = await bench.open(buildAt('execution', ago(3)));
    await compound.decide('execution#1.list', 'list', { form: { problems: [problem('publicSecurity', ahead(9))] } });
    await solved(compound, 'P1', 'P2');
    expect((await compound.snapshot()).view.stage).toBe('execution');
    await solved(compound, 'P3');
    const { view, problems } = await compound.snapshot();
    expect(view).toMatchObject({ stage: 'midtermAcceptance', stages: { 'execution#1': { result: 'verified' } } });
    expect(problems.map(({ status }) => status)).toEqual(['verified', 'verified', 'verified']);
  });

  it('comes to acceptance six months after the listing, whenever the plan was approved', async () => {
    const listed = addMonths(today, -5);
    const steps = [...paper.staffed(listed), ...paper.submitted(ago(9)), ...paper.approved(ago(4))];
    const compound = await bench.open(buildOpening({ underWay: { startedOn: listed, steps } }));
    await compound.advanceTo(endOf(addMonths(listed, 6), -1));
    expect((await compound.snapshot()).view.stage).toBe('execution');
    await compound.advance('PT2M');
    const { view } = await compound.snapshot();
    expect(view).toMatchObject({ stage: 'midtermAcceptance', stages: { 'execution#1': { result: 'timeReached' } } });
    const closed = (await compound.timeline()).find(({ type }) => type === 'stageClosed');
    expect(closed?.data).toEqual({ result: 'timeReached', unsolved: ['P1', 'P2'] });
  });

  it('has nobody verify their own work, not even in the next round', async () => {
    const compound = await bench.open(buildAt('execution', addMonths(today, -5)));
    const both = actor('both', undefined, {
      posts: [
        { office: 'urbanManagement', scope: 'linyi/lanshan' },
        { office: 'gridWorker', scope: 'linyi/lanshan' },
      ],
    });
    await compound.decide('execution#1.P1', 'complete', { evidence: [await compound.evidence()] }, both);
    const verify = (round: number) => compound.decide(`execution#${round}.P1-verify`, 'pass', {}, both);
    await expect(refusal(verify(1))).resolves.toMatchObject({ code: 'four-eyes' });
    await compound.advance('P40D');
    await compound.decide('midtermAcceptance', 'fail', { comment: '示例：尚未核验' });
    await expect(refusal(verify(2))).resolves.toMatchObject({ code: 'four-eyes' });
    await compound.decide('execution#2.P1-verify', 'pass');
  });
});

describe('acceptance', () => {
  it('that fails sends the compound back with what is new', async () => {
    const compound = await bench.open(buildAt('midtermAcceptance', ago(3)));
    await compound.decide('midtermAcceptance', 'fail', {
      comment: '示例：绿化带被占',
      form: { problems: [problem('urbanManagement', ahead(20))] },
    });
    const { view, problems } = await compound.snapshot();
    expect(view).toMatchObject({ stage: 'execution', stages: { 'midtermAcceptance#1': { result: 'failed' } } });
    expect(problems.map(({ id, status, round }) => [id, status, round])).toEqual([
      ['P1', 'verified', 1],
      ['P2', 'verified', 1],
      ['P3', 'open', 2],
    ]);
    expect(await openIds(compound)).toEqual(expect.arrayContaining(['execution#2.P3', 'execution#2.list']));
    await compound.decide('execution#2.P3', 'complete', { evidence: [await compound.evidence()] });
    await compound.decide('execution#2.P3-verify', 'pass');
    await accepted(compound);
    expect((await compound.snapshot()).view).toMatchObject({ stage: 'observation', facts: { relapseCount: 0 } });
  });

  it('that fails without a list has the street make one within five working days', async () => {
    const opening = buildAt('midtermAcceptance', ago(3));
    const compound = await bench.open(opening);
    await compound.decide('midtermAcceptance', 'fail', { comment: '示例：群众不满意' });
    const task = await compound.task('execution#2.list');
    expect(task).toMatchObject({
      face: 'list',
      office: 'streetPartyWorkingCommittee',
      dueAt: endOf(addWorkingDays(opening.calendar, today, 5)),
    });
    await compound.decide('execution#2.list', 'list', { form: { problems: [problem('taxBureau', ahead(9))] } });
    expect(await openIds(compound)).toEqual(expect.arrayContaining(['execution#2.P3']));
  });

  it.each<[string, string, object, string[]]>([
    [
      'a problem due yesterday',
      'fail',
      { comment: '示例', form: { problems: [problem('taxBureau', ago(1))] } },
      ['/form/problems/0/dueOn'],
    ],
    ['no word on the sample', 'pass', { form: {} }, ['/form/sampledByCity']],
    ['a failure without a reason', 'fail', {}, ['/comment']],
  ])('is refused with %s, and stays open', async (_, decision, rest, pointers) => {
    const compound = await bench.open(buildAt('midtermAcceptance', ago(3)));
    await expect(refusal(compound.decide('midtermAcceptance', decision, rest))).resolves.toMatchObject({ pointers });
    expect((await compound.snapshot()).view.stage).toBe('midtermAcceptance');
  });
});

describe('the observation', () => {
  it('lasts three months to the day: the last month is asked for only after its last day', async () => {
    const compound = await bench.open(buildAt('observation', today));
    const last = addMonths(today, 3);
    for (const n of [1, 2]) {
      await compound.advanceTo(endOf(addMonths(today, n), 1));
      await compound.decide(`observation#1.month-${n}`, 'report', { form: cleanMonth });
    }
    await compound.advanceTo(endOf(last, -1));
    expect((await compound.snapshot()).view.stage).toBe('observation');
    expect(await openIds(compound)).not.toContain('observation#1.month-3');
    await compound.advance('PT2M');
    // Time alone does not close: the month is reported first, and the leading group decides.
    expect((await compound.snapshot()).view.stage).toBe('observation');
    await compound.decide('observation#1.month-3', 'report', { form: cleanMonth });
    expect((await compound.snapshot()).view.stage).toBe('closing');
    expect(await compound.today()).toBe(addDays(last, 1));
    await compound.decide('closing', 'close');
    await expect(compound.handle.result()).resolves.toEqual({ outcome: 'closed' });
  });

  it('ends as many days later as it was suspended', async () => {
    const compound = await bench.open(buildAt('observation', today));
    await compound.advance('P10D');
    await compound.act('suspend', coordinator, { reason: '示例：小区封闭施工' });
    await compound.advance('P20D');
    await compound.act('resume', coordinator, { reason: '示例：施工结束' });
    const first = addDays(addMonths(today, 1), 20);
    await compound.advanceTo(endOf(first, -1));
    expect(await openIds(compound)).not.toContain('observation#1.month-1');
    await compound.advance('PT2M');
    expect(await openIds(compound)).toContain('observation#1.month-1');
  });

  it('fails as often as the compound relapses, and each time the whole three months run again', async () => {
    const compound = await bench.open(buildAt('observation', today));
    const reopen = { form: { problem: 'P1' }, comment: '示例：暗访发现反弹' };
    for (const round of [1, 2]) {
      await compound.decide(`observation#${round}.inspection`, 'reopen', reopen);
      const { view, problems } = await compound.snapshot();
      expect(view).toMatchObject({ stage: 'execution', facts: { relapseCount: round } });
      expect(view.facts.team).toMatchObject({ leader: { status: 'accepted' } });
      expect(problems[0]).toMatchObject({ id: 'P1', status: 'open', reopened: round });
      await solved(compound, 'P1');
      await accepted(compound);
    }
    const opened = await compound.today();
    await compound.advanceTo(endOf(addMonths(opened, 1), -1));
    expect((await openIds(compound)).filter((id) => id.startsWith('observation'))).toEqual([
      'observation#3.inspection',
    ]);
    await compound.advance('PT2M');
    expect(await openIds(compound)).toContain('observation#3.month-1');
  });

  it('has only verified problems to reopen', async () => {
    const compound = await bench.open(buildAt('observation', today));
    const reopen = { form: { problem: 'P9' }, comment: '示例' };
    await expect(refusal(compound.decide('observation#1.inspection', 'reopen', reopen))).resolves.toMatchObject({
      code: 'invalid-input',
      pointers: ['/form/problem'],
    });
  });

  it('is inspected by the city alone', async () => {
    const compound = await bench.open(buildAt('observation', today));
    const reopen = { stage: 'observation#1.inspection', decision: 'reopen', form: { problem: 'P1' }, comment: '示例' };
    await expect(refusal(compound.act('decide', office('districtPartyCommittee'), reopen))).resolves.toMatchObject({
      code: 'office-required',
    });
  });
});

describe('the end', () => {
  it('before the end is for the leading group: a boundary change hands the compound over', async () => {
    const compound = await bench.open(buildAt('observation', today));
    const cancellation = { outcome: 'transferred', reason: '示例：区划调整' };
    await expect(
      refusal(compound.act('cancel', office('streetPartyWorkingCommittee'), cancellation)),
    ).resolves.toMatchObject({
      code: 'forbidden',
    });
    await compound.act('cancel', office('districtPartyCommittee'), cancellation);
    await expect(compound.handle.result()).resolves.toEqual({ outcome: 'transferred' });
    await expect(compound.act('comment', coordinator, { text: '示例' })).rejects.toThrow(/not found|completed/i);
  });
});
