import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import type { CaseRecordInput } from '../../../activities/caseRecords.ts';
import { createCaseActivities } from '../../../activities/recordCase.ts';
import type { CaseStatus } from '../../../domain/case/caseView.ts';
import type { Actor } from '../../../domain/organisation/actor.ts';
import type { OfficeCode } from '../../../domain/organisation/offices.ts';
import { GENESIS } from '../../../domain/timeline/hashChain.ts';
import { actor, coordinator } from '../../support/cases.ts';
import { startApi, type TestApi } from '../support.ts';

const amount = 1200;
const day = 24 * 3_600_000;
const stages = ['plan', 'planReview', 'execution', 'observation'];
const officesAsked: OfficeCode[] = [
  'housingBureau',
  'streetPartyWorkingCommittee',
  'districtPartyCommittee',
  'gridWorker',
];
const pick = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

let api: TestApi;
let profile: () => Promise<{ ns: string; docsExamined: number; keysExamined: number; nreturned: number } | undefined>;

/** One case as its workflow would have recorded it; a mixture of places, states and due dates. */
function record(index: number): CaseRecordInput {
  const street = pick(
    ['yinqueshan', 'jinqueshan', 'lanshan', 'liuqing', 'zaogou', 'nanfang', 'yizhou', 'baishabu'],
    index,
  );
  const subjectId = `C-${String(index).padStart(4, '0')}`;
  const scope = `linyi/${index % 4 === 0 ? 'hedong' : 'lanshan'}/${street}/S${index % 3}/${subjectId}`;
  const id = `rectification:${subjectId}:1`;
  const status: CaseStatus = pick(['running', 'running', 'running', 'suspended', 'completed', 'cancelled'], index);
  const isOpen = status === 'running' || status === 'suspended';
  const at = new Date(Date.UTC(2026, 0, 1) + index * 60_000).toISOString();
  const dueAt = status === 'running' ? new Date(Date.now() + ((index % 40) - 4) * day).toISOString() : null;
  const stage = isOpen ? pick(stages, index) : null;
  const subject = { type: 'compound' as const, id: subjectId, name: index === 77 ? '锦绣花园' : '示例小区', scope };
  const task = {
    id: `${stage}#1`,
    stage: stage ?? '',
    visit: 1,
    face: 'main',
    office: pick(officesAsked, index >> 3),
    openedAt: at,
    dueAt,
    fired: [],
    notBy: [],
    suspended: false,
    standing: false,
  };
  return {
    labels: {
      kind: 'rectification',
      campaign: index % 6 === 0 ? 'K1' : null,
      scope,
      subject: { id: subjectId, name: subject.name },
    },
    record: {
      case: id,
      epoch: 1,
      revision: 1,
      now: new Date().toISOString(),
      dueAt,
      events: [],
      view: {
        whole: {
          id,
          kind: 'rectification',
          space: 'live',
          subject,
          locality: 'lanshan',
          campaign: index % 6 === 0 ? 'K1' : null,
          status,
          outcome: isOpen ? null : 'closed',
          stage,
          stages: {},
          startedAt: at,
          endedAt: isOpen ? null : at,
          epoch: 1,
          revision: 1,
          head: { seq: 1, hash: GENESIS },
          policy: { locality: 'lanshan', version: 'v' },
          calendar: 'c',
          facts: {},
          links: [],
        },
      },
      tasks: { open: isOpen ? [task] : [], ended: [] },
      problems: [],
    },
  } as CaseRecordInput;
}

beforeAll(async () => {
  api = await startApi();
  await api.connected;
  const { database } = api.services.spaces.live;
  const { recordCase } = createCaseActivities(database);
  for (let from = 0; from < amount; from += 40) {
    await Promise.all(Array.from({ length: 40 }, (_, index) => recordCase(record(from + index))));
  }
  const db = database.getClient().db(database.name);
  await db.command({
    profile: 2,
    filter: {
      op: 'query',
      ns: { $in: [`${database.name}.cases`, `${database.name}.tasks`] },
      'command.sort': { $exists: true },
    },
  });
  profile = async () => {
    const [last] = await db
      .collection<{ ns: string; docsExamined: number; keysExamined: number; nreturned: number }>('system.profile')
      .find()
      .sort({ $natural: -1 })
      .limit(1)
      .toArray();
    return last;
  };
});
afterAll(() => api.stop());

async function get(by: Partial<Actor>, path: string) {
  return await api.call(`GET ${path}` as `GET /${string}`, { token: await api.tokenFor(by) });
}

interface Line {
  id: string;
  status: string;
  stage: string | null;
  startedAt: string;
  dueAt: string | null;
  overdue: boolean;
  campaign: string | null;
  subject: { name: string; scope: string };
}

/** Every page of a list, as one. */
async function all(by: Partial<Actor>, path: string): Promise<Line[]> {
  const lines: Line[] = [];
  let cursor: string | null = null;
  do {
    const { status, body } = await get(
      by,
      `${path}${path.includes('?') ? '&' : '?'}limit=100${cursor ? `&cursor=${cursor}` : ''}`,
    );
    expect(status).toBe(200);
    lines.push(...body.items);
    cursor = body.next;
  } while (cursor !== null);
  return lines;
}

const city = actor('city', undefined, { role: 'monitor', scope: 'linyi' });
const street = actor('street', undefined, { role: 'monitor', scope: 'linyi/lanshan/liuqing' });
const two = actor('two', undefined, {
  role: 'reviewer',
  scope: 'linyi/lanshan/liuqing',
  posts: [{ office: 'gridWorker', scope: 'linyi/hedong/yinqueshan' }],
});
const everywhere = actor('all', undefined, { role: 'monitor', scope: '*' });
const expected = Array.from({ length: amount }, (_, index) => record(index)).map(({ record: { view } }) =>
  'whole' in view ? view.whole : undefined,
);

describe('the list of cases', () => {
  test.each([
    ['everything', '', () => true],
    ['a status', '?status=suspended', (each) => each.status === 'suspended'],
    ['a kind', '?kind=rectification', () => true],
    ['a kind and status', '?kind=rectification&status=completed', (each) => each.status === 'completed'],
    ['a stage', '?stage=observation', (each) => each.stage === 'observation'],
    [
      'a kind, status and stage',
      '?kind=rectification&status=running&stage=plan',
      (each) => each.stage === 'plan' && each.status === 'running',
    ],
    ['a district', '?district=hedong', (each) => each.subject.scope.startsWith('linyi/hedong/')],
    [
      'a street and status',
      '?street=liuqing&status=running',
      (each) => each.subject.scope.includes('/liuqing/') && each.status === 'running',
    ],
    ['a campaign', '?campaign=K1', (each) => each.campaign === 'K1'],
    [
      'a campaign and a stage of a street',
      '?campaign=K1&street=liuqing&stage=execution',
      (each) => each.campaign === 'K1' && each.subject.scope.includes('/liuqing/') && each.stage === 'execution',
    ],
  ] as [string, string, (each: Line) => boolean][])(
    'gives %s, newest first, within the viewer’s scope',
    async (_what, query, matches) => {
      for (const [by, sees] of [
        [everywhere, () => true],
        [city, () => true],
        [coordinator, (scope: string) => scope.startsWith('linyi/lanshan/')],
        [street, (scope: string) => scope.startsWith('linyi/lanshan/liuqing/')],
        [
          two,
          (scope: string) => scope.startsWith('linyi/lanshan/liuqing/') || scope.startsWith('linyi/hedong/yinqueshan/'),
        ],
      ] as [Partial<Actor>, (scope: string) => boolean][]) {
        const found = await all(by, `/api/v1/cases${query}`);
        const wanted = expected.flatMap((view) =>
          view && matches(view as unknown as Line) && sees(view.subject.scope) ? [view.id] : [],
        );
        expect(found.map(({ id }) => id)).toEqual(wanted.reverse());
      }
    },
  );

  it('gives what is overdue, longest first', async () => {
    const found = await all(city, '/api/v1/cases?overdue=true');
    expect(found.length).toBeGreaterThan(20);
    expect(found.every(({ overdue, dueAt }) => overdue && dueAt !== null && dueAt <= new Date().toISOString())).toBe(
      true,
    );
    const dues = found.map(({ dueAt }) => dueAt ?? '');
    expect(dues).toEqual([...dues].sort());
    expect((await all(city, '/api/v1/cases?sort=due')).length).toBe(
      expected.filter((view) => view?.status === 'running').length,
    );
  });

  it('finds by part of a name or id, and by case id', async () => {
    expect(
      (await all(city, `/api/v1/cases?q=${encodeURIComponent('绣花')}`)).map(({ subject }) => subject.name),
    ).toEqual(['锦绣花园']);
    expect((await all(city, '/api/v1/cases?q=c-0078')).map(({ id }) => id)).toEqual(['rectification:C-0078:1']);
    expect((await all(city, '/api/v1/cases?q=rectification:C-0078:1')).map(({ id }) => id)).toEqual([
      'rectification:C-0078:1',
    ]);
    expect(await all(street, `/api/v1/cases?q=${encodeURIComponent('绣花')}`)).toEqual([]);
    expect(await all(city, '/api/v1/cases?q=.*')).toEqual([]);
  });

  it('gives the cases about a subject, by its whole id and within sight', async () => {
    expect((await all(city, '/api/v1/cases?subject=C-0078')).map(({ id }) => id)).toEqual(['rectification:C-0078:1']);
    const seen = await profile();
    expect(seen?.docsExamined).toBeLessThanOrEqual(10 * (seen?.nreturned ?? 0));
    expect(await all(city, '/api/v1/cases?subject=C-007')).toEqual([]);
    expect(await all(street, '/api/v1/cases?subject=C-0078')).toEqual([]);
  });

  test.each([
    ['unsupported-filter', '?subject=C-0078&status=running'],
    ['unsupported-filter', '?overdue=true&sort=newest'],
    ['unsupported-filter', '?q=a&stage=plan'],
    ['unsupported-filter', '?district=a&street=b'],
    ['unknown-parameter', '?colour=red'],
    ['malformed-request', '?status=lost'],
    ['malformed-request', '?sort=name'],
    ['malformed-request', '?limit=0'],
    ['malformed-request', '?limit=1000'],
    ['invalid-cursor', '?cursor=abc'],
  ])('answers 400 %s to %s', async (code, query) => {
    const { status, body } = await get(city, `/api/v1/cases${query}`);
    expect({ status, code: body.code }).toEqual({ status: 400, code });
  });

  it('takes no cursor of another list', async () => {
    const { body } = await get(city, '/api/v1/cases?limit=5');
    expect((await get(city, `/api/v1/cases?limit=5&status=running&cursor=${body.next}`)).body.code).toBe(
      'invalid-cursor',
    );
    expect((await get(street, `/api/v1/cases?limit=5&cursor=${body.next}`)).body.code).toBe('invalid-cursor');
  });

  test.each([
    '',
    '?status=running',
    '?kind=rectification',
    '?kind=rectification&status=cancelled',
    '?stage=observation',
    '?kind=rectification&status=running&stage=plan',
    '?district=hedong',
    '?street=liuqing&status=running',
    '?campaign=K1',
    '?campaign=K1&stage=plan',
    '?sort=due',
    '?overdue=true',
    '?overdue=true&street=liuqing',
    `?q=${encodeURIComponent('绣花')}`,
    '?q=C-0078',
  ])('looks at few more cases than it shows: %s', async (query) => {
    // Who sees less than a campaign has all of its cases looked at: a campaign is small.
    const viewers = query.includes('campaign') ? [everywhere, city] : [everywhere, city, coordinator, street, two];
    for (const by of viewers) {
      const { body } = await get(by, `/api/v1/cases${query}${query ? '&' : '?'}limit=20`);
      const last = await profile();
      const most = 10 * Math.max(body.items.length, 2);
      expect(`${by.id} ${(last?.docsExamined ?? 1e9) <= most || last?.docsExamined} of ${most}`).toBe(
        `${by.id} true of ${most}`,
      );
    }
  });
});

describe('the inbox', () => {
  const housing = actor('housing', 'housingBureau');
  const far = actor('far', undefined, {
    scope: 'linyi/hedong',
    posts: [{ office: 'housingBureau', scope: 'linyi/hedong/yinqueshan' }],
  });

  it('has what is asked of my offices in my places, earliest first, what is never due last', async () => {
    for (const [by, place] of [
      [housing, 'linyi/lanshan/'],
      [far, 'linyi/hedong/yinqueshan/'],
    ] as const) {
      const found = await all(by, '/api/v1/tasks?mine=true');
      expect(found.length).toBeGreaterThan(0);
      const tasks = found as unknown as { office: string; scope: string; dueAt: string | null }[];
      expect(tasks.every(({ office, scope }) => office === 'housingBureau' && scope.startsWith(place))).toBe(true);
      const dues = tasks.map(({ dueAt }) => dueAt ?? '~');
      expect(dues).toEqual([...dues].sort());
    }
  });

  it('counts what it lists', async () => {
    const { body } = await get(housing, '/api/v1/tasks/counts');
    for (const view of ['mine', 'office', 'overdue', 'dueThisWeek'] as const) {
      expect((await all(housing, `/api/v1/tasks?view=${view}`)).length).toBe(body[view]);
      // Late on a Sunday nothing need be left for the week.
      if (view !== 'dueThisWeek') expect(body[view]).toBeGreaterThan(0);
    }
  });

  it('shows who oversees what is overdue for anybody within sight', async () => {
    const found = (await all(coordinator, '/api/v1/tasks?view=overdue')) as unknown as {
      overdue: boolean;
      office: string;
      scope: string;
    }[];
    expect(new Set(found.map(({ office }) => office)).size).toBeGreaterThan(2);
    expect(found.every(({ overdue, scope }) => overdue && scope.startsWith('linyi/lanshan/'))).toBe(true);
    expect(await all(coordinator, '/api/v1/tasks?mine=true')).toEqual([]);
  });

  test.each(['mine', 'office', 'overdue', 'dueThisWeek', 'all'])(
    'looks at few more tasks than it shows: %s',
    async (view) => {
      for (const by of [housing, far, coordinator, everywhere]) {
        const { body } = await get(by, `/api/v1/tasks?view=${view}&limit=10`);
        const last = await profile();
        const shown = Math.max(body.items.length, 1);
        expect({
          by: by.id,
          docs: last?.docsExamined,
          few: (last?.docsExamined ?? 1e9) <= 10 * shown + 1,
        }).toMatchObject({ few: true });
      }
    },
  );
});
