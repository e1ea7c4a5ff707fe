import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { advanceCaseTo } from '../../../temporal/clock.ts';
import { office } from '../../support/cases.ts';
import { until } from '../../support/until.ts';
import { type CaseApi, startCaseApi } from '../cases/bench.ts';
import { District } from './support.ts';

let api: CaseApi;
beforeAll(async () => {
  api = await startCaseApi(undefined, ['rehearsal']);
});
afterAll(() => api?.stopAll());

const pad = (points: number): number => Math.min(100, points);

/** Scores everybody of a street, the first lowest. */
async function scoreAll(district: District, secretaries: readonly string[], key: string): Promise<void> {
  await Promise.all(secretaries.map((each, n) => district.score(each, key, pad(50 + n))));
  await district.shown(secretaries, key, 'place');
}

const outcomeOf = async (district: District, secretary: string, key: string) =>
  (await district.case(secretary, key).snapshot()).view;

describe('a cycle', () => {
  it('assesses dozens of secretaries of two streets, and compares each street by itself', async () => {
    const district = new District(api);
    const first = await district.street('first', 20);
    const second = await district.street('second', 6);
    const answer = await district.start('2025-H1');
    expect(answer).toMatchObject({ status: 202, body: { kind: 'assess', key: '2025-H1', subjects: 'secretary' } });
    const { id } = answer.body;
    const again = await district.start('2025-H1');
    expect(again.body.id).toBe(id);
    await district.once(id, ({ cases }) => cases.started === 26);

    await scoreAll(district, first, '2025-H1');
    const half = await district.once(id, ({ outcomes }) => outcomes['normal'] === 18);
    expect(half.stages).toEqual({ sheets: 6, plan: 2 });
    expect(half.pools).toEqual([
      { place: `${district.path}/first`, cases: 20, missing: 0, comparedAt: expect.any(String) },
      { place: `${district.path}/second`, cases: 6, missing: 6, comparedAt: null },
    ]);
    expect(half.missing.map(({ subject }: { subject: string }) => subject)).toEqual(second);
    expect((await outcomeOf(district, first[0] ?? '', '2025-H1')).facts).toMatchObject({
      total: 5000,
      place: { band: 'warned', rank: 20, of: 20, chain: 1 },
    });

    // Who is warned is for the street to know; the district sees how many.
    const named = (body: { named: { subject: string }[] }) => body.named.map(({ subject }) => subject);
    expect(named(half)).toEqual([]);
    expect(named((await district.get(id, district.of('first'))).body)).toEqual(first.slice(0, 2));
    const other = (await district.get(id, district.of('second'))).body;
    expect(named(other)).toEqual([]);
    expect(other.cases).toEqual({ listed: 6, started: 6, failed: 0, ended: 0 });
    expect((await district.get(id, new District(api).coordinator)).status).toBe(404);
    const list = await api.as(district.of('second'), 'GET /api/v1/cycles?kind=assess', undefined, {
      space: 'rehearsal',
    });
    expect(list.body.items.map(({ id: each }: { id: string }) => each)).toEqual([id]);
  });

  it('deducts training that stayed short in the half-year in which that was settled, and in no other', async () => {
    const district = new District(api);
    const [one = '', two = '', three = ''] = await district.street('only', 3);
    const { cases } = api.bench.models('rehearsal');
    const settled = (secretary: string, year: number, endedAt: string, outcome = 'short') =>
      cases.collection.insertOne({
        _id: `training:${secretary}:${year}:1`,
        kind: 'training',
        subject: { type: 'secretary', id: secretary },
        status: 'completed',
        outcome,
        endedAt,
      } as never);
    await settled(one, 2024, '2025-06-30T15:59:00.000Z');
    // Midnight in Shanghai has passed.
    await settled(two, 2024, '2025-06-30T16:01:00.000Z');
    await settled(three, 2024, '2025-04-02T02:00:00.000Z', 'madeUp');
    for (const [key, short] of [
      ['2025-H1', one],
      ['2025-H2', two],
    ]) {
      const { id } = (await district.start(key ?? '', `${district.path}/only`)).body;
      await district.once(id, (body) => body.cases.started === 3);
      for (const each of [one, two, three]) {
        const [opened] = await district.case(each, key ?? '').timeline();
        const told = each === short ? { halfYear: key, trainingShort: [2024] } : { halfYear: key };
        expect(opened?.data).toMatchObject(told);
        expect(opened?.data['trainingShort']).toEqual(each === short ? [2024] : undefined);
      }
    }
  });

  it('scenario 17: who is warned in two half-years in a row is to be adjusted, and the exit begins', async () => {
    const district = new District(api);
    const secretaries = await district.street('only', 6);
    const [lowest = '', next = ''] = secretaries;
    for (const key of ['2025-H1', '2025-H2']) {
      const { id } = (await district.start(key, `${district.path}/only`)).body;
      await district.once(id, ({ cases }) => cases.started === 6);
      await scoreAll(district, secretaries, key);
      await district.told(id, ({ outcomes }) => outcomes['normal'] === 5);
    }
    await expect(district.case(lowest, '2025-H2').handle.result()).resolves.toEqual({ outcome: 'adjust' });
    const { facts } = await outcomeOf(district, lowest, '2025-H2');
    expect(facts).toMatchObject({ place: { band: 'adjust', rank: 6, of: 6, chain: 2 } });
    expect(await outcomeOf(district, next, '2025-H2')).toMatchObject({ outcome: 'normal' });
    const { cases } = api.bench.models();
    await until(async () => (await cases.findById(`exit:${lowest}:1`).lean()) !== null);
    expect((await cases.findById(`exit:${lowest}:1`).lean())?.facts).toMatchObject({ trigger: 'bottomTenth' });
  });

  it('compares without those who are missing once the due day has passed, and tells who comes later alone', async () => {
    const district = new District(api);
    const secretaries = await district.street('late', 8);
    const { id, dueOn } = (await district.start('2025-H1')).body;
    await district.once(id, ({ cases }) => cases.started === 8);
    const [latecomer = '', onLeave = '', ...punctual] = secretaries;
    const street = { ...office('streetPartyWorkingCommittee') };
    street.posts = [{ office: 'streetPartyWorkingCommittee', scope: district.path }];
    await district.case(onLeave, '2025-H1').act('cancel', street, { outcome: 'onLeave', reason: '示例' });
    await scoreAll(district, punctual, '2025-H1');
    const waiting = await district.told(id, ({ outcomes }) => outcomes['onLeave'] === 1);
    expect(waiting.pools).toMatchObject([{ cases: 8, missing: 1, comparedAt: null }]);

    await advanceCaseTo(api.bench.client, `cycle:${id}`, new Date(`${dueOn}T16:30:00Z`));
    const compared = await district.told(id, ({ outcomes }) => outcomes['normal'] === 5);
    expect(compared).toMatchObject({ stages: { plan: 1, sheets: 1 }, pools: [{ missing: 1 }] });

    await district.score(latecomer, '2025-H1', 40);
    await district.shown([latecomer], '2025-H1', 'place');
    const late = await district.told(id, ({ stages }) => stages['plan'] === 2);
    expect((await outcomeOf(district, latecomer, '2025-H1')).facts).toMatchObject({
      place: { band: 'warned', rank: 7, of: 7 },
    });
    // Nobody else's place has changed.
    expect((await outcomeOf(district, punctual[0] ?? '', '2025-H1')).facts).toMatchObject({
      place: { band: 'warned', rank: 6, of: 6 },
    });
    expect(late.outcomes).toEqual({ normal: 5, onLeave: 1 });
  });

  it('tells a case anew whose score was corrected, and nobody else', async () => {
    const district = new District(api);
    const secretaries = await district.street('mended', 5);
    const [lowest = ''] = secretaries;
    const { id } = (await district.start('2025-H1')).body;
    await district.once(id, ({ cases }) => cases.started === 5);
    await scoreAll(district, secretaries, '2025-H1');
    await district.told(id, ({ stages }) => stages['plan'] === 1);
    const warned = district.case(lowest, '2025-H1');
    const sheet = (await warned.timeline()).find(({ stage }) => stage === 'sheets#1.community');
    const superior = office('streetPartyWorkingCommittee');
    superior.posts = [{ office: 'streetPartyWorkingCommittee', scope: district.path }];
    await warned.act('correct', superior, {
      event: sheet?.seq ?? 0,
      decision: 'score',
      form: { score: 100 },
      comment: '录入有误',
    });
    await district.shown([lowest], '2025-H1', 'place');
    const mended = await district.told(id, ({ outcomes }) => outcomes['normal'] === 5);
    expect(mended).toMatchObject({ stages: {}, outcomes: { normal: 5 } });
    expect(await district.told(id, ({ status }) => status === 'closed')).toMatchObject({ cases: { ended: 5 } });
  });

  it('goes on where it was after its worker has died, and starts nobody twice', async () => {
    const district = new District(api);
    const secretaries = await district.street('cut', 12);
    await api.bench.stopWorker();
    const { id } = (await district.start('2025-H1')).body;
    expect((await district.get(id)).body).toMatchObject({ status: 'listing', cases: { listed: 0 } });
    await api.bench.startWorker();
    await district.once(id, ({ cases }) => cases.started > 0);
    await api.bench.stopWorker();
    await api.bench.startWorker();
    await district.once(id, ({ cases }) => cases.started === 12);
    await district.shown(secretaries, '2025-H1', 'sheets');
    await Promise.all(secretaries.slice(1).map((each, n) => district.score(each, '2025-H1', 60 + n)));
    await api.bench.stopWorker();
    await api.bench.startWorker();
    await district.score(secretaries[0] ?? '', '2025-H1', 50);
    await district.shown(secretaries, '2025-H1', 'place');
    const over = await district.once(id, ({ outcomes }) => outcomes['normal'] === 11);
    expect(over.stages).toEqual({ plan: 1 });
    const { cases } = api.bench.models();
    expect(await cases.countDocuments({ 'subject.id': { $in: secretaries } })).toBe(12);
  });

  it('takes the case a secretary has already', async () => {
    const district = new District(api);
    const [secretary = ''] = await district.street('before', 2);
    const start = { kind: 'assess', subject: secretary, input: { halfYear: '2025-H1' } };
    const own = await api.as(district.coordinator, 'POST /api/v1/cases', start, { space: 'rehearsal' });
    expect(own.status).toBe(201);
    await until(async () => (await api.bench.models().cases.findById(own.body.id).lean()) !== null);
    const { id } = (await district.start('2025-H1')).body;
    await district.once(id, ({ cases }) => cases.started === 2);
    expect(await api.bench.models().cases.countDocuments({ 'subject.id': secretary })).toBe(1);
  });

  it('alone says the place: nobody enters it by hand', async () => {
    const district = new District(api);
    const [secretary = ''] = await district.street('byHand', 2);
    const { id } = (await district.start('2025-H1')).body;
    await district.once(id, ({ cases }) => cases.started === 2);
    await scoreAll(district, [secretary], '2025-H1');
    const street = office('streetPartyWorkingCommittee');
    street.posts = [{ office: 'streetPartyWorkingCommittee', scope: district.path }];
    street.scope = district.path;
    const form = { total: 5000, rank: 1, of: 2, chain: 0 };
    const answer = await api.as(
      street,
      `POST /api/v1/cases/assess:${secretary}:2025-H1:1/decisions`,
      { stage: 'place#1', decision: 'normal', form },
      { space: 'rehearsal' },
    );
    expect(answer.body).toMatchObject({ code: 'computed-decision', detail: expect.stringContaining('/api/v1/cycles') });
  });

  it('goes over the register that the policy names, here for stars', async () => {
    const district = new District(api);
    const [secretary = ''] = await district.street('stars', 1);
    const start = { kind: 'star', place: district.path, key: '2025-H1' };
    const { body } = await api.as(district.coordinator, 'POST /api/v1/cycles', start, { space: 'rehearsal' });
    expect(body).toMatchObject({ kind: 'star', subjects: 'secretary' });
    const { stages, pools, missing } = await district.once(body.id, (each) => each.stages['selfCheck'] === 1);
    expect({ stages, pools, missing }).toEqual({ stages: { selfCheck: 1 }, pools: [], missing: [] });
    expect(await api.bench.models().cases.findById(`star:${secretary}:2025-H1:1`).lean()).not.toBeNull();

    const { places } = api.services.spaces.rehearsal.registers;
    await places.collection.updateOne(
      { _id: 'linyi/lanshan' as never },
      { $set: { name: '示例', within: ['linyi', 'linyi/lanshan'], id: 'lanshan' } },
      { upsert: true },
    );
    const lanshan = { ...district.coordinator, scope: 'linyi/lanshan' };
    const branches = { ...start, place: 'linyi/lanshan' };
    const other = await api.as(lanshan, 'POST /api/v1/cycles', branches, { space: 'rehearsal' });
    expect(other.body).toMatchObject({ subjects: 'branch' });
  });

  test.each([
    ['a procedure that does not come round', { kind: 'rectification' }, '/kind'],
    ['a key that names no half-year', { key: '2025' }, '/key'],
    ['a place that is not in the register', { place: 'linyi/nowhere' }, '/place'],
    ['a city', { place: 'linyi' }, '/place'],
    ['a place below the streets that are compared', { place: 'linyi/lanshan/yinqueshan/hongqi' }, '/place'],
  ])('is not started for %s', async (_, wrong, pointer) => {
    const body = { kind: 'assess', place: 'linyi/lanshan', key: '2025-H1', ...wrong };
    const everywhere = { ...new District(api).coordinator, scope: '*' };
    const answer = await api.as(everywhere, 'POST /api/v1/cycles', body, { space: 'rehearsal' });
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid-input', errors: [{ pointer }] } });
  });

  it('is not started by who does not coordinate the place, nor before its half-year is over', async () => {
    const district = new District(api);
    await district.street('own', 1);
    const foreign = { ...district.coordinator, scope: `${district.path}/own` };
    expect((await district.start('2025-H1', district.path, foreign)).status).toBe(403);
    expect((await district.start('2025-H1', district.path, district.of('own'))).status).toBe(403);
    const body = { kind: 'assess', place: district.path, key: '2198-H1' };
    const early = await api.as(district.coordinator, 'POST /api/v1/cycles', body);
    expect(early).toMatchObject({ status: 409, body: { code: 'not-ready' } });
  });
});
