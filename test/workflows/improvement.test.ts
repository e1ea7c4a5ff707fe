import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { verifyChain } from '../../domain/timeline/hashChain.ts';
import { registerModels } from '../../models/registers.ts';
import { buildImprovement } from '../support/assessment.ts';
import { office, PLACE, refusal, TestBench, type TestCase } from '../support/cases.ts';
import { keepShippedPolicies } from '../support/keptPolicies.ts';
import { until } from '../support/until.ts';

let bench: TestBench;
beforeAll(async () => {
  bench = await TestBench.start();
  await keepShippedPolicies(bench.database());
});
afterAll(() => bench?.stop());

/** A year that began on paper on the day of the scenario; its clock is moved to a day, unless that is past. */
async function opened(until: string): Promise<TestCase> {
  const year = await bench.open(buildImprovement('2026-07-20'));
  await year.advanceTo(`${until}T10:00:00+08:00`);
  return year;
}
const entered = (year: TestCase, n: number, stars: number) =>
  year.decide(`rating#${n}`, stars > 2 ? 'risen' : 'low', { form: { stars } });

/** The exit that a failure has begun, once lists show it. */
async function exitFrom(year: TestCase) {
  const { cases } = bench.models();
  const find = () => cases.findOne({ kind: 'exit', 'links.case': year.id }).lean();
  await until(async () => (await find()) !== null);
  return await find();
}

describe('the year after low stars', () => {
  it('scenario 18: two stars again in the first half of 2027 fail it on the corresponding day', async () => {
    const year = await opened('2027-07-21');
    const { tasks } = await year.snapshot();
    expect(tasks.find(({ id }) => id === 'rating#1')?.deadline?.startOn).toBe('2026-12-31');
    await entered(year, 1, 3);
    await entered(year, 2, 2);
    expect((await year.task('yearEnd')).deadline?.startOn).toBe('2027-07-19');
    await expect(refusal(year.decide('yearEnd', 'restore'))).resolves.toMatchObject({ code: 'not-ready' });
    await year.decide('yearEnd', 'fail', { comment: '示例' });
    await expect(year.handle.result()).resolves.toEqual({ outcome: 'failed' });
    expect((await year.snapshot()).view.facts).toMatchObject({
      ratings: [
        { halfYear: '2026-H2', stars: 3 },
        { halfYear: '2027-H1', stars: 2 },
      ],
    });
    expect(verifyChain(await year.timeline())).toEqual([]);
    const exit = await exitFrom(year);
    expect(exit).toMatchObject({
      subject: { type: 'secretary', id: year.opening.subject.id },
      status: 'running',
      facts: { trigger: 'lowStar' },
    });
  });

  it('scenario 18, continued: three stars restore', async () => {
    const year = await opened('2027-07-21');
    await entered(year, 1, 2);
    await entered(year, 2, 3);
    await expect(refusal(year.decide('yearEnd', 'fail', { comment: '示例' }))).resolves.toMatchObject({
      code: 'not-ready',
    });
    await year.decide('yearEnd', 'restore');
    await expect(year.handle.result()).resolves.toEqual({ outcome: 'restored' });
  });

  it('asks for the secretary where a branch fails, and begins the exit of that one', async () => {
    const opening = buildImprovement('2026-07-20');
    const secretary = opening.subject.id.replace('S-', 'S-of-');
    await registerModels(bench.database()).entries.secretaries.collection.insertOne({
      _id: secretary,
      name: '示例书记',
      scope: opening.subject.scope,
    } as never);
    const branch = { type: 'branch', id: 'B-01', name: '示例党支部', scope: PLACE } as const;
    const id = opening.id.replace('S-', 'B-');
    const year = await bench.open({ ...opening, id, subject: branch });
    await year.advanceTo('2027-07-21T10:00:00+08:00');
    await entered(year, 1, 1);
    await entered(year, 2, 1);
    const nobody = year.decide('yearEnd', 'fail', { comment: '示例' });
    await expect(refusal(nobody)).resolves.toMatchObject({ pointers: ['/form/secretary'] });
    await year.decide('yearEnd', 'fail', { comment: '示例', form: { secretary } });
    await expect(year.handle.result()).resolves.toEqual({ outcome: 'failed' });
    expect((await exitFrom(year))?.subject.id).toBe(secretary);
  });

  it('ends early when two ratings in a row are three stars or more', async () => {
    const year = await opened('2027-07-02');
    await entered(year, 1, 3);
    await entered(year, 2, 4);
    await expect(year.handle.result()).resolves.toEqual({ outcome: 'restored' });
  });

  it('is followed each quarter by three bodies, beside the ratings', async () => {
    const year = await opened('2027-07-21');
    for (const quarter of [1, 2, 3, 4]) {
      const report = await year.task(`quarterReport#${quarter}`);
      expect(report.deadline?.startOn).toBe(['2026-10-19', '2027-01-19', '2027-04-19', '2027-07-19'][quarter - 1]);
      await year.decide(report.id, 'report', { form: { progress: '示例' } });
      const { tasks } = await year.snapshot();
      expect(tasks.filter(({ stage }) => stage === 'quarterReview').map(({ office: asked }) => asked)).toEqual([
        'civilAffairs',
        'housingBureau',
      ]);
      await year.decide(`quarterReview#${quarter}.civilAffairs`, 'improving');
      const opinion = quarter === 2 ? 'notImproving' : 'improving';
      await year.decide(`quarterReview#${quarter}.housing`, opinion, { comment: '示例' });
    }
    const { view, tasks } = await year.snapshot();
    expect(view.stages['quarterReview#2']?.result).toBe('notImproving');
    expect(tasks.map(({ id }) => id)).toEqual(['rating#1']);
  });

  it('asks for nothing before its day', async () => {
    const half = new Date().toISOString().slice(0, 4);
    const year = await bench.open(buildImprovement(undefined, `${half}-H2`));
    expect((await year.snapshot()).tasks).toEqual([]);
  });

  test.each([
    ['low stars under "risen"', 'risen', 2],
    ['good stars under "low"', 'low', 3],
    ['more stars than there are levels', 'risen', 6],
  ])('refuses %s', async (_, decision, stars) => {
    const year = await opened('2027-01-02');
    await expect(refusal(year.decide('rating#1', decision, { form: { stars } }))).resolves.toMatchObject({
      code: 'invalid-input',
      pointers: ['/form/stars'],
    });
  });

  it('may be ended by an exception of the district alone', async () => {
    const year = await opened('2026-07-20');
    const exception = { reason: '示例：小区拆迁' };
    await expect(refusal(year.act('cancel', office('organisationDept'), exception))).resolves.toMatchObject({
      code: 'forbidden',
    });
    await year.act('cancel', office('districtPartyCommittee'), exception);
    expect((await year.snapshot()).view).toMatchObject({ status: 'cancelled', outcome: 'excepted' });
  });
});
