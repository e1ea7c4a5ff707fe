import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildOpening, TestBench, type TestCase } from '../support/cases.ts';

let bench: TestBench;
beforeAll(async () => {
  bench = await TestBench.start();
});
afterAll(() => bench?.stop());

async function open(silenceCounts: boolean, ratersMin = 2): Promise<TestCase> {
  const opening = buildOpening({ kind: 'composite', input: { only: 'rating' } }, ['election', 'vote']);
  opening.policy.parameters['trial'] = {
    ratingDays: { value: 5, unit: 'workingDays', source: 'test' },
    silenceCounts: { value: silenceCounts, unit: 'boolean', source: 'test' },
    ratersMin: { value: ratersMin, unit: 'count', source: 'test' },
  };
  return await bench.open(opening);
}
const score = (rated: TestCase, rater: string, points: number) =>
  rated.decide(`rating#1.${rater}`, 'score', { form: { score: points } });
const stage = async (rated: TestCase) => (await rated.snapshot()).view.stages['rating#1'];

describe('a scoring', () => {
  it('is the mean by weight of everybody’s points: 82, 75 and 90 at 3:5:2 make 80.1', async () => {
    const rated = await open(false);
    await score(rated, 'street', 82);
    await score(rated, 'community', 75);
    expect(await stage(rated)).toMatchObject({ status: 'open', detail: { scores: { street: 82, community: 75 } } });
    await score(rated, 'residents', 90);
    await rated.handle.result();
    expect(await stage(rated)).toMatchObject({ result: 'scored', detail: { total: 8010 } });
    expect((await rated.snapshot()).view.facts).toMatchObject({ total: 8010, missing: [] });
  });

  it('goes by the rest when a rater cannot score, and is incomplete when too few can', async () => {
    const rated = await open(false);
    await rated.decide('rating#1.residents', 'absent', { comment: '示例' });
    await score(rated, 'street', 80);
    await score(rated, 'community', 60);
    await rated.handle.result();
    expect((await rated.snapshot()).view.facts).toMatchObject({ total: 6750, missing: ['residents'] });

    const poor = await open(false, 3);
    await poor.decide('rating#1.residents', 'absent', { comment: '示例' });
    await score(poor, 'street', 80);
    await score(poor, 'community', 60);
    await poor.handle.result();
    expect(await stage(poor)).toMatchObject({ result: 'incomplete' });
  });

  it('waits for who is late, unless the policy counts silence as missing', async () => {
    const waiting = await open(false);
    await score(waiting, 'street', 80);
    await score(waiting, 'community', 60);
    await waiting.advance('P20D');
    expect(await stage(waiting)).toMatchObject({ status: 'open' });

    const counting = await open(true);
    await score(counting, 'street', 80);
    await score(counting, 'community', 60);
    await counting.advance('P20D');
    await counting.handle.result();
    expect(await stage(counting)).toMatchObject({ result: 'scored', detail: { total: 6750 } });
  });

  it.each([[101], [-1], [80.5], ['80']])('refuses %p points', async (points) => {
    const rated = await open(false);
    await expect(score(rated, 'street', points as number)).rejects.toMatchObject({ name: 'WorkflowUpdateFailedError' });
  });
});
