import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { verifyChain } from '../../domain/timeline/hashChain.ts';
import { buildImprovement } from '../support/assessment.ts';
import { office, refusal, TestBench, type TestCase } from '../support/cases.ts';

let bench: TestBench;
beforeAll(async () => {
  bench = await TestBench.start();
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
