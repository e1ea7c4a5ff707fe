/** What a correction leaves as it is, and what it takes back beside its own stage. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, addMonths, dayOf } from '../../domain/calendar/calendar.ts';
import { verifyChain } from '../../domain/timeline/hashChain.ts';
import { office, TestBench, type TestCase } from '../support/cases.ts';
import { ago } from '../support/days.ts';
import { buildAt, cleanMonth, nomination, submitted } from '../support/rectification.ts';

let bench: TestBench;
beforeAll(async () => {
  bench = await TestBench.start();
});
afterAll(() => bench.stop());

const leadingGroup = office('districtPartyCommittee');
const city = office('cityPartyCommittee');
const today = ago(0);
const comment = '示例：填写有误';
const types = async (compound: TestCase, after: number): Promise<string[]> =>
  (await compound.timeline()).slice(after).map(({ type }) => type);

/** Everything of the case but what a correction always adds. */
async function standing(compound: TestCase): Promise<unknown> {
  const { view, tasks, problems } = await compound.snapshot();
  return { stages: view.stages, stage: view.stage, facts: view.facts, tasks, problems };
}

describe('a correction that comes to the same', () => {
  it('leaves the observation that followed as it is, with its months', async () => {
    const compound = await bench.open(buildAt('midtermAcceptance', today));
    const { revision } = await compound.decide('midtermAcceptance', 'pass', { form: { sampledByCity: true } });
    const event = revision - 1;
    await compound.advance('P32D');
    await compound.decide('observation#1.month-1', 'report', { form: cleanMonth });
    const before = await standing(compound);
    const { view } = await compound.snapshot();
    const answer = await compound.act('correct', city, {
      event,
      decision: 'pass',
      form: { sampledByCity: false },
      comment,
    });
    expect(answer.tasks).toEqual({ opened: [], closed: [] });
    expect(await standing(compound)).toEqual(before);
    const added = (await compound.timeline()).slice(view.revision);
    expect(added.map(({ type, stage, data }) => [type, stage, data])).toEqual([
      ['corrected', 'midtermAcceptance#1', { event, superseded: [] }],
      ['decided', 'midtermAcceptance#1', { decision: 'pass', result: 'passed' }],
    ]);
    expect(verifyChain(await compound.timeline())).toEqual([]);
    await compound.advanceTo(`${addMonths(today, 2)}T16:01:00.000Z`);
    await compound.decide('observation#1.month-2', 'report', { form: cleanMonth });
  });

  it('can itself be corrected', async () => {
    const compound = await bench.open();
    const first = await compound.decide('nomination', 'nominate', { form: nomination });
    await compound.decide('acceptance#1.leader', 'accept');
    const second = await compound.act('correct', leadingGroup, {
      event: first.events.from,
      decision: 'nominate',
      form: nomination,
      comment,
    });
    expect((await compound.snapshot()).tasks).toHaveLength(2);
    const other = { ...nomination, leader: '示例副书记' };
    const third = await compound.act('correct', leadingGroup, {
      event: second.events.to,
      decision: 'nominate',
      form: other,
      comment,
    });
    expect(await types(compound, third.events.from - 1)).toEqual(['corrected', 'superseded', 'decided', 'stageOpened']);
    expect((await compound.snapshot()).tasks).toHaveLength(3);
    expect(verifyChain(await compound.timeline())).toEqual([]);
  });

  it('keeps the figures of a month though another month has been reported since', async () => {
    const compound = await bench.open(buildAt('observation', today));
    await compound.advance('P32D');
    const first = await compound.decide('observation#1.month-1', 'report', { form: cleanMonth });
    await compound.advance('P31D');
    await compound.decide('observation#1.month-2', 'report', { form: cleanMonth });
    await compound.act('correct', leadingGroup, {
      event: first.events.from,
      decision: 'report',
      form: { ...cleanMonth, complaints: 7 },
      comment,
    });
    await compound.advance('P31D');
    await compound.decide('observation#1.month-3', 'report', { form: cleanMonth });
    expect((await compound.snapshot()).view.stage).toBe('closing');
  });
});

describe('a correction', () => {
  it('of a timely act is not late, however late it comes', async () => {
    const compound = await bench.open();
    const made = await compound.decide('nomination', 'nominate', { form: nomination });
    await compound.advance('P20D');
    const other = { ...nomination, leader: '示例副书记' };
    await compound.act('correct', leadingGroup, {
      event: made.events.from,
      decision: 'nominate',
      form: other,
      comment,
    });
    const decided = (await compound.timeline()).filter(
      ({ type, stage }) => type === 'decided' && stage === 'nomination#1',
    );
    expect(decided.map(({ data }) => data.late)).toEqual([undefined, undefined]);
    // Who is asked again is asked from today.
    expect((await compound.task('acceptance')).deadline?.startOn).toBe(await compound.today());
  });

  it('of figures keeps the day they were published', async () => {
    const compound = await bench.open(buildAt('execution', today));
    await compound.advanceTo(`${addDays(addMonths(`${today.slice(0, 8)}01`, 1), -1)}T16:01:00.000Z`);
    const figures = { ...cleanMonth, cityRank: 300 };
    const reported = await compound.decide('monthlyWatch#1', 'report', { form: figures });
    const publishedOn = await compound.today();
    await compound.advance('P4D');
    await compound.act('correct', leadingGroup, {
      event: reported.events.from,
      decision: 'report',
      form: { ...figures, complaints: 8 },
      comment,
    });
    const months = (await compound.snapshot()).view.facts.months;
    expect(Object.values(months ?? {})).toEqual([{ ...figures, complaints: 8, publishedOn }]);
    const decided = (await compound.timeline()).findLast(({ type }) => type === 'decided');
    expect(decided?.effectiveOn).toBe(publishedOn);
  });

  it('of a wrong rank takes back the relapse it brought about', async () => {
    const compound = await bench.open(buildAt('observation', today));
    const figures = { ...cleanMonth, cityRank: 300 };
    const firstOf = (n: number): string => `${addDays(addMonths(`${today.slice(0, 8)}01`, n), -1)}T16:01:00.000Z`;
    // Two ranks within fifty in one calendar year; after a December the first month is passed over.
    const skipped = today.slice(5, 7) === '12' ? 1 : 0;
    for (let n = 1; n <= skipped + 1; n += 1) {
      await compound.advanceTo(firstOf(n));
      await compound.decide(`monthlyWatch#${n}`, 'report', { form: { ...figures, cityRank: n > skipped ? 40 : 300 } });
    }
    await compound.advanceTo(firstOf(skipped + 2));
    const before = await compound.snapshot();
    const stages = Object.keys(before.view.stages);
    const wrong = await compound.decide(`monthlyWatch#${skipped + 2}`, 'report', {
      form: { ...figures, cityRank: 41 },
    });
    expect((await compound.snapshot()).view).toMatchObject({ stage: 'execution', facts: { relapseCount: 1 } });
    await compound.act('correct', office('hotlineOffice'), {
      event: wrong.events.from,
      decision: 'report',
      form: { ...figures, cityRank: 410 },
      comment,
    });
    const after = await compound.snapshot();
    expect(after.view).toMatchObject({ stage: 'observation', facts: { relapseCount: 0 } });
    expect(Object.keys(after.view.stages)).toEqual([...stages, `monthlyWatch#${skipped + 3}`]);
    const asked = (tasks: typeof after.tasks): string[] =>
      tasks.filter(({ stage }) => stage === 'observation').map(({ id }) => id);
    expect(asked(after.tasks)).toEqual(asked(before.tasks));
    const document = await compound.timeline().then(() => bench.models().cases.findById(compound.id).lean());
    expect(document?.stages).toMatchObject({
      'observation#1': { status: 'open' },
      'execution#2': { status: 'superseded' },
    });
    expect(document?.stages['observation#1']).not.toHaveProperty('result');
  });

  it('does not count the time a seat was not asked', async () => {
    const compound = await bench.open(buildAt('plan', today));
    await submitted(compound);
    const mistaken = await compound.decide('planReview#1.urbanManagement', 'return', { comment });
    await compound.advance('P30D');
    await compound.act('correct', leadingGroup, { event: mistaken.events.from, decision: 'approve', comment });
    const { tasks, view } = await compound.snapshot();
    expect(view.stages).toMatchObject({ 'planReview#1': { status: 'open' } });
    const review = tasks.find(({ id }) => id === 'planReview#1.housingBureau');
    expect(review?.deadline).toMatchObject({ startOn: today, term: { n: 5, unit: 'workingDays' } });
    expect(dayOf(String(review?.dueAt)) > addDays(await compound.today(), 5)).toBe(true);
    const escalated = (await compound.timeline()).filter(
      ({ type, stage }) => type === 'escalated' && stage === review?.id,
    );
    expect(escalated).toEqual([]);
  });
});
