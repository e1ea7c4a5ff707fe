import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addMonths } from '../../../domain/calendar/calendar.ts';
import type { ComplaintMonth } from '../../../domain/rankings/complaintMonth.ts';
import { caseKeys } from '../../../models/caseModels.ts';
import { actor, buildOpening, coordinator, office, type TestCase } from '../../support/cases.ts';
import { accepted, buildAt, nomination, seats, solved, staffed, submitted } from '../../support/rectification.ts';
import { until } from '../../support/until.ts';
import { type CaseApi, startCaseApi } from '../cases/bench.ts';
import { slowFigures } from './slowFigures.ts';

let api: CaseApi;
let cases: TestCase[];
const routes = ['initialRanking', 'manual', 'initialRanking', 'initialRanking', 'monthlyTop50', 'initialRanking'];
const today = new Date().toISOString().slice(0, 10);

/** An opening in a street, with the route of its place in `routes`. */
function placed(index: number, street: string, opening = buildOpening()) {
  const place = `linyi/lanshan/${street}/hongqi/${opening.subject.id}`;
  return {
    ...opening,
    campaign: 'K-1',
    subject: { ...opening.subject, scope: place },
    input: { ...opening.input, route: routes[index] ?? '' },
  };
}

/** Late, returned, not verified at first, accepted, relapsed. */
async function troubled(compound: TestCase): Promise<void> {
  await compound.advance('P20D');
  await staffed(compound);
  await submitted(compound);
  await compound.decide('planReview#1.housingBureau', 'return', { comment: '示例：补充时限' });
  await submitted(compound);
  const { tasks } = await compound.snapshot();
  for (const { id } of tasks.filter(({ stage }) => stage === 'planReview')) await compound.decide(id, 'approve');
  await compound.decide('execution#1.P1', 'complete', { evidence: [await compound.evidence()] });
  await compound.decide('execution#1.P1-verify', 'fail', { comment: '示例：仍有渗漏' });
  await solved(compound, 'P1', 'P2');
  await accepted(compound);
  await compound.advance('P32D');
  const check = (await compound.snapshot()).tasks.find(({ face }) => face === 'check');
  await compound.decide(check?.id ?? '', 'report', { form: { complaints: 90, satisfied: 1, surveyed: 10 } });
}

/** Two returns, one of which the level above corrects. */
async function corrected(compound: TestCase): Promise<void> {
  await staffed(compound);
  await submitted(compound);
  const mistaken = await compound.decide('planReview#1.housingBureau', 'return', { comment: '示例：误退' });
  await compound.act('correct', office('districtPartyCommittee'), {
    event: mistaken.events.from,
    decision: 'approve',
    comment: '示例：误操作',
  });
}

beforeAll(async () => {
  api = await startCaseApi(undefined, ['rehearsal']);
  const { bench } = api;
  const campaign = { _id: 'K-1', place: 'linyi/lanshan', createdAt: new Date() };
  await api.services.spaces.rehearsal.campaigns.campaigns.collection.insertOne(campaign as never);
  const before = (months: number) => addMonths(today, -months);
  cases = await Promise.all([
    bench.open(placed(0, 'yinqueshan')),
    bench.open(placed(1, 'yinqueshan', buildAt('observation', before(4)))),
    bench.open(placed(2, 'jinqueshan', buildAt('execution', before(2)))),
    bench.open(placed(3, 'jinqueshan')),
    bench.open(placed(4, 'jinqueshan')),
    bench.open(placed(5, 'jinqueshan')),
  ]);
  const [first, second, , fourth, fifth, sixth] = cases as [TestCase, TestCase, TestCase, TestCase, TestCase, TestCase];
  await Promise.all([
    troubled(first),
    (async () => {
      for (const n of [1, 2, 3]) {
        await second.decide(`observation#1.month-${n}`, 'report', {
          form: { complaints: 3, satisfied: 9, surveyed: 10 },
        });
      }
      await second.decide('closing', 'close');
    })(),
    (async () => {
      // Nobody answers: silence of the seats is a refusal, and the ladder is climbed.
      await fourth.decide('nomination', 'nominate', { form: nomination });
      await fourth.decide(`acceptance#1.${seats[0]}`, 'accept');
      await fourth.advance('P30D');
    })(),
    corrected(fifth),
    sixth.act('cancel', office('districtPartyCommittee'), { outcome: 'cancelled', reason: '示例：列入有误' }),
  ]);
  for (const each of cases) await each.timeline();
  const models = bench.models();
  await until(async () => {
    const stored = await models.cases.find({}, { revision: 1 }).lean();
    const told = await Promise.all(cases.map((each) => each.snapshot()));
    return told.every(({ view }) => stored.some(({ _id, revision }) => _id === view.id && revision === view.revision));
  });
}, 300_000);
afterAll(() => api.stopAll());

const dashboard = async (query = '', by = coordinator) =>
  await api.as(by, `GET /api/v1/dashboard${query}`, undefined, { space: 'rehearsal' });

interface Shown {
  key: string;
  value: { numerator: number; denominator: number } | null;
  reason: { zh: string; en: string } | null;
  sample: { size: number };
  cases: { count: number; href: string };
}
// oxlint-disable-next-line typescript/no-explicit-any -- answers are read as they come
const figureOf = (body: any, key: string): Shown => body.figures.find((each: Shown) => each.key === key);
const pair = (value: Shown['value']) => value && [value.numerator, value.denominator];

describe('the dashboard', () => {
  it.each([
    ['everything', addMonths(today, -6).slice(0, 7), addMonths(today, 6).slice(0, 7)],
    ['the months before today', addMonths(today, -6).slice(0, 7), addMonths(today, -1).slice(0, 7)],
    ['this month', today.slice(0, 7), today.slice(0, 7)],
    ['the months after', addMonths(today, 1).slice(0, 7), addMonths(today, 3).slice(0, 7)],
  ])('says of %s what the timelines say', async (_, from, to) => {
    const timelines = await Promise.all(cases.map((each) => each.timeline()));
    const last = addMonths(`${to}-01`, 1);
    const wanted = slowFigures(timelines, routes, [`${from}-01`, `${last.slice(0, 7)}-00`]);
    const { body } = await dashboard(`?from=${from}&to=${to}`);
    const shown = Object.fromEntries(Object.keys(wanted.figures).map((key) => [key, pair(figureOf(body, key).value)]));
    expect(shown).toEqual(wanted.figures);
    const offices = Object.fromEntries(
      body.offices
        .filter((each: Record<string, unknown>) => each.onTime ?? each.rework)
        .map((each: { office: string; onTime: Shown['value']; rework: Shown['value'] }) => [
          each.office,
          { onTime: pair(each.onTime), rework: pair(each.rework) },
        ]),
    );
    expect(offices).toEqual(wanted.offices);
  });

  it('answers the same question in the same way, and with real trouble in it', async () => {
    const query = `?campaign=K-1&from=${addMonths(today, -6).slice(0, 7)}&to=${addMonths(today, 6).slice(0, 7)}`;
    const [one, two] = [await dashboard(query), await dashboard(query)];
    expect({ ...one.body, at: '' }).toEqual({ ...two.body, at: '' });
    for (const key of ['relapses', 'planReturns', 'closed', 'ladderRed', 'dynamicInclusionCount', 'overdueNow']) {
      expect({ key, some: (figureOf(one.body, key).value?.numerator ?? 0) > 0 }).toEqual({ key, some: true });
    }
    expect(pair(figureOf(one.body, 'teamOnSite').value)).toEqual([3, 3]);
    expect(one.body.stages.map(({ stage, count }: { stage: string; count: number }) => [stage, count])).toEqual([
      ['nomination', 1],
      ['planReview', 1],
      ['execution', 2],
    ]);
    expect(one.body.unavailable.length).toBeGreaterThan(10);
  });

  it('shows the cases behind a figure', async () => {
    const { body } = await dashboard(`?from=${today.slice(0, 7)}&to=${addMonths(today, 6).slice(0, 7)}`);
    const { cases: behind, value } = figureOf(body, 'relapses');
    const page = await api.as(coordinator, `GET ${behind.href as '/'}`, undefined, { space: 'rehearsal' });
    expect(page.body.items.map(({ id }: { id: string }) => id)).toEqual([cases[0]?.id]);
    expect(value).toEqual({ numerator: 1, denominator: 1 });
  });

  it('counts within the viewer’s sight alone, street by street', async () => {
    const all = await dashboard(`?to=${addMonths(today, 6).slice(0, 7)}&from=${addMonths(today, -6).slice(0, 7)}`);
    expect(all.body.streets.map(({ street }: { street: string }) => street).sort()).toEqual([
      'linyi/lanshan/jinqueshan',
      'linyi/lanshan/yinqueshan',
    ]);
    for (const street of ['yinqueshan', 'jinqueshan']) {
      const query = `?from=${addMonths(today, -6).slice(0, 7)}&to=${addMonths(today, 6).slice(0, 7)}`;
      const asked = await dashboard(`${query}&street=${street}`);
      const own = await dashboard(
        query,
        actor('own', undefined, { role: 'monitor', scope: `linyi/lanshan/${street}` }),
      );
      expect({ ...own.body, at: '', figures: own.body.figures.map(pairs) }).toEqual({
        ...asked.body,
        at: '',
        figures: asked.body.figures.map(pairs),
        stages: own.body.stages,
        streets: own.body.streets,
      });
      const row = all.body.streets.find((each: { street: string }) => each.street.endsWith(street));
      for (const { key, value } of row.figures)
        expect({ key, value }).toEqual({ key, value: figureOf(asked.body, key).value });
    }
    const elsewhere = await dashboard('', actor('far', undefined, { role: 'monitor', scope: 'linyi/hedong' }));
    expect(elsewhere.body.streets).toEqual([]);
    expect(figureOf(elsewhere.body, 'listed').value).toEqual({ numerator: 0, denominator: 1 });
    expect(figureOf(elsewhere.body, 'acceptanceRate')).toMatchObject({
      value: null,
      reason: { en: expect.any(String) },
    });
  });

  it('counts what was rehearsed only where the rehearsal is asked for', async () => {
    const { cases: stored } = api.services.spaces.rehearsal.cases;
    const scope = 'linyi/lanshan/jinqueshan/hongqi/C-rehearsed';
    const template = await stored.findById(cases[3]?.id).lean();
    await stored.collection.insertOne({
      ...template,
      _id: 'rectification:C-rehearsed:1',
      campaign: 'R-00000001',
      within: caseKeys(scope, 'R-00000001'),
    } as never);
    const window = `?from=${addMonths(today, -6).slice(0, 7)}&to=${addMonths(today, 6).slice(0, 7)}`;
    const listed = async (query: string) => pair(figureOf((await dashboard(window + query)).body, 'listed').value)?.[0];
    await expect(listed('')).resolves.toBe(await listed('&campaign=K-1'));
    await expect(listed('&campaign=R-00000001')).resolves.toBe(1);
    await stored.deleteOne({ _id: 'rectification:C-rehearsed:1' });
  });

  it('answers 404 for a campaign that is not there', async () => {
    expect(await dashboard('?campaign=K-2020-01')).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });

  it.each([
    ['malformed-request', '?from=2026-13'],
    ['malformed-request', '?from=2026-05&to=2026-04'],
    ['malformed-request', '?from=2020-01&to=2026-04'],
    ['unknown-parameter', '?month=2026-04'],
  ])('answers 400 %s to %s', async (code, query) => {
    expect(await dashboard(query)).toMatchObject({ status: 400, body: { code } });
  });
});

const pairs = ({ key, value, sample }: Shown) => [key, value, sample];

describe('complaint figures', () => {
  const month = (compound: number, when: string, complaints: number, rest: Partial<ComplaintMonth> = {}) => {
    const { id, scope } = cases[compound]?.opening.subject ?? { id: '', scope: '' };
    return {
      _id: `${id}|${when}`,
      compound: id,
      month: when,
      complaints,
      propertyComplaints: 0,
      cityRank: null,
      satisfied: 8,
      surveyed: 10,
      within: [scope],
      version: 1,
      publishedAt: new Date(),
      ...rest,
    };
  };
  const year = Number(today.slice(0, 4));
  const query = `?from=${year}-01&to=${year}-12`;

  it('compare with last year only what last year has, and say why not', async () => {
    const { complaintMonths } = api.services.spaces.rehearsal.complaints;
    await complaintMonths.insertMany([
      month(0, `${year}-01`, 10),
      month(0, `${year}-02`, 20),
      month(2, `${year}-01`, 0),
    ]);
    const without = figureOf((await dashboard(query)).body, 'complaintChangeYoY');
    expect(without).toMatchObject({ value: null, sample: { size: 0 } });
    expect(without.reason?.en).toMatch(/Of 5 compounds on the list 1 have every published month, and none/);

    await complaintMonths.insertMany([
      month(0, `${year - 1}-01`, 40),
      month(0, `${year - 1}-02`, 35),
      month(0, `${year - 1}-03`, 999),
      month(2, `${year}-02`, 0, { surveyed: 0, satisfied: 0 }),
      month(2, `${year - 1}-01`, 7),
    ]);
    const { body } = await dashboard(query);
    expect(figureOf(body, 'complaintChangeYoY')).toMatchObject({
      value: { numerator: 30 - 75, denominator: 75 },
      sample: { size: 1 },
    });
    expect(pair(figureOf(body, 'monthlyMeanComplaints').value)).toEqual([30, 4]);
    expect(figureOf(body, 'zeroComplaintCompounds')).toMatchObject({
      value: { numerator: 1, denominator: 1 },
      sample: { size: 2 },
    });
    expect(pair(figureOf(body, 'satisfaction').value)).toEqual([24, 30]);
  });

  it('show how complaints went from the first month there is, and from none before', async () => {
    const trend = await api.as(coordinator, 'GET /api/v1/dashboard/complaints?to=1900-01');
    expect(trend).toMatchObject({ status: 200, body: { window: { from: '1900-01', to: '1900-01' } } });
  });

  it('show how complaints went, always of the same compounds, and before and after they were listed', async () => {
    const trend = await api.as(coordinator, `GET /api/v1/dashboard/complaints${query}`, undefined, {
      space: 'rehearsal',
    });
    expect(trend.status).toBe(200);
    const { body } = trend;
    expect(body.window).toEqual({ from: `${year - 1}-01`, to: `${year}-12` });
    // Of the five on the list one has no gap in the months that are published: January to March of last year, two of this.
    expect(body).toMatchObject({ listed: 5, compounds: 1 });
    const shown = body.months.filter(({ complaints }: { complaints: number | null }) => complaints !== null);
    expect(shown.map(({ month, complaints }: Record<string, unknown>) => [month, complaints])).toEqual([
      [`${year - 1}-01`, 40],
      [`${year - 1}-02`, 35],
      [`${year - 1}-03`, 999],
      [`${year}-01`, 10],
      [`${year}-02`, 20],
    ]);
  });
});
