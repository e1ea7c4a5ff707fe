import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '../../domain/organisation/actor.ts';
import { verifyChain } from '../../domain/timeline/hashChain.ts';
import { buildTrial, coordinator, refusal, TestBench, type TestCase } from '../support/cases.ts';
import { ago } from '../support/days.ts';
import { clean, intoMonth, monthOf, publish } from '../support/publishedMonths.ts';
import { buildAt, cleanMonth } from '../support/rectification.ts';

let bench: TestBench;
beforeAll(async () => {
  bench = await TestBench.start();
});
afterAll(() => bench.stop());

const byHand = { ...cleanMonth, cityRank: 301 };

const stagesOf = async (compound: TestCase) => (await compound.snapshot()).tasks.map(({ stage }) => stage);

describe('a published month', () => {
  it('enters the facts and answers the hotline office’s task, and the timeline says so', async () => {
    const compound = await bench.open(buildAt('execution', ago(6)));
    const month = await monthOf(compound);
    await intoMonth(compound, 1);
    expect(await stagesOf(compound)).toContain('monthlyWatch');
    const answer = await publish(compound, month);
    expect(answer.tasks.closed).toEqual(['monthlyWatch#1']);
    expect((await compound.snapshot()).view.facts.months).toEqual({
      [month]: { ...clean, publishedOn: `${await monthOf(compound, 1)}-01`, ranking: 1 },
    });
    const events = await compound.timeline();
    expect(events.slice(answer.events.from - 1)).toMatchObject([
      { type: 'monthRecorded', actor: { role: 'system' }, data: { month, version: 1, figures: clean } },
      { type: 'stageClosed', stage: 'monthlyWatch#1', data: { result: 'reported' } },
      { type: 'stageOpened', stage: 'monthlyWatch#2' },
    ]);
    expect(verifyChain(events)).toEqual([]);
  });

  it('is not asked for when the watch comes to it later', async () => {
    const compound = await bench.open(buildAt('execution', ago(6)));
    const [first, second] = [await monthOf(compound), await monthOf(compound, 1)];
    await intoMonth(compound, 2);
    await publish(compound, second);
    expect(await stagesOf(compound)).toContain('monthlyWatch');
    await publish(compound, first);
    expect(await stagesOf(compound)).not.toContain('monthlyWatch');
    expect((await compound.snapshot()).view.stages['monthlyWatch#2']).toMatchObject({ result: 'reported' });
  });

  it('replaces a report by hand, then an earlier version, once each; the timeline keeps what was', async () => {
    const compound = await bench.open(buildAt('execution', ago(6)));
    const month = await monthOf(compound);
    await intoMonth(compound, 1);
    await compound.decide('monthlyWatch#1', 'report', { form: byHand });
    await publish(compound, month);
    await publish(compound, month, { complaints: 7 }, { version: 2 });
    expect(await refusal(publish(compound, month, {}, { version: 2 }))).toMatchObject({ code: 'already-decided' });
    expect((await compound.snapshot()).view.facts.months).toMatchObject({ [month]: { complaints: 7, ranking: 2 } });
    const recorded = (await compound.timeline()).filter(({ type }) => type === 'monthRecorded');
    expect(recorded.map(({ data }) => data.replaced)).toEqual([
      { ...byHand, version: null },
      { ...clean, version: 1 },
    ]);
  });

  it('ends an observation when the year has its second rank within fifty, one of them before the case began', async () => {
    const compound = await bench.open(buildAt('observation', ago(0)));
    const month = await monthOf(compound);
    const earlier = month.endsWith('-01') ? month : `${month.slice(0, 5)}01`;
    await intoMonth(compound, 1);
    const others = [{ month: earlier, version: 1, publishedOn: ago(20), cityRank: 48 }];
    const started = earlier < month;
    await publish(compound, month, { cityRank: 50 }, { others: started ? others : [] });
    const { view } = await compound.snapshot();
    // In a January nothing of the year comes before.
    expect(view).toMatchObject(started ? { stage: 'execution', facts: { relapseCount: 1 } } : { stage: 'observation' });
  });

  it('ends no observation for a rank that was known when it began, or for months of another year', async () => {
    const compound = await bench.open(buildAt('observation', ago(0)));
    const month = await monthOf(compound);
    await intoMonth(compound, 1);
    const lastYear = `${Number(month.slice(0, 4)) - 1}-12`;
    const others = [{ month: lastYear, version: 1, publishedOn: ago(20), cityRank: 12 }];
    await publish(compound, month, { cityRank: 9 }, { others });
    expect((await compound.snapshot()).view).toMatchObject({ stage: 'observation', facts: { relapseCount: 0 } });
    expect(await refusal(publish(compound, lastYear, { cityRank: 12 }))).toMatchObject({ code: 'not-ready' });
  });

  it('waits with the end of an observation while the case is suspended', async () => {
    const compound = await bench.open(buildAt('observation', ago(0)));
    const month = await monthOf(compound);
    await intoMonth(compound, 1);
    await publish(compound, month, { cityRank: 48 });
    await compound.act('suspend', coordinator, { reason: '示例' });
    const next = await monthOf(compound, 1);
    const sameYear = next.slice(0, 4) === month.slice(0, 4);
    await publish(compound, next, { cityRank: 50 });
    expect((await compound.snapshot()).view.stages['observation#1']?.status).toBe('open');
    await compound.act('resume', coordinator, { reason: '示例' });
    expect((await compound.snapshot()).view.stages['observation#1']?.status).toBe(sameYear ? 'closed' : 'open');
  });

  it('stays when a decision from before it is corrected', async () => {
    const compound = await bench.open(buildAt('execution', ago(6)));
    const [first, second] = [await monthOf(compound), await monthOf(compound, 1)];
    await intoMonth(compound, 1);
    await compound.decide('monthlyWatch#1', 'report', { form: byHand });
    const { view } = await compound.snapshot();
    await intoMonth(compound, 2);
    await publish(compound, second);
    const decided = (await compound.timeline()).findLast(({ type }) => type === 'decided');
    const above: Actor = {
      ...coordinator,
      id: 'above',
      role: 'reviewer',
      posts: [{ office: 'districtPartyCommittee', scope: 'linyi/lanshan' }],
    };
    await compound.act('correct', above, {
      event: decided?.seq ?? 0,
      decision: 'report',
      form: { ...byHand, complaints: 6 },
      comment: '录入有误',
    });
    expect(view.facts.months).toMatchObject({ [first]: { complaints: 5 } });
    expect((await compound.snapshot()).view.facts.months).toMatchObject({
      [first]: { complaints: 6 },
      [second]: { complaints: 5, ranking: 1 },
    });
    expect(await stagesOf(compound)).not.toContain('monthlyWatch');
  });

  it('comes from the system alone, to procedures that watch it', async () => {
    const compound = await bench.open(buildAt('execution', ago(6)));
    const month = await monthOf(compound);
    expect(await refusal(publish(compound, month, {}, {}, coordinator))).toMatchObject({ code: 'forbidden' });
    const wrong = { ...clean, cityRank: 0 };
    expect((await refusal(publish(compound, month, wrong))).pointers).toEqual(['/figures/cityRank']);
    const trial = await bench.open(buildTrial('seal'));
    expect(await refusal(publish(trial, month))).toMatchObject({ code: 'not-ready' });
  });
});
