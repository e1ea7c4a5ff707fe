import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sampleComplaints } from '../../../api/sampleComplaints.ts';
import { sampleCompounds } from '../../../api/sampleDistrict.ts';
import type { SpaceServices } from '../../../api/services.ts';
import type { Actor } from '../../../domain/organisation/actor.ts';
import { compoundScope } from '../../../domain/registers/compound.ts';
import { pathsTo } from '../../../models/registers.ts';
import { type Answer, startApi, type TestApi } from '../support.ts';

const request = { place: 'linyi/lanshan', month: '2026-05' };

describe('the preview of a selection', () => {
  let api: TestApi;
  let space: SpaceServices;
  beforeAll(async () => {
    api = await startApi();
    await api.connected;
    space = api.services.spaces.live;
    const compounds = sampleCompounds('full').map(({ id, fields }) => {
      const scope = compoundScope(fields, id);
      return { _id: id, name: fields.name, scope, within: pathsTo(scope) };
    });
    const scopes = new Map(compounds.map(({ _id, scope }) => [_id, scope]));
    await space.registers.places.collection.insertOne({ _id: 'linyi/lanshan', level: 'district' } as never);
    await space.registers.compounds.collection.insertMany(compounds as never);
    const figures = sampleComplaints('full', '2026-05').filter(({ month }) => month > '2025-03');
    await space.complaints.complaintMonths.collection.insertMany(
      figures.map((each) => ({
        _id: `${each.compound}|${each.month}`,
        ...each,
        within: pathsTo(scopes.get(each.compound) ?? ''),
      })) as never,
    );
  });
  afterAll(() => api.stop());

  const preview = async (body: object, actor: Partial<Actor> = { scope: 'linyi/lanshan' }): Promise<Answer> =>
    await api.call('POST /api/v1/campaigns/preview', { token: await api.tokenFor(actor), body });

  it('lists as many as the policy says, each with its reason, out of all compounds of the district', async () => {
    const { status, body } = await preview(request);
    expect(status).toBe(200);
    expect(body.rules).toEqual({
      targetCount: 65,
      reserveCount: 10,
      windowMonths: 12,
      weights: { complaints: '0.6', dissatisfaction: '0.4' },
    });
    expect(body.window).toEqual({ from: '2025-06', to: '2026-05', published: 12, missing: [] });
    expect(body.counts).toMatchObject({ compounds: 1105, proposed: 65, active: 0, reserve: 10 });
    expect(body.items).toHaveLength(75);
    expect(body.items.find(({ compound }: { compound: string }) => compound === 'C-01')).toMatchObject({
      standing: 'proposed',
      route: 'initialRanking',
      rank: 3,
      complaints: 412,
      baselineMonthlyComplaints: 34,
      reason: {
        zh: '投诉量第3位（共1105个小区）：工单412件，满意率48%',
        en: 'rank 3 of 1,105: 412 tickets, satisfaction 48 %',
      },
      case: null,
    });
  });

  it('shows who enters and who leaves with another count or other weights', async () => {
    const fewer = await preview({ ...request, compare: { targetCount: 60 } });
    expect(fewer.body.comparison).toMatchObject({ rules: { targetCount: 60 }, enters: [] });
    expect(fewer.body.comparison.leaves.map(({ position }: { position: number }) => position)).toEqual([
      61, 62, 63, 64, 65,
    ]);
    const weights = { complaints: '1', dissatisfaction: '0' };
    const { body } = await preview({ ...request, compare: { weights } });
    const byTickets = await preview({ ...request, weights });
    const listed = (each: Answer['body']) =>
      each.items.flatMap((item: { compound: string; standing: string }) =>
        item.standing === 'proposed' ? [item.compound] : [],
      );
    const ids = (items: { compound: string }[]) => items.map(({ compound }) => compound);
    const left = new Set(ids(body.comparison.leaves));
    expect(left.size).toBeGreaterThan(0);
    const expected = [...listed(body).filter((id: string) => !left.has(id)), ...ids(body.comparison.enters)];
    expect(new Set(expected)).toEqual(new Set(listed(byTickets.body)));
    expect(expected).toHaveLength(65);
  });

  it('keeps an active compound on its place, with its case, and takes nobody in its stead', async () => {
    const before = await preview(request);
    await space.cases.cases.collection.insertMany([
      {
        _id: 'rectification:C-01:1',
        kind: 'rectification',
        status: 'running',
        subject: { id: 'C-01' },
        within: ['linyi', 'linyi/lanshan'],
      },
      {
        _id: 'rectification:C-07:1',
        kind: 'rectification',
        status: 'completed',
        subject: { id: 'C-07' },
        within: ['linyi', 'linyi/lanshan'],
      },
    ] as never);
    const { body } = await preview(request);
    await space.cases.cases.collection.deleteMany({});
    expect(body.counts).toMatchObject({ proposed: 64, active: 1, reserve: 10 });
    const ids = ({ items }: Answer['body']) => items.map(({ compound }: { compound: string }) => compound);
    expect(ids(body)).toEqual(ids(before.body));
    expect(body.items.filter(({ standing }: { standing: string }) => standing === 'active')).toMatchObject([
      { compound: 'C-01', case: 'rectification:C-01:1' },
    ]);
  });

  it('says which months are missing, and does without them', async () => {
    const { body } = await preview({ ...request, month: '2026-08', windowMonths: 6 });
    expect(body.window).toEqual({
      from: '2026-03',
      to: '2026-08',
      published: 3,
      missing: ['2026-06', '2026-07', '2026-08'],
    });
    const one = body.items.find(({ compound }: { compound: string }) => compound === 'C-01');
    expect(one.baselineMonthlyComplaints).toBe(Math.round(one.complaints / 3));
  });

  it('takes low stars and decisions of the district beside the ranking', async () => {
    const { body: all } = await preview({ ...request, limit: 2000 });
    const last = all.items.at(-1).compound as string;
    const additions = [{ compound: last, route: 'lowStar', reason: '2026年上半年评定二星' }];
    const { body } = await preview({ ...request, additions });
    expect(body.counts).toMatchObject({ proposed: 66 });
    expect(body.items.find(({ compound }: { compound: string }) => compound === last)).toMatchObject({
      standing: 'proposed',
      route: 'lowStar',
      reason: { zh: expect.stringMatching(/^低星级列入（2026年上半年评定二星）；/) },
    });
  });

  it('names compounds with few stars, and lists them where that is asked for', async () => {
    const { entries } = space.registers;
    const rated = [
      { _id: 'B-1', compounds: ['C-900', 'C-901'], star: 2 },
      { _id: 'B-2', compounds: ['C-902'], star: 3 },
      { _id: 'B-3', compounds: ['C-901', 'C-01'], star: 1 },
      { _id: 'B-4', compounds: ['C-903'], star: 1, retired: true },
    ];
    await entries.branches.collection.insertMany(
      rated.map((each) => ({ ...each, within: ['linyi', 'linyi/lanshan'] })) as never,
    );
    const { body } = await preview(request);
    expect(body.lowStars).toEqual([
      { compound: 'C-01', star: 1, of: 'branch' },
      { compound: 'C-901', star: 1, of: 'branch' },
      { compound: 'C-900', star: 2, of: 'branch' },
    ]);
    expect(body.counts.proposed).toBe(65);
    const { body: added } = await preview({ ...request, lowStars: true });
    await entries.branches.collection.deleteMany({});
    expect(added.counts.proposed).toBe(67);
    const routes = added.items.flatMap(({ compound, route }: { compound: string; route: string }) =>
      route === 'lowStar' ? [compound] : [],
    );
    expect(new Set(routes)).toEqual(new Set(['C-900', 'C-901']));
  });

  it.each([
    ['a place that is not in the register', { place: 'linyi/lanshan/nowhere' }, '/place'],
    ['a window nobody has published', { month: '2031-01' }, '/month'],
    [
      'weights that do not make one',
      { weights: { complaints: '0.6', dissatisfaction: '0.5' } },
      '/weights/dissatisfaction',
    ],
    [
      'weights that are no exact shares',
      { weights: { complaints: '60%', dissatisfaction: '0.4' } },
      '/weights/complaints',
    ],
    [
      'an addition that is not there',
      { additions: [{ compound: 'X', route: 'manual', reason: 'x' }] },
      '/additions/0/compound',
    ],
  ])('refuses %s', async (_what, change, pointer) => {
    const answer = await preview({ ...request, ...change });
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid-input', errors: [{ pointer }] } });
  });

  it('is not for another district', async () => {
    const answer = await preview(request, { scope: 'linyi/hedong' });
    expect(answer).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });

  it('reads no more figures than the window has', async () => {
    const explained = (await space.complaints.complaintMonths
      .find({ within: 'linyi/lanshan', month: { $gte: '2025-06', $lte: '2026-05' } })
      .explain('executionStats')) as unknown as { executionStats: { totalDocsExamined: number } };
    expect(explained.executionStats.totalDocsExamined).toBe(12 * 1105);
  });
});
