import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '../../../domain/organisation/actor.ts';
import type { OfficeCode } from '../../../domain/organisation/offices.ts';
import { pathsTo } from '../../../models/registers.ts';
import { actor } from '../../support/cases.ts';
import { street } from '../../support/selection.ts';
import { until } from '../../support/until.ts';
import { type CaseApi, input, startCaseApi } from '../cases/bench.ts';
import type { Answer } from '../support.ts';

let api: CaseApi;
beforeAll(async () => {
  api = await startCaseApi();
});
afterAll(() => api.stopAll());

const note = '示例说明';

interface Row {
  id: string;
  street: string;
  complaints: number;
  satisfied?: number;
  surveyed?: number;
}

/** A district of its own, with places, compounds and a year of figures; everything a test does not name is sample. */
class District {
  readonly path: string;
  readonly name = `D-${randomUUID().slice(0, 8)}`;
  readonly coordinator: Actor;

  constructor(city = 'linyi', name?: string) {
    if (name !== undefined) this.name = name;
    this.path = `${city}/${this.name}`;
    this.coordinator = actor(`coordinator-${this.name}`, undefined, { role: 'coordinator', scope: this.path });
  }

  async enter(rows: readonly Row[], month = '2026-05'): Promise<this> {
    const { registers, complaints } = api.services.spaces.live;
    const scopeOf = ({ street: of, id }: Row) => `${this.path}/${of}/hongqi/${id}`;
    const entering = actor('entering', undefined, { role: 'coordinator', scope: '*' });
    for (const path of new Set(
      [this.path, ...rows.map((row) => scopeOf(row))].flatMap((each) => pathsTo(each).slice(0, 4)),
    )) {
      await api.as(entering, 'POST /api/v1/places', { path, name: `示例 ${path}` });
    }
    await registers.compounds.collection.insertMany(
      rows.map((row) => ({
        _id: row.id,
        name: `示例小区 ${row.id}`,
        scope: scopeOf(row),
        within: pathsTo(scopeOf(row)),
        grams: [],
        revision: 1,
        updatedAt: new Date(),
      })) as never,
    );
    await complaints.complaintMonths.collection.insertMany(
      rows.map(({ id, complaints: tickets, satisfied = 0, surveyed = 0, ...row }) => ({
        _id: `${id}|${month}`,
        month,
        compound: id,
        complaints: tickets,
        propertyComplaints: 0,
        cityRank: null,
        satisfied,
        surveyed,
        within: pathsTo(scopeOf({ id, complaints: tickets, ...row })),
      })) as never,
    );
    return this;
  }

  street(name: string): Actor {
    return street(`${this.path}/${name}`);
  }

  office(code: OfficeCode): Actor {
    return actor(`${code}-${this.name}`, undefined, { scope: this.path, posts: [{ office: code, scope: this.path }] });
  }

  async start(body: object = {}, options: { key?: string } = {}, by = this.coordinator): Promise<Answer> {
    const request = { place: this.path, month: '2026-05', windowMonths: 1, ...body };
    return await api.as(by, 'POST /api/v1/selections', request, options);
  }

  async list(id: string): Promise<Answer['body']> {
    return (await api.as(this.coordinator, `GET /api/v1/selections/${id}/list`)).body;
  }

  /** Decides, once the task can be read. */
  async decide(id: string, stage: string, decision: string, by: Actor, form?: object): Promise<Answer> {
    const body = { stage, decision, ...(form && { form }) };
    const answer = await api.as(by, `POST /api/v1/cases/${id}/decisions`, body);
    return answer;
  }

  /** From the start to the published list. */
  async run(id: string, streets: readonly string[], form: object = {}): Promise<void> {
    const steps: [string, string, Actor, object?][] = [
      ['collect#1', 'confirm', this.office('hotlineOffice')],
      ...streets.map((name): [string, string, Actor] => [`candidateReview#1.${name}`, 'confirm', this.street(name)]),
      ['decision#1', 'list', this.office('districtPartyCommittee'), form],
      ['publication#1', 'publish', this.office('organisationDept')],
    ];
    for (const [stage, decision, by, given] of steps) {
      expect(await this.decide(id, stage, decision, by, given)).toMatchObject({ status: 200 });
    }
    await until(async () => (await this.list(id)).status === 'published');
  }
}

const ids = (items: { compound: string }[]) => items.map(({ compound }) => compound);
const unique = (name: string) => `${name}-${randomUUID().slice(0, 8)}`;

describe('scenario 1: selection', () => {
  it('lists C-01 with 412 tickets (rank 3 of 1,105) and satisfaction 48 %, publishes it, and starts no second P02 on a repeat', async () => {
    const c01 = unique('C-01');
    const streets = ['east', 'south', 'west', 'north'];
    const others = Array.from({ length: 1104 }, (_, index) => ({
      id: unique(`X${index}`),
      street: streets[index % 4] ?? '',
      complaints: index < 2 ? 500 - index : Math.max(0, 400 - index),
      satisfied: 80,
      surveyed: 100,
    }));
    const district = await new District().enter([
      { id: c01, street: 'east', complaints: 412, satisfied: 48, surveyed: 100 },
      ...others,
    ]);
    const started = await district.start({ targetCount: 65 });
    expect(started).toMatchObject({ status: 201, body: { facts: { proposed: 65, reserve: 10, ranked: 1105 } } });
    const id = started.body.id as string;
    expect(id).toBe(`selection:${district.name}:2026-05:1`);
    await district.run(id, streets);

    const list = await district.list(id);
    expect(list.listed).toHaveLength(65);
    const listed = list.listed.find(({ compound }: { compound: string }) => compound === c01);
    expect(listed).toMatchObject({
      standing: 'listed',
      route: 'initialRanking',
      reason: { en: 'rank 3 of 1,105: 412 tickets, satisfaction 48 %' },
      baselineMonthlyComplaints: 412,
      case: null,
    });

    const rectification = { kind: 'rectification', subject: c01, input };
    const launched = await api.as(district.coordinator, 'POST /api/v1/cases', rectification);
    expect(launched.status).toBe(201);
    await until(async () =>
      (await district.list(id)).listed.some((each: { case: string | null }) => each.case !== null),
    );
    const again = await district.start({ targetCount: 65 });
    expect(again.body.id).toBe(`selection:${district.name}:2026-05:2`);
    const second = await district.list(again.body.id);
    expect(ids(second.listed)).not.toContain(c01);
    expect(second.listed).toHaveLength(64);
    expect(second.others.find(({ compound }: { compound: string }) => compound === c01)).toMatchObject({
      standing: 'active',
      case: launched.body.id,
    });
    expect(await api.as(district.coordinator, 'POST /api/v1/cases', rectification)).toMatchObject({
      status: 409,
      body: { code: 'case-active' },
    });
  });
});

describe('a selection', () => {
  const rows = (): Row[] => [
    { id: unique('A'), street: 'east', complaints: 90, satisfied: 1, surveyed: 2 },
    { id: unique('B'), street: 'west', complaints: 80, satisfied: 1, surveyed: 2 },
    { id: unique('C'), street: 'east', complaints: 70, satisfied: 1, surveyed: 2 },
    { id: unique('D'), street: 'west', complaints: 60, satisfied: 1, surveyed: 2 },
    { id: unique('E'), street: 'north', complaints: 0 },
  ];

  it('is started once for a month: a repeat answers the same, another is refused, another month is another case', async () => {
    const district = await new District().enter(rows());
    const key = randomUUID();
    const first = await district.start({ targetCount: 2 }, { key });
    const repeat = await district.start({ targetCount: 2 }, { key });
    expect([first.status, repeat.status, repeat.body.id]).toEqual([201, 201, first.body.id]);
    expect(await district.start({ targetCount: 3 }, { key })).toMatchObject({
      status: 422,
      body: { code: 'idempotency-key-reused' },
    });
    expect(await district.start({ targetCount: 2 })).toMatchObject({ status: 409, body: { code: 'case-active' } });
    await district.enter(rows(), '2026-06');
    const next = await district.start({ month: '2026-06', targetCount: 2 });
    expect(next.body.id).toBe(`selection:${district.name}:2026-06:1`);
    expect(next.body.links).toEqual([]);
  });

  it('goes on with the figures it began with, whatever is published later', async () => {
    const all = rows();
    const district = await new District().enter(all);
    const { body } = await district.start({ targetCount: 2 });
    await api.services.spaces.live.complaints.complaintMonths.updateOne(
      { compound: all[4]?.id ?? '' },
      { $set: { complaints: 500 } },
    );
    const list = await district.list(body.id);
    expect(ids(list.listed)).toEqual([all[0]?.id, all[1]?.id]);
    expect(list.listed[0].reason.en).toBe('rank 1 of 5: 90 tickets, satisfaction 50 %');
    expect(list).toMatchObject({ status: 'proposed', snapshot: body.facts.snapshot });
  });

  it('is seen and checked by each street concerned, and by no other', async () => {
    const all = rows();
    const district = await new District().enter(all);
    const { body } = await district.start({ targetCount: 3 });
    const id = body.id as string;
    await district.decide(id, 'collect#1', 'confirm', district.office('hotlineOffice'));
    const [east, west, north] = ['east', 'west', 'north'].map((name) => district.street(name)) as [Actor, Actor, Actor];
    const inbox = async (who: Actor) =>
      (await api.as(who, 'GET /api/v1/tasks')).body.items.map((task: { id: string; scope: string }) => [
        task.id,
        task.scope,
      ]);
    await until(async () => (await inbox(east)).length > 0);
    expect(await inbox(east)).toEqual([['candidateReview#1.east', `${district.path}/east`]]);
    expect(await inbox(west)).toEqual([['candidateReview#1.west', `${district.path}/west`]]);
    expect(await inbox(north)).toEqual([]);

    expect((await api.as(east, `GET /api/v1/cases/${id}`)).body.tasks).toMatchObject([
      { id: 'candidateReview#1.east', permitted: expect.arrayContaining(['decide']) },
      { id: 'candidateReview#1.west', permitted: [] },
    ]);
    for (const line of [`/api/v1/cases/${id}`, `/api/v1/cases/${id}/timeline`, `/api/v1/selections/${id}/list`]) {
      expect([line, (await api.as(east, `GET ${line as '/'}`)).status]).toEqual([line, 200]);
      expect([line, (await api.as(north, `GET ${line as '/'}`)).status]).toEqual([line, 404]);
    }
    const listedFor = async (who: Actor, more = '') =>
      (await api.as(who, `GET /api/v1/cases?kind=selection${more}`)).body.items.map((each: { id: string }) => each.id);
    expect(await listedFor(east)).toEqual([id]);
    expect(await listedFor(east, `&district=${district.name}`)).toEqual([id]);
    expect(await listedFor(north)).toEqual([]);

    const foreign = await district.decide(id, 'candidateReview#1.west', 'confirm', east);
    expect(foreign).toMatchObject({ status: 403, body: { code: 'office-required' } });
    expect((await district.decide(id, 'candidateReview#1.west', 'confirm', north)).status).toBe(404);
    expect((await api.as(east, `POST /api/v1/cases/${id}/comments`, { text: note })).status).toBe(200);
    expect((await district.decide(id, 'candidateReview#1.east', 'confirm', east)).status).toBe(200);
    // Whoever was asked keeps seeing what became of it.
    expect((await api.as(east, `GET /api/v1/cases/${id}`)).status).toBe(200);
  });

  it('shows what a street objected, what the recheck came to, and what the leading group made of it', async () => {
    const all = rows();
    const [a, b, c, d, e] = ids(all.map(({ id }) => ({ compound: id }))) as [string, string, string, string, string];
    const district = await new District().enter(all);
    const { body } = await district.start({ targetCount: 2 });
    const id = body.id as string;
    const east = district.street('east');
    const leaders = district.office('districtPartyCommittee');
    await district.decide(id, 'collect#1', 'confirm', district.office('hotlineOffice'));
    await district.decide(id, 'candidateReview#1.west', 'confirm', district.street('west'));
    const objections = [{ compound: a, kind: 'oneComplainant', note }];
    await district.decide(id, 'candidateReview#1.east', 'object', east, { objections });
    const answers = [{ compound: a, result: 'corrected', complaints: 65, note }];
    await district.decide(id, 'recheck#1', 'answer', district.office('hotlineOffice'), { answers });
    await district.decide(id, 'candidateReview#2.east', 'confirm', east);
    // The street has withdrawn it.
    await until(async () => (await district.list(id)).listed[0].finding === null);
    // With 65 tickets it would be third.
    expect((await district.list(id)).listed[0]).toMatchObject({
      compound: a,
      standing: 'proposed',
      finding: null,
      recheck: { result: 'corrected', complaints: 65, position: 3 },
    });

    const decide = (form: object) => district.decide(id, 'decision#1', 'list', leaders, form);
    expect(await decide({ add: [{ compound: 'nowhere', note }] })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/form/add/0/compound' }] },
    });
    const decided = await decide({
      drop: [{ compound: a, reason: 'objection', note }],
      add: [
        { compound: c, note },
        { compound: e, note },
      ],
    });
    expect(decided.status).toBe(200);
    await until(async () => (await district.list(id)).status === 'decided');
    const list = await district.list(id);
    const routes = (items: { compound: string; route: string; because: string | null }[]) =>
      items.map(({ compound, route, because }) => [compound, route, because]);
    expect(routes(list.listed)).toEqual([
      [b, 'initialRanking', null],
      [c, 'initialRanking', null],
      [e, 'manual', null],
    ]);
    expect(routes(list.others)).toEqual([
      [a, 'initialRanking', 'objection'],
      [d, 'initialRanking', null],
    ]);
    expect(list.listed[2].reason.en).toMatch(/^added by decision; /);
  });

  it('is not begun by hand, without figures, by another district, or when nobody is left to list', async () => {
    const district = await new District().enter(rows());
    const byHand = { kind: 'selection', subject: district.name, input: {} };
    expect(await api.as(district.coordinator, 'POST /api/v1/cases', byHand)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/kind', detail: expect.stringContaining('POST /api/v1/selections') }] },
    });
    expect(await district.start({ month: '2026-06', windowMonths: 2 })).toMatchObject({
      status: 409,
      body: { code: 'not-ready' },
    });
    expect(await district.start({ targetCount: 0 })).toMatchObject({ status: 409, body: { code: 'not-ready' } });
    expect((await district.start({}, {}, new District().coordinator)).status).toBe(404);
    expect(await district.start({}, {}, district.street('east'))).toMatchObject({ status: 404 });
    expect(await district.start({}, {}, district.office('housingBureau'))).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    });
    expect(await district.start({ place: `${district.path}/east` })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/place' }] },
    });
  });

  it('tells two districts of one name apart', async () => {
    const name = unique('H').slice(0, 10);
    const one = await new District('linyi', name).enter(rows());
    const two = await new District('qingdao', name).enter(rows());
    const [first, second] = [await one.start({ targetCount: 2 }), await two.start({ targetCount: 2 })];
    expect([first.body.id, second.body.id]).toEqual([
      `selection:${name}:2026-05:1`,
      `selection:qingdao_${name}:2026-05:1`,
    ]);
  });
});
