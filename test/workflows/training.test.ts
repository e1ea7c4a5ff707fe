import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { procedure } from '../../domain/procedures/training.ts';
import { verifyChain } from '../../domain/timeline/hashChain.ts';
import { office, refusal, TestBench, type TestCase, withPolicy } from '../support/cases.ts';
import { ahead } from '../support/days.ts';
import { attended, buildTraining, planned } from '../support/secretaries.ts';

let bench: TestBench;
beforeAll(async () => {
  bench = await TestBench.start();
});
afterAll(() => bench?.stop());

/** A year that is still ahead on the day the tests run. */
const year = Number(ahead(0).slice(0, 4)) + 1;
const noon = (day: string) => `${day}T04:00:00Z`;
const september = noon(`${year}-10-01`);
const yearEnd = noon(`${year + 1}-01-02`);

const open = (since?: string): Promise<TestCase> => bench.open(buildTraining(year, since));
const factsOf = async (secretary: TestCase) => (await secretary.snapshot()).view.facts;

/** To the end of September, with a plan and so many half days attended. */
async function untilSeptember(secretary: TestCase, halfDays: number): Promise<void> {
  await planned(secretary, year);
  await secretary.advanceTo(noon(`${year}-06-20`));
  if (halfDays > 0) await attended(secretary, `${year}-06-15`, halfDays);
  await secretary.advanceTo(september);
}

/** To the beginning of the next year. */
async function untilSettlement(secretary: TestCase, halfDays: number, decision = 'onTrack'): Promise<void> {
  await untilSeptember(secretary, halfDays);
  await secretary.decide('septemberCheck', decision);
  await secretary.advanceTo(yearEnd);
}

describe('a year of training', () => {
  it('is planned in January, attended in half days, checked in September and settled at its end', async () => {
    const secretary = await open();
    expect((await secretary.snapshot()).tasks.map(({ id }) => id).sort()).toEqual([
      'attendance#1',
      'exemption#1',
      'mentoring#1',
    ]);
    await planned(secretary, year);
    expect(await factsOf(secretary)).toMatchObject({ planned: 10, quota: 10, attended: 0 });
    await secretary.advanceTo(noon(`${year}-03-20`));
    await attended(secretary, `${year}-03-16`, 4, 'district');
    await secretary.advanceTo(noon(`${year}-09-10`));
    await attended(secretary, `${year}-09-01`, 2);
    await secretary.advanceTo(september);
    const warned = secretary.decide('septemberCheck', 'warn');
    await expect(refusal(warned)).resolves.toMatchObject({ code: 'not-ready' });
    await secretary.decide('septemberCheck', 'onTrack');
    await secretary.advanceTo(noon(`${year}-11-20`));
    await attended(secretary, `${year}-11-18`, 4, 'district');
    await secretary.advanceTo(yearEnd);
    await secretary.decide('settlement', 'fulfilled');
    await expect(secretary.handle.result()).resolves.toEqual({ outcome: 'fulfilled' });
    expect(await factsOf(secretary)).toMatchObject({ attended: 10, districtSessions: 2, short: 0 });
    expect(verifyChain(await secretary.timeline())).toEqual([]);
  });

  it('asks for the plan from 1 January, due at the end of the month', async () => {
    const secretary = await open();
    await secretary.advanceTo(noon(`${year}-01-01`));
    const { dueAt } = await secretary.task('plan');
    // 31 January is a Sunday in some years: then the next working day.
    expect(dueAt?.slice(0, 7)).toMatch(new RegExp(`^${year}-0[12]`));
    const meagre = secretary.decide('plan', 'plan', { form: { sessions: [{ month: 3, halfDays: 9 }] } });
    await expect(refusal(meagre)).resolves.toMatchObject({ code: 'invalid-input', pointers: ['/form/sessions'] });
  });

  it('is warned of in September below 60 per cent, and not otherwise', async () => {
    const secretary = await open();
    await untilSeptember(secretary, 5);
    const content = secretary.decide('septemberCheck', 'onTrack');
    await expect(refusal(content)).resolves.toMatchObject({ code: 'not-ready' });
    await secretary.decide('septemberCheck', 'warn');
    expect((await secretary.snapshot()).view.stages['septemberCheck#1']).toMatchObject({ result: 'warned' });
  });

  it('reminds the street, and is never settled by itself', async () => {
    const secretary = await open();
    await untilSettlement(secretary, 6);
    await secretary.advance('P60D');
    const events = await secretary.timeline();
    const rungs = events.filter(({ type, stage }) => type === 'escalated' && stage === 'settlement#1');
    expect(rungs.map(({ data }) => data['rung'])).toEqual(['yellow', 'red', 'supervise', 'interview']);
    expect((await secretary.snapshot()).view).toMatchObject({ status: 'running', stage: 'settlement' });
  });
});

describe('who is short at the end of the year', () => {
  it('makes up by the end of March', async () => {
    const secretary = await open();
    await untilSettlement(secretary, 6);
    const denied = secretary.decide('settlement', 'fulfilled');
    await expect(refusal(denied)).resolves.toMatchObject({ code: 'not-ready' });
    await secretary.decide('settlement', 'short');
    expect(await factsOf(secretary)).toMatchObject({ short: 4 });
    await secretary.advanceTo(noon(`${year + 1}-02-20`));
    await attended(secretary, `${year + 1}-02-16`, 3);
    const early = secretary.decide('makeUp', 'madeUp');
    await expect(refusal(early)).resolves.toMatchObject({ code: 'not-ready' });
    await attended(secretary, `${year + 1}-02-19`, 1);
    const tooEarly = secretary.decide('makeUp', 'notMadeUp');
    await expect(refusal(tooEarly)).resolves.toMatchObject({ code: 'not-ready' });
    await secretary.decide('makeUp', 'madeUp');
    await expect(secretary.handle.result()).resolves.toEqual({ outcome: 'madeUp' });
    expect(await factsOf(secretary)).toMatchObject({ attended: 6, madeUp: 4, short: 4 });
  });

  it('stays short when March is over', async () => {
    const secretary = await open();
    await untilSettlement(secretary, 6);
    await secretary.decide('settlement', 'short');
    expect((await secretary.task('makeUp')).dueAt).toMatch(new RegExp(`^${year + 1}-03-31`));
    await secretary.advanceTo(noon(`${year + 1}-04-02`));
    const late = attended(secretary, `${year + 1}-04-01`, 4);
    await expect(refusal(late)).resolves.toMatchObject({ code: 'invalid-input', pointers: ['/form/on'] });
    await secretary.decide('makeUp', 'notMadeUp');
    await expect(secretary.handle.result()).resolves.toEqual({ outcome: 'short' });
  });
});

describe('a newcomer', () => {
  it('owes by months, that of the appointment included', async () => {
    const secretary = await open(`${year}-07-15`);
    await planned(secretary, year, 5);
    expect(await factsOf(secretary)).toMatchObject({ quota: 5 });
    await secretary.advanceTo(noon(`${year}-08-20`));
    const before = attended(secretary, `${year}-07-14`, 1);
    await expect(refusal(before)).resolves.toMatchObject({ pointers: ['/form/on'] });
    await attended(secretary, `${year}-08-18`, 5);
    await secretary.advanceTo(september);
    await secretary.decide('septemberCheck', 'onTrack');
    await secretary.advanceTo(yearEnd);
    await secretary.decide('settlement', 'fulfilled');
    await expect(secretary.handle.result()).resolves.toEqual({ outcome: 'fulfilled' });
  });

  it('of the last quarter is not checked in September', async () => {
    const secretary = await open(`${year}-10-08`);
    await planned(secretary, year, 2);
    expect((await secretary.snapshot()).view.stage).toBe('settlement');
  });

  it('of December owes nothing', async () => {
    const secretary = await open(`${year}-12-05`);
    await secretary.advanceTo(noon(`${year}-01-10`));
    await secretary.decide('plan', 'plan', { form: { sessions: [] } });
    await secretary.advanceTo(yearEnd);
    await secretary.decide('settlement', 'fulfilled');
    await expect(secretary.handle.result()).resolves.toEqual({ outcome: 'fulfilled' });
  });

  it('has a mentor, and another one later', async () => {
    const secretary = await open(`${year}-07-15`);
    await secretary.decide('mentoring#1', 'assign', { form: { mentor: '示例导师' } });
    const first = (await factsOf(secretary))['mentoredSince'];
    await secretary.advance('P3D');
    await secretary.decide('mentoring#2', 'assign', { form: { mentor: '示例另一导师' } });
    expect((await factsOf(secretary))['mentoredSince']).not.toBe(first);
  });

  test.each([
    [`${year}-12-31`, true],
    [`${year + 1}-01-01`, false],
  ])('since %s is accepted for the year: %s', (since, accepted) => {
    expect(procedure.input.safeParse({ year, since }).success).toBe(accepted);
  });
});

describe('an exemption', () => {
  it('needs a reason, and counts like attendance', async () => {
    const secretary = await open();
    await untilSeptember(secretary, 3);
    const form = { halfDays: 5 };
    const unexplained = secretary.decide('exemption', 'exempt', { form });
    await expect(refusal(unexplained)).resolves.toMatchObject({ code: 'comment-required' });
    const others = secretary.decide('exemption', 'exempt', { form, comment: '示例' }, office('streetOffice'));
    await expect(refusal(others)).resolves.toMatchObject({ code: 'office-required' });
    await secretary.decide('exemption', 'exempt', { form, comment: '示例：借调' });
    await secretary.decide('septemberCheck', 'onTrack');
    const tooMuch = secretary.decide('exemption', 'exempt', { form: { halfDays: 3 }, comment: '示例' });
    await expect(refusal(tooMuch)).resolves.toMatchObject({ pointers: ['/form/halfDays'] });
  });

  it('of everything ends the year as exempted', async () => {
    const secretary = await open();
    await planned(secretary, year);
    await secretary.decide('exemption', 'exempt', { form: { halfDays: 10 }, comment: '示例：长期病假' });
    await secretary.advanceTo(september);
    await secretary.decide('septemberCheck', 'onTrack');
    await secretary.advanceTo(yearEnd);
    const fulfilled = secretary.decide('settlement', 'fulfilled');
    await expect(refusal(fulfilled)).resolves.toMatchObject({ code: 'not-ready' });
    await secretary.decide('settlement', 'exempted');
    await expect(secretary.handle.result()).resolves.toEqual({ outcome: 'exempted' });
  });
});

describe('attendance', () => {
  it('is not recorded ahead of the day, nor for another year', async () => {
    const secretary = await open();
    await planned(secretary, year);
    for (const on of [`${year}-12-01`, `${year - 1}-12-31`, `${year + 1}-01-02`]) {
      await expect(refusal(attended(secretary, on, 1))).resolves.toMatchObject({ pointers: ['/form/on'] });
    }
  });

  it('follows the days that the locality asks for', async () => {
    const opening = withPolicy(buildTraining(year), { 'training.trainingDaysMin': 3 });
    const secretary = await bench.open(opening);
    await planned(secretary, year, 6);
    expect(await factsOf(secretary)).toMatchObject({ quota: 6 });
  });

  it('ends with the post', async () => {
    const secretary = await open();
    await secretary.act('cancel', office('streetPartyWorkingCommittee'), { reason: '示例：离任' });
    expect((await secretary.snapshot()).view).toMatchObject({ status: 'cancelled', outcome: 'ended' });
  });
});
