import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { verifyChain } from '../../domain/timeline/hashChain.ts';
import { registerModels } from '../../models/registers.ts';
import { agreedStars, buildRating } from '../support/assessment.ts';
import { PLACE, refusal, TestBench, TestCase } from '../support/cases.ts';
import { keepShippedPolicies } from '../support/keptPolicies.ts';
import { until } from '../support/until.ts';

let bench: TestBench;
beforeAll(async () => {
  bench = await TestBench.start();
  await keepShippedPolicies(bench.database());
});
afterAll(() => bench?.stop());

const open = (...of: Parameters<typeof buildRating>): Promise<TestCase> => bench.open(buildRating(...of));

async function published(points: number, decision: string, ...of: Parameters<typeof buildRating>): Promise<TestCase> {
  const rated = await open(...of);
  await agreedStars(rated, points);
  await rated.decide('publication', decision);
  return rated;
}

/** Enters the compound of a secretary or branch. */
async function entered(rated: TestCase): Promise<string> {
  const compound = rated.opening.subject.id.replace(/^[SB]-/, 'C-');
  await registerModels(bench.database()).compounds.collection.insertOne({
    _id: compound,
    name: '示例小区',
    scope: `${PLACE}/${compound}`,
  } as never);
  return compound;
}

async function startedFrom(rated: TestCase, kind: string): Promise<TestCase> {
  const { cases } = bench.models();
  const find = () => cases.findOne({ kind, 'links.case': rated.id }).lean();
  await until(async () => (await find()) !== null);
  const id = (await find())?._id ?? '';
  return new TestCase(bench, { ...rated.opening, id, kind }, bench.client.workflow.getHandle(id));
}

describe('a star rating', () => {
  it('goes from the self-check to the district, which publishes what the points say', async () => {
    const rated = await open();
    await agreedStars(rated, 79);
    for (const [decision, level] of [
      ['publishReserve', 'typical'],
      ['publishLow', 'typical'],
    ] as const) {
      const wrong = await refusal(rated.decide('publication', decision));
      expect(wrong).toMatchObject({ code: 'not-ready', detail: expect.stringContaining(level) });
    }
    await rated.decide('publication', 'publishTypical');
    await expect(rated.handle.result()).resolves.toEqual({ outcome: 'typical' });
    expect((await rated.snapshot()).view.facts).toMatchObject({ points: 79, stars: 3, grant: 0 });
    expect(verifyChain(await rated.timeline())).toEqual([]);
  });

  it('goes back one step from the community, the street and the district', async () => {
    const rated = await open();
    await rated.decide('selfCheck', 'submit', { form: { score: 90, summary: '示例' } });
    await rated.decide('community', 'return', { comment: '无材料' });
    await rated.decide('selfCheck#2', 'submit', { form: { score: 85, summary: '示例' } });
    await rated.decide('community#2', 'propose', { form: { score: 84 } });
    await rated.decide('street', 'return', { comment: '偏高' });
    await rated.decide('community#3', 'return', { comment: '重新自评' });
    await rated.decide('selfCheck#3', 'submit', { form: { score: 80, summary: '示例' } });
    await rated.decide('community#4', 'propose', { form: { score: 78 } });
    await rated.decide('street#2', 'agree', { form: { score: 81 } });
    await rated.decide('publication', 'return', { comment: '复核' });
    await rated.decide('street#3', 'agree', { form: { score: 80 } });
    await rated.decide('publication#2', 'publishReserve');
    await expect(rated.handle.result()).resolves.toEqual({ outcome: 'reserve' });
  });

  it('brings the yearly grant for four stars and a substantive branch, with the rating of the second half-year', async () => {
    const rated = await published(80, 'publishReserve', '2025-H2');
    const functional = rated.decide('grant', 'grant', { form: { substantive: false } });
    await expect(refusal(functional)).resolves.toMatchObject({ pointers: ['/form/substantive'] });
    await rated.decide('grant', 'grant', { form: { substantive: true } });
    await expect(rated.handle.result()).resolves.toEqual({ outcome: 'reserve' });
    expect((await rated.snapshot()).view.facts).toMatchObject({ grant: 300_000 });

    const refused = await published(95, 'publishReserve', '2025-H2');
    await refused.decide('grant', 'none', { comment: '功能型党支部' });
    await refused.handle.result();
    expect((await refused.snapshot()).view.facts).toMatchObject({ grant: 0 });
  });

  it('scenario 18: two stars bring the compound under rectification by lowStar, and begin the year of improvement', async () => {
    const rated = await published(65, 'publishLow');
    const compound = await entered(rated);
    const other = { compound: 'C-other', baselineMonthlyComplaints: 12 };
    await expect(refusal(rated.decide('consequence', 'rectify', { form: other }))).resolves.toMatchObject({
      pointers: ['/form/compound'],
    });
    await rated.decide('consequence', 'rectify', { form: { compound, baselineMonthlyComplaints: 12 } });
    await expect(rated.handle.result()).resolves.toEqual({ outcome: 'low' });
    const rectification = (await (await startedFrom(rated, 'rectification')).snapshot()).view;
    expect(rectification).toMatchObject({
      id: `rectification:${compound}:1`,
      status: 'running',
      facts: { route: 'lowStar', baseline: 12, limitMonths: 12 },
    });
    const year = (await (await startedFrom(rated, 'improvement')).snapshot()).view;
    expect(year).toMatchObject({
      subject: { type: 'secretary', id: rated.opening.subject.id },
      status: 'running',
      facts: { halfYear: '2026-H1', stars: 2, ratings: [] },
    });
  });

  it('is left without consequence where the district makes an exception, with its reason', async () => {
    const rated = await published(40, 'publishLow');
    await expect(refusal(rated.decide('consequence', 'except'))).resolves.toMatchObject({ code: 'comment-required' });
    await rated.decide('consequence', 'except', { comment: '刚完成换届' });
    await expect(rated.handle.result()).resolves.toEqual({ outcome: 'excepted' });
    expect(await bench.models().cases.countDocuments({ 'links.case': rated.id })).toBe(0);
  });

  it('rates branches where the policy says so, and names any compound of theirs', async () => {
    const rated = await published(60, 'publishLow', '2026-H1', 'branch');
    const compound = await entered(rated);
    await rated.decide('consequence', 'rectify', { form: { compound, baselineMonthlyComplaints: 3 } });
    await expect(rated.handle.result()).resolves.toEqual({ outcome: 'low' });
    expect((await (await startedFrom(rated, 'improvement')).snapshot()).view.subject.type).toBe('branch');
  });

  test.each([
    ['a secretary where branches are rated', 'secretary', 'lanshan'],
    ['a branch where secretaries are rated', 'branch', 'linyi'],
  ] as const)('does not begin for %s', async (_, type, locality) => {
    const policy = buildRating('2026-H1', locality === 'lanshan' ? 'branch' : 'secretary').policy;
    const rated = await bench.open({ ...buildRating('2026-H1', type), locality, policy });
    const submitted = rated.decide('selfCheck', 'submit', { form: { score: 80, summary: '示例' } });
    await expect(refusal(submitted)).resolves.toMatchObject({ code: 'not-ready' });
  });

  it('recalls whoever is late', async () => {
    const rated = await open();
    await rated.advance('P30D');
    const rungs = (await rated.timeline()).filter(({ type }) => type === 'escalated').map(({ data }) => data['rung']);
    expect(rungs).toEqual(expect.arrayContaining(['yellow', 'red', 'supervise']));
  });
});
