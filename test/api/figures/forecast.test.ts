import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OfficeCode } from '../../../domain/organisation/offices.ts';
import { neverDue, placesOf } from '../../../models/caseModels.ts';
import { actor, coordinator } from '../../support/cases.ts';
import { startApi, type TestApi } from '../support.ts';

/** A Friday noon in Shanghai. */
const now = new Date('2026-11-27T04:00:00Z');
let api: TestApi;

interface Sketch {
  case?: string;
  office?: OfficeCode;
  street?: string;
  openedAt?: string;
  dueAt?: string | null;
  closedAt?: string;
  why?: string;
  campaign?: string;
  stage?: string;
}

let number = 0;
/** A task document as the projection writes it. */
function task({ office = 'housingBureau', street = 'yinqueshan', dueAt = null, closedAt, campaign, ...rest }: Sketch) {
  number += 1;
  const subject = `C-${String(number).padStart(3, '0')}`;
  const id = rest.case ?? `rectification:${subject}:1`;
  const scope = `linyi/lanshan/${street}/hongqi/${subject}`;
  const stage = rest.stage ?? 'planReview';
  return {
    _id: `${id}|${stage}#1.${office}`,
    id: `${stage}#1.${office}`,
    stage,
    visit: 1,
    face: 'seat',
    office,
    openedAt: rest.openedAt ?? '2026-11-02T02:00:00.000Z',
    fired: [],
    notBy: [],
    suspended: false,
    case: id,
    kind: 'rectification',
    subject: { id: subject, name: '示例小区' },
    scope,
    within: placesOf(scope),
    district: 'lanshan',
    street,
    campaign: campaign ?? null,
    standing: false,
    open: closedAt === undefined,
    dueAt: dueAt === null ? null : new Date(dueAt),
    rank: dueAt === null ? neverDue : new Date(dueAt),
    ...(closedAt !== undefined && {
      closedAt: new Date(closedAt),
      ended: { decision: 'approve', why: rest.why ?? 'decided' },
    }),
  };
}

/** So many earlier tasks, of which `long` took six working days and the others one. */
const earlier = (count: number, long: number, sketch: Sketch = {}) =>
  Array.from({ length: count }, (_, index) =>
    task({ ...sketch, closedAt: index < long ? '2026-11-10T02:00:00Z' : '2026-11-03T02:00:00Z' }),
  );
/** Due at the end of Tuesday: two working days are left. */
const soon = '2026-12-01T16:00:00Z';

beforeAll(async () => {
  api = await startApi({ clock: () => now });
  await api.connected;
  const { cases, registers } = api.services.spaces.live;
  await registers.places.collection.insertMany(
    [
      ['linyi', 'city', '临沂市'],
      ['linyi/lanshan', 'district', '兰山区'],
      ['linyi/lanshan/yinqueshan', 'street', '银雀山街道'],
      ['linyi/lanshan/jinqueshan', 'street', '金雀山街道'],
    ].map(([_id = '', level, name]) => ({ _id, level, name, within: placesOf(_id) })) as never[],
  );
  await cases.tasks.collection.insertMany([
    ...earlier(25, 7),
    ...earlier(3, 3, { why: 'stageClosed' }),
    ...earlier(19, 19, { office: 'urbanManagement' }),
    ...earlier(20, 20, { office: 'streetPartyWorkingCommittee', street: 'jinqueshan', stage: 'plan' }),
    ...earlier(20, 2, { office: 'taxBureau' }),
    task({ case: 'rectification:LATE:1', office: 'taxBureau', dueAt: '2026-11-24T16:00:00Z', campaign: 'K-1' }),
    task({ case: 'rectification:LIKELY:1', dueAt: soon }),
    task({ case: 'rectification:FAR:1', dueAt: '2027-03-01T16:00:00Z' }),
    task({ case: 'rectification:FEW:1', office: 'urbanManagement', dueAt: soon }),
    task({ case: 'rectification:QUICK:1', office: 'taxBureau', dueAt: soon }),
    task({
      case: 'rectification:THERE:1',
      office: 'streetPartyWorkingCommittee',
      street: 'jinqueshan',
      stage: 'plan',
      dueAt: '2026-12-02T16:00:00Z',
    }),
    task({ case: 'rectification:HERE:1', office: 'streetPartyWorkingCommittee', stage: 'plan', dueAt: soon }),
  ] as never[]);
  await cases.cases.collection.insertOne({ _id: 'rectification:LATE:1', within: ['campaign:K-1'] } as never);
});
afterAll(() => api.stop());

const forecast = async (query = '', by = coordinator, language = 'en') =>
  await api.call(`GET /api/v1/forecast${query}`, {
    token: await api.tokenFor(by),
    headers: { 'accept-language': language },
  });
const idsOf = (body: { items: { case: string }[] }) => body.items.map((each) => each.case.split(':')[1]);

describe('the forecast', () => {
  it('shows what is late and what is likely to be, most urgent first, with its reason, or nothing', async () => {
    const { body } = await forecast();
    expect(idsOf(body)).toEqual(['LATE', 'LIKELY', 'THERE']);
    expect(body.items[0]).toMatchObject({
      state: 'late',
      sample: null,
      reasons: [
        '“Departments review the plan · Tax bureau” is 3 working day(s) overdue; the Tax bureau has not decided',
      ],
    });
    expect(body.items[1]).toMatchObject({
      state: 'likelyLate',
      sample: { longer: 7, of: 25, daysLeft: 2, place: 'linyi/lanshan' },
      reasons: [
        '7 of 25 earlier ones by this office (Housing bureau, 兰山区) took longer than the 2 working days left',
      ],
    });
    // One office has 19 earlier ones, the other none in this street.
    expect(body).toMatchObject({
      tooFew: 2,
      basis: { sampleAtLeast: 20, likelyFrom: { numerator: 1, denominator: 4 } },
    });
    const inChinese = (await forecast('', coordinator, 'zh')).body.items[1].reasons;
    expect(inChinese).toEqual(['兰山区住建部门以往25件中有7件用时超过剩余的2个工作日']);
  });

  it('pages by urgency', async () => {
    const first = await forecast('?limit=2');
    expect(idsOf(first.body)).toEqual(['LATE', 'LIKELY']);
    const second = await forecast(`?limit=2&cursor=${first.body.next}`);
    expect(idsOf(second.body)).toEqual(['THERE']);
    expect(second.body.next).toBeNull();
    expect(await forecast(`?street=yinqueshan&cursor=${first.body.next}`)).toMatchObject({
      status: 400,
      body: { code: 'invalid-cursor' },
    });
  });

  it('is of what the viewer sees and asks for', async () => {
    expect(idsOf((await forecast('?street=jinqueshan')).body)).toEqual(['THERE']);
    expect(idsOf((await forecast('?campaign=K-1')).body)).toEqual(['LATE']);
    expect(idsOf((await forecast('?district=hedong')).body)).toEqual([]);
    const street = actor('own', undefined, { role: 'monitor', scope: 'linyi/lanshan/jinqueshan' });
    expect(idsOf((await forecast('?district=lanshan', street)).body)).toEqual(['THERE']);
    expect(idsOf((await forecast('?street=yinqueshan', street)).body)).toEqual([]);
  });
});

describe('the reads behind figures', () => {
  it('look at the events of the window and the places alone', async () => {
    const { cases } = api.services.spaces.live;
    const event = (index: number, day: string, street: string) => ({
      _id: `x:${index}|1|1`,
      case: `rectification:X-${index}:1`,
      epoch: 1,
      seq: 1,
      scope: `linyi/lanshan/${street}/hongqi/X-${index}`,
      event: { type: 'decided', at: `${day}T04:00:00.000Z`, seq: 1, stage: 'plan#1', data: {}, actor: {} },
    });
    await cases.timeline.collection.insertMany([
      ...Array.from({ length: 900 }, (_, index) => event(index, '2026-02-03', 'yinqueshan')),
      ...Array.from({ length: 900 }, (_, index) => event(1000 + index, '2026-11-03', 'jinqueshan')),
      ...Array.from({ length: 20 }, (_, index) => event(2000 + index, '2026-11-04', 'yinqueshan')),
    ] as never[]);
    await cases.cases.collection.insertOne({
      _id: 'rectification:X-2001:1',
      kind: 'rectification',
      subject: { id: 'X-2001', name: '示例小区', scope: 'linyi/lanshan/yinqueshan/hongqi/X-2001' },
      within: ['linyi', 'linyi/lanshan', 'linyi/lanshan/yinqueshan', 'street:yinqueshan'],
      street: 'yinqueshan',
      status: 'running',
      outcome: null,
      stage: 'planReview',
      stages: {},
      facts: {},
      startedAt: '2026-10-01T00:00:00.000Z',
      endedAt: null,
      dueAt: null,
    } as never);
    const db = cases.timeline.db.getClient().db(cases.timeline.db.name);
    await db.command({
      profile: 2,
      filter: { ns: { $in: [`${db.databaseName}.timeline`, `${db.databaseName}.cases`] } },
    });
    const { body } = await api.call('GET /api/v1/dashboard?street=yinqueshan&from=2026-11', {
      token: await api.tokenFor(coordinator),
    });
    await db.command({ profile: 0 });
    expect(body.figures.find(({ key }: { key: string }) => key === 'listed').value.numerator).toBe(1);
    const seen = await db
      .collection<{ docsExamined?: number; planSummary?: string }>('system.profile')
      .find()
      .toArray();
    expect(seen.length).toBeGreaterThan(2);
    expect(seen.filter(({ planSummary = '' }) => !/^(IXSCAN|IDHACK|EOF)/.test(planSummary))).toEqual([]);
    expect(Math.max(...seen.map(({ docsExamined = 0 }) => docsExamined))).toBe(20);
  });
});
