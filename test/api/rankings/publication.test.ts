import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '../../../domain/organisation/actor.ts';
import { firstDayAfter, monthsAfter } from '../../../domain/rankings/months.ts';
import { buildOpening, coordinator, office, PLACE, type TestCase } from '../../support/cases.ts';
import { ago } from '../../support/days.ts';
import { buildAt } from '../../support/rectification.ts';
import { until } from '../../support/until.ts';
import { type CaseApi, startCaseApi } from '../cases/bench.ts';
import type { Answer } from '../support.ts';

const space = 'rehearsal' as const;
const city: Actor = { ...coordinator, id: 'city', name: '示例市', scope: 'linyi' };
const campaign = 'K-2026-01';
const header = '小区编号,投诉量,物业类投诉量,全市排名,满意数,回访数';

let api: CaseApi;
beforeAll(async () => {
  api = await startCaseApi(undefined, [space]);
  // Compounds enter a campaign that is under way.
  const { campaigns } = api.services.spaces[space].campaigns;
  await campaigns.collection.insertOne({
    _id: campaign,
    name: '示例整治',
    place: 'linyi',
    within: ['linyi'],
    month: '2025-12',
    status: 'running',
    selection: null,
    compounds: 0,
    revision: 2,
    createdAt: new Date(),
    createdBy: 'city',
    updatedAt: new Date(),
  } as never);
});
afterAll(() => api.stopAll());

/** The figures of a month, each compound with its city rank and, if need be, its tickets. */
type Figures = Record<string, number | [rank: number, complaints: number]>;

async function upload(month: string, figures: Figures, by: Partial<Actor> = city): Promise<number> {
  const lines = Object.entries(figures).map(([compound, given]) => {
    const [rank, complaints] = typeof given === 'number' ? [given, 20] : given;
    return `${compound},${complaints},${complaints},${rank},9,10`;
  });
  const response = await fetch(`${api.base}/api/v1/rankings?month=${month}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await api.tokenFor(by, space)}`, 'content-type': 'text/csv' },
    body: [header, ...lines].join('\n'),
  });
  const body = (await response.json()) as { version: number };
  if (response.status !== 201) throw new Error(JSON.stringify(body));
  return body.version;
}

const fifth = (month: string): string => `${firstDayAfter(month).slice(0, 8)}05`;

async function post(
  month: string,
  body: object = {},
  { key, dryRun = false, by = city }: { key?: string; dryRun?: boolean; by?: Partial<Actor> } = {},
): Promise<Answer> {
  const line = `POST /api/v1/rankings/${month}/publication${dryRun ? '?dryRun=true' : ''}` as const;
  return await api.as(by, line, { publishedOn: fifth(month), ...body }, { space, ...(key && { key }) });
}

async function carriedOut(month: string): Promise<Answer['body']> {
  let body: Answer['body'];
  await until(async () => {
    ({ body } = await api.as(city, `GET /api/v1/rankings/${month}/publication`, undefined, { space }));
    return body.status === 'done';
  });
  return body;
}

async function publish(month: string, body: object = {}): Promise<Answer['body']> {
  const answer = await post(month, body);
  if (answer.status !== 202) throw new Error(JSON.stringify(answer.body));
  return await carriedOut(month);
}

async function compounds(...ids: string[]): Promise<void> {
  for (const id of ids) await api.compound({ id, name: `示例${id}` });
}

const plan = async (month: string, body: object = {}): Promise<Answer['body']> =>
  (await post(month, body, { dryRun: true })).body;
const named = (list: { compound: string }[]): string[] => list.map(({ compound }) => compound);

describe('dynamic inclusion on publication', () => {
  it('is cumulative, not consecutive (scenario 2): February #48 and May #50 bring C-02 in on 5 June', async () => {
    await compounds('C-02');
    for (const [month, rank] of Object.entries({ '2026-02': 48, '2026-03': 52, '2026-04': 61 })) {
      await upload(month, { 'C-02': [rank, rank] });
      expect(await publish(month)).toMatchObject({ inclusions: { done: 0 }, entered: [] });
    }
    await upload('2026-05', { 'C-02': [50, 49] });
    const planned = await plan('2026-05');
    expect(planned).toMatchObject({
      publishedOn: '2026-06-05',
      figures: { added: 1, changed: 0 },
      entering: [
        {
          compound: 'C-02',
          months: [
            { month: '2026-02', cityRank: 48 },
            { month: '2026-05', cityRank: 50 },
          ],
          reopens: null,
          // The mean of 48, 52, 61 and 49 is 52.5.
          baselineMonthlyComplaints: 53,
        },
      ],
    });
    expect(await api.services.spaces[space].cases.cases.findById('rectification:C-02:1')).toBeNull();
    const done = await publish('2026-05');
    expect(done).toMatchObject({ entered: [{ compound: 'C-02', case: 'rectification:C-02:1', state: 'done' }] });
    const { body } = await api.as(city, 'GET /api/v1/cases/rectification:C-02:1', undefined, { space });
    expect(body).toMatchObject({ status: 'running', facts: { route: 'monthlyTop50', baseline: 53 } });
    const opened = await api.services.spaces[space].cases.timeline.findOne({ case: body.id, seq: 1 }).lean();
    expect(opened?.event.actor).toMatchObject({ id: 'city', role: 'coordinator' });
    expect(body.campaign).toBe(campaign);
    const { campaigns, campaignCompounds } = api.services.spaces[space].campaigns;
    expect(await campaignCompounds.findById(`${campaign}|C-02`).lean()).toMatchObject({
      route: 'monthlyTop50',
      reason: {
        en: '2 months of the year among the worst of the city by property-class tickets: 2026-02 #48, 2026-05 #50',
      },
      case: 'rectification:C-02:1',
    });
    expect(await campaigns.findById(campaign).lean()).toMatchObject({ compounds: 1 });
  });

  it('waits for a campaign: where none is under way, nobody enters', async () => {
    await compounds('C-04');
    const { campaigns } = api.services.spaces[space].campaigns;
    await upload('2024-02', { 'C-04': 1 });
    await publish('2024-02');
    await upload('2024-03', { 'C-04': 1 });
    expect(named((await plan('2024-03')).entering)).toEqual(['C-04']);
    await campaigns.updateOne({ _id: campaign }, { $set: { status: 'closed' } });
    expect((await plan('2024-03')).entering).toEqual([]);
    await campaigns.updateOne({ _id: campaign }, { $set: { status: 'running' } });
  });

  it('begins anew with the year (scenario 3): December #12 and January #9 are one month each', async () => {
    await compounds('C-03');
    await upload('2025-12', { 'C-03': 12 });
    await publish('2025-12');
    await upload('2026-01', { 'C-03': 9 });
    expect((await plan('2026-01')).entering).toEqual([]);
    expect((await publish('2026-01')).entered).toEqual([]);
  });

  it('leaves out what is retired and whom the coordinator excludes, with the reason, and refuses to exclude who would not enter', async () => {
    await compounds('C-20', 'C-21', 'C-22');
    const { compounds: register } = api.services.spaces[space].registers;
    await register.updateOne({ _id: 'C-22' }, { $set: { retired: true } });
    await upload('2023-02', { 'C-20': 1, 'C-21': 2, 'C-22': 3 });
    await publish('2023-02');
    await upload('2023-04', { 'C-20': 1, 'C-21': 2, 'C-22': 3 });
    for (const dryRun of [true, false]) {
      const wrong = await post('2023-04', { exclude: [{ compound: 'C-02', reason: '示例' }] }, { dryRun });
      expect(wrong).toMatchObject({ status: 422, body: { errors: [{ pointer: '/exclude/0/compound' }] } });
    }
    const excluded = [{ compound: 'C-20', reason: '已单独立项整治' }];
    expect(named((await plan('2023-04', { exclude: excluded })).entering)).toEqual(['C-21']);
    const done = await publish('2023-04', { exclude: excluded });
    expect(named(done.entered)).toEqual(['C-21']);
    expect(done.excluded).toEqual([{ ...excluded[0], name: '示例C-20', scope: `${PLACE}/C-20` }]);
  });
});

describe('a publication', () => {
  const thisMonth = ago(0).slice(0, 7);
  // Two months of one calendar year.
  const [first, second] = thisMonth.endsWith('-12')
    ? [monthsAfter(thisMonth, -1), thisMonth]
    : [thisMonth, monthsAfter(thisMonth, 1)];
  const at = (id: string) => ({
    id: `rectification:${id}:1`,
    subject: { type: 'compound' as const, id, name: `示例${id}`, scope: `${PLACE}/${id}` },
  });
  let active: TestCase;
  let observed: TestCase;

  it('shows beforehand what it does to active, observed and closed compounds, and does that', async () => {
    await compounds('C-30', 'C-31', 'C-32', 'C-33', 'C-34', 'C-35');
    active = await api.bench.open(buildAt('execution', ago(0), at('C-30')));
    observed = await api.bench.open(buildAt('observation', ago(0), at('C-31')));
    const closed = await api.bench.open(buildOpening(at('C-32')));
    await closed.act('cancel', office('districtPartyCommittee'), { reason: '列入有误' });
    for (const each of [active, observed, closed]) await each.timeline();
    const ranks = { 'C-30': 10, 'C-31': 11, 'C-32': 12, 'C-33': 13, 'C-34': 14, 'C-35': 15 };
    await upload(first, ranks);
    expect(await plan(first)).toMatchObject({ entering: [], failing: [], cases: [{}, {}] });
    await publish(first);
    await upload(second, { ...ranks, 'C-34': 90 });
    const planned = await plan(second);
    expect(planned.entering).toMatchObject([
      { compound: 'C-32', reopens: 'rectification:C-32:1' },
      { compound: 'C-33', reopens: null },
      { compound: 'C-35' },
    ]);
    expect(planned.failing).toMatchObject([{ compound: 'C-31', case: observed.id }]);
    expect(planned.cases).toMatchObject([{ case: active.id }, { case: observed.id }]);
    const done = await publish(second, { exclude: [{ compound: 'C-35', reason: '已拆迁' }] });
    expect(done).toMatchObject({ figures: { done: 2, failed: 0 }, inclusions: { done: 2 }, troubled: [] });
    expect(done.entered).toMatchObject([{ case: 'rectification:C-32:2' }, { case: 'rectification:C-33:1' }]);
    expect((await observed.snapshot()).view).toMatchObject({ stage: 'execution', facts: { relapseCount: 1 } });
    expect((await active.snapshot()).view.facts.months).toMatchObject({ [second]: { cityRank: 10, ranking: 1 } });
    const { body } = await api.as(city, 'GET /api/v1/cases/rectification:C-32:2', undefined, { space });
    expect(body.links).toMatchObject([{ case: 'rectification:C-32:1', relation: 'reopens' }]);
    expect((await closed.timeline()).at(-1)?.type).toBe('caseCancelled');
  });

  it('of a corrected month shows and does the differences alone, and says what cannot be taken back', async () => {
    const version = await upload(second, {
      'C-30': [10, 33],
      'C-31': 61,
      'C-32': 12,
      'C-33': 60,
      'C-34': 14,
      'C-35': [15, 44],
    });
    const planned = await plan(second);
    expect(planned).toMatchObject({ replaces: 1, version, figures: { added: 0, changed: 5, unchanged: 1 } });
    // Whose rank let it in before is not let in again by another number of tickets.
    expect(named(planned.entering)).toEqual(['C-34']);
    expect(planned.failing).toEqual([]);
    expect(planned.notTakenBack).toMatchObject([
      { compound: 'C-33', case: 'rectification:C-33:1', what: 'entered' },
      { compound: 'C-31', case: observed.id, what: 'observationEnded' },
    ]);
    const done = await publish(second);
    expect(named(done.entered)).toEqual(['C-34']);
    expect(done.notTakenBack).toHaveLength(2);
    expect((await active.snapshot()).view.facts.months).toMatchObject({ [second]: { complaints: 33, ranking: 2 } });
    const recorded = (await active.timeline()).filter(({ type }) => type === 'monthRecorded');
    expect(recorded.at(-1)?.data).toMatchObject({ version: 2, replaced: { complaints: 20, version: 1 } });
    const { complaintMonths } = api.services.spaces[space].complaints;
    // Figures that stayed were said by the first version; a rank that stayed holds since then.
    expect(await complaintMonths.findById(`C-32|${second}`).lean()).toMatchObject({ version: 1 });
    expect(await complaintMonths.findById(`C-30|${second}`).lean()).toMatchObject({ version: 2, complaints: 33 });
    const { body } = await api.as(city, 'GET /api/v1/rankings', undefined, { space });
    expect(body.items[0]).toMatchObject({ month: second, status: 'published', published: 2 });
  });

  it('that nobody carries on is finished by a repeat, with the same key or another, and nothing is done twice', async () => {
    await compounds('C-40', 'C-41');
    await upload('2022-02', { 'C-40': 1, 'C-41': 2 });
    await publish('2022-02');
    await upload('2022-06', { 'C-40': 1, 'C-41': 2 });
    await api.bench.stopWorker(space);
    const key = randomUUID();
    expect(await post('2022-06', {}, { key })).toMatchObject({ status: 202, body: { status: 'running' } });
    await api.bench.client.workflow.getHandle('ranking-publication/2022-06/1').terminate('lost');
    await api.bench.startWorker(space);
    expect((await post('2022-06', {}, { key })).status).toBe(202);
    const done = await carriedOut('2022-06');
    expect(done.entered).toMatchObject([{ case: 'rectification:C-40:1' }, { case: 'rectification:C-41:1' }]);
    expect(await post('2022-06')).toMatchObject({ status: 202, body: { status: 'done' } });
    expect((await post('2022-06', { exclude: [] }, { key })).body.code).toBe('idempotency-key-reused');
    expect((await post('2022-06', { exclude: [] })).body.code).toBe('already-published');
    // Done, and lost before it could be written down: it is done again, to no other effect.
    const { items } = api.services.spaces[space].complaints;
    await items.updateMany({ publication: '2022-06|1' }, { $set: { state: 'pending', case: null } });
    expect((await post('2022-06')).body.status).toBe('running');
    expect((await carriedOut('2022-06')).entered).toEqual(done.entered);
    const { cases } = api.services.spaces[space].cases;
    expect(await cases.countDocuments({ 'subject.id': { $in: ['C-40', 'C-41'] } })).toBe(2);
  });

  it('by two at once is one; months published at once see each other', async () => {
    await compounds('C-50');
    await upload('2021-02', { 'C-50': 1 });
    await upload('2021-06', { 'C-50': 1 });
    const answers = await Promise.all([post('2021-02'), post('2021-06'), post('2021-06'), post('2021-02')]);
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202]);
    const [a, b] = [await carriedOut('2021-02'), await carriedOut('2021-06')];
    expect([...a.entered, ...b.entered]).toMatchObject([{ compound: 'C-50', case: 'rectification:C-50:1' }]);
  });

  it('is refused before the month is over, beyond the clocks of the rehearsal, of older versions, and beyond the publisher’s places', async () => {
    await compounds('C-60');
    await api.compound({ id: 'H-60', scope: 'linyi/hedong/jiuqu/jiuqu/H-60' });
    await upload('2020-03', { 'C-60': 1, 'H-60': 2 });
    const early = await post('2020-03', { publishedOn: '2020-03-31' });
    expect(early.body).toMatchObject({ code: 'invalid-input', errors: [{ pointer: '/publishedOn' }] });
    const never = await post('2020-03', { publishedOn: '9999-12-31' });
    expect(never.body).toMatchObject({ code: 'invalid-input', errors: [{ detail: expect.stringContaining('2199') }] });
    for (const dryRun of [true, false]) {
      expect(await post('2020-03', {}, { by: coordinator, dryRun })).toMatchObject({ status: 403 });
    }
    await publish('2020-03');
    // What a district corrects of its own, it publishes.
    await upload('2020-03', { 'C-60': 3 }, coordinator);
    expect((await post('2020-03', {}, { by: coordinator })).status).toBe(202);
    await carriedOut('2020-03');
    expect((await post('2020-03', { version: 1 }, { dryRun: true })).body.code).toBe('already-published');
    expect((await post('2019-01')).status).toBe(404);
  });

  it('in the live space is not dated in the future', async () => {
    const { rankings, versions } = api.services.spaces.live.complaints;
    await rankings.collection.insertOne({ _id: '2020-03', latest: 1, published: null, publishing: null } as never);
    await versions.collection.insertOne({ _id: '2020-03|1', month: '2020-03', version: 1 } as never);
    const line = 'POST /api/v1/rankings/2020-03/publication?dryRun=true' as const;
    const { body } = await api.as(city, line, { publishedOn: ago(-2) });
    expect(body).toMatchObject({ code: 'invalid-input', errors: [{ detail: expect.stringContaining('future') }] });
    expect((await api.as(city, line, {})).status).toBe(200);
  });
});
