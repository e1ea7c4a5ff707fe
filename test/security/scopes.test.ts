import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import type { Endpoint } from '../../api/endpoint.ts';
import { endpoints } from '../../api/endpoints.ts';
import { loadSampleRegisters } from '../../api/loadSample.ts';
import type { Space } from '../../domain/case/caseView.ts';
import type { Actor } from '../../domain/organisation/actor.ts';
import { officeCodes } from '../../domain/organisation/offices.ts';
import { pathsTo } from '../../models/registers.ts';
import { draft, enterDistrict } from '../api/campaigns/support.ts';
import { type CaseApi, startCaseApi } from '../api/cases/bench.ts';
import { type Answer, buildActor, buildUser } from '../api/support.ts';
import { attach, beginVote, uploadRoll } from '../api/votes/bench.ts';
import { coordinator } from '../support/cases.ts';
import { accessRules, type Caller, callers } from './accessRules.ts';

/** Where everything is that the tests ask for, and where those are who must not see it. */
const home = 'linyi/lanshan';
const elsewhere = 'linyi/hedong';

/** Endpoints with something in their path that is nobody's in particular, and why. */
const forEverybody: Record<string, string> = {
  getProcedure: 'what a procedure is like is no secret among those who can sign in',
  getDocumentTemplate: 'as procedures',
  getPolicy: 'the rules are the same for all, and known',
  listPolicyVersions: 'as policies',
  getCalendar: 'as policies',
  listCalendarVersions: 'as policies',
  previewCalendar: 'writes nothing, and answers for cases within sight alone',
  getRanking: 'a month is nobody’s; of its rows those within sight are shown',
  compareRankingVersions: 'as rankings',
  getRankingPublication: 'as rankings',
  getUser: 'administrators see all accounts, and change those of their place',
  readCalendarFeed: 'the address is the key',
  readBallotPaper: 'the address is the key',
  castBallotOnline: 'the code is the key',
};

/** What belongs to a person: others of the same place are no nearer to it. */
const personal = new Set(['updateView', 'deleteView', 'markNotificationRead', 'revokeCalendarFeed']);

/** Readings that need more than this scene has; they are refused by the same check as their neighbours. */
const notInScene = new Set([
  'getDocument',
  'getCaseArchive',
  'getPolicyApplication',
  'getSelectionList',
  'exportBallots',
  'getVoteResult',
  'getVoteResultPage',
]);

/** Lists that are the same for everybody who may ask, and why. */
const listedForEverybody: Record<string, string> = {
  listUsers: 'administrators see all accounts, and change those of their place',
  listSubstitutions: 'as accounts, for administrators; reviewers see those they are part of',
  listAuditLog: 'the audit log is of the whole service',
  listOffices: 'offices are known',
  listPlaces: 'places are known',
  listenToEvents: 'never ends; what it tells to whom is tested with the events',
};

const objects = endpoints.filter(({ path, operationId }) => path.includes('{') && !(operationId in forEverybody));
const ruled = new Map(accessRules.flatMap(({ may, call }) => call.map((operation) => [operation, may] as const)));

function callersOf({ operationId }: Endpoint): Caller[] {
  const may = ruled.get(operationId);
  return may === undefined || may === 'anybody' ? [] : [...may];
}

function actorAt(place: string, caller: Caller, id = `${caller}-of-${place.split('/').at(-1)}`): Actor {
  const posts = caller === 'reviewer' ? officeCodes.slice(0, 40).map((office) => ({ office, scope: place })) : [];
  return buildActor({ id, name: id, scope: place, posts, ...callers[caller] });
}

describe('what is elsewhere', () => {
  let api: CaseApi;
  let ids: Record<string, string>;
  beforeAll(async () => {
    api = await startCaseApi(undefined, ['live', 'rehearsal']);
    ids = await scene(api);
  });
  afterAll(() => api?.stopAll());

  const spaceOf = ({ path }: Endpoint): Space => (path.startsWith('/api/v1/campaigns/') ? 'live' : 'rehearsal');
  const ask = async (endpoint: Endpoint, actor: Actor): Promise<Answer> => {
    const body = await bodyOf(endpoint);
    return await api.as(actor, lineOf(endpoint, ids), body, {
      space: spaceOf(endpoint),
      headers: { 'if-match': '*', ...(endpoint.upload && { 'content-type': endpoint.upload.mediaTypes.at(-1) ?? '' }) },
    });
  };
  /** What a well-meant call would send, so that it is refused for nothing but its place. */
  const bodyOf = async (endpoint: Endpoint): Promise<unknown> => {
    const { operationId, path, body } = endpoint;
    if (operationId === 'importPaperCasesFile') {
      const by = actorAt(home, 'coordinator');
      return (await api.as(by, 'GET /api/v1/campaigns/paper-cases/template?format=csv')).body;
    }
    if (endpoint.upload) return '编号,名称\r\n1,示例\r\n';
    if (body === undefined) return undefined;
    if (operationId in bodies) return bodies[operationId];
    if (path.endsWith('/retirement')) return { retired: true, reason: '示例' };
    const own = endpoints.find((each) => each.path === path && each.method === 'get');
    if (own === undefined) throw new Error(`${operationId} needs a body in this test`);
    const view = (await ask(own, actorAt(home, 'coordinator'))).body as Record<string, unknown>;
    const names = Object.keys((body as z.ZodObject).shape);
    return Object.fromEntries(Object.entries(view).filter(([name]) => names.includes(name)));
  };

  it.each(objects)('is not there for those who call $operationId', async (endpoint) => {
    const place = personal.has(endpoint.operationId) ? home : elsewhere;
    const asking = callersOf(endpoint);
    expect(asking).not.toEqual([]);
    const refusals: [Caller, string][] = [];
    for (const caller of asking) {
      const { status, body } = await ask(endpoint, actorAt(place, caller));
      refusals.push([caller, `${status} ${body?.code}`]);
    }
    const given = refusals.filter(([, answer]) => answer !== '404 not-found' && answer !== '403 forbidden');
    expect(given).toEqual([]);
  });

  const readings = objects.filter(({ method, operationId }) => method === 'get' && !notInScene.has(operationId));
  it.each(readings)('is there for those of the place who call $operationId', async (endpoint) => {
    const statuses = [];
    for (const caller of callersOf(endpoint)) {
      statuses.push((await ask(endpoint, actorAt(home, caller))).status);
    }
    expect(statuses).toContain(200);
  });

  const lists = endpoints.filter(
    ({ method, path, operationId }) => method === 'get' && !path.includes('{') && !(operationId in listedForEverybody),
  );
  /** Ids of the scene that an answer tells. */
  const toldBy = async (endpoint: Endpoint, actor: Actor): Promise<string[]> => {
    const found: string[] = [];
    for (const space of ['live', 'rehearsal'] as const) {
      const { status, body } = await api.as(actor, lineOf(endpoint, ids), undefined, { space });
      // Asked wrongly it would tell nothing, and prove nothing.
      if (status >= 400) throw new Error(`${status} ${JSON.stringify(body)}`);
      const text = JSON.stringify(body ?? '');
      found.push(...Object.entries(ids).flatMap(([name, id]) => (id.length > 3 && text.includes(id) ? [name] : [])));
    }
    return found.filter((name) => !['month', 'year', 'locality', 'visit', 'task'].includes(name));
  };

  it.each(lists)('is not told of by $operationId to those who are not of the place', async (endpoint) => {
    const told = [];
    for (const caller of callersOf(endpoint)) told.push(...(await toldBy(endpoint, actorAt(elsewhere, caller))));
    expect(told).toEqual([]);
  });

  it.each([
    ['listCases', 'cases.id'],
    ['listCampaigns', 'campaigns.id'],
    ['listRehearsals', 'rehearsals.id'],
    ['listCycles', 'cycles.id'],
    ['listStreets', 'streets.id'],
    ['exportStreets', 'streets.id'],
    ['search', 'cases.id'],
  ])('is told of by %s to those of the place', async (operation, name) => {
    const endpoint = endpoints.find(({ operationId }) => operationId === operation);
    if (!endpoint) throw new Error(operation);
    expect(await toldBy(endpoint, actorAt(home, 'coordinator'))).toContain(name);
  });

  it('keeps no exception that no endpoint needs', () => {
    const known = new Set(endpoints.map(({ operationId }) => operationId));
    expect(
      [...Object.keys({ ...forEverybody, ...listedForEverybody }), ...personal, ...notInScene].filter(
        (each) => !known.has(each),
      ),
    ).toEqual([]);
  });
});

const stage = 'nomination#1';
const reason = '示例';
const bodies: Record<string, unknown> = {
  updateUser: { name: '示例', role: 'reviewer', scope: elsewhere, posts: [], disabled: true },
  updatePolicy: {
    changes: { 'rectification.departmentReplyDays': { value: 5, source: reason, note: reason } },
    reason,
  },
  previewPolicy: {},
  createPolicyApplication: { version: 'x', mode: 'keep', reason },
  updateCalendar: { source: reason, status: 'provisional', off: [], work: [], reason },
  publishRanking: {},
  decideCase: { stage, decision: 'accept' },
  commentCase: { text: reason },
  delegateCase: { stage, to: 'somebody' },
  reassignCase: { stage, office: 'housingBureau', reason },
  extendCase: { stage, term: { n: 1, unit: 'workingDays' }, reason },
  suspendCase: { reason },
  resumeCase: { reason },
  correctCase: { event: 1, decision: 'accept', comment: reason },
  cancelCase: { reason },
  linkCase: { case: 'rectification:C-01:1', relation: 'related' },
  moveClock: { advance: 'P1D' },
  fileAppeal: { event: 1, grounds: reason },
  updateCampaign: { name: reason, month: '2026-10' },
  setCampaignCompounds: { set: [] },
  staffCampaign: {
    mode: 'rows',
    rows: [{ compound: 'C-01', leader: reason, redSecretary: reason, departments: [reason] }],
  },
  importPaperCases: {
    rows: [
      {
        compound: 'C-01',
        baselineMonthlyComplaints: 1,
        startedOn: '2026-01-05',
        reached: 'nomination',
        leader: reason,
        redSecretary: reason,
      },
    ],
  },
  launchCampaign: {},
  startRehearsal: { mode: 'simulation' },
  updateView: { name: reason, query: {}, shared: null },
  updateWebhook: { name: reason, kinds: ['red'], place: elsewhere, language: 'zh', enabled: true },
  replayWebhookDeliveries: { since: '2026-01-01T00:00:00Z' },
  wordBallotQuestions: { wordings: {} },
  enterBallot: { unit: '1-1', choices: {} },
  issueBallotCodes: {},
  countVote: {},
};

const queries: Record<string, string> = {
  uploadRoll: '?asOf=2026-01-01',
  exportRoll: '?format=csv',
  exportBallots: '?format=csv',
  getBallotTemplate: '?format=csv',
  listViews: '?page=cases',
  listFigureCases: '?figure=listed',
  search: '?q=%E7%A4%BA%E4%BE%8B',
  ...Object.fromEntries(
    ['Compounds', 'Streets', 'Communities', 'Secretaries', 'Companies', 'Committees', 'Branches'].map((many) => [
      `export${many}`,
      '?format=csv',
    ]),
  ),
};

/** The call with the ids of the scene in its path. */
function lineOf({ operationId, method, path }: Endpoint, ids: Record<string, string>): `${string} /${string}` {
  const folder = path.split('/')[3] ?? '';
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const special =
      path.includes('/votes/') && name === 'id' ? 'vote' : path.includes('/rolls') && name === 'id' ? 'rolled' : '';
    const id = ids[special] ?? ids[`${folder}.${name}`] ?? ids[name];
    if (id === undefined) throw new Error(`${path}: the scene has no ${folder}.${name}`);
    return encodeURIComponent(id);
  });
  return `${method.toUpperCase()} ${filled as '/'}${queries[operationId] ?? ''}`;
}

/** One of everything, in the home place; by the folder of the path and the name in it. */
async function scene(api: CaseApi): Promise<Record<string, string>> {
  const spaces = api.services.spaces;
  await enterDistrict(api);
  await loadSampleRegisters(spaces.rehearsal.registers, 'small', spaces.rehearsal.policies, new Date());
  const admin = actorAt(home, 'systemAdministrator');
  const rehearsed = { space: 'rehearsal' } as const;
  const made = async (actor: Actor, line: `${string} /${string}`, body: unknown, options = {}) => {
    const answer = await api.as(actor, line, body, options);
    if (answer.status >= 300) throw new Error(`${line}: ${JSON.stringify(answer.body)}`);
    return String(answer.body.id);
  };

  const caseId = await api.open({}, 'rehearsal');
  const evidence = await attach(api, caseId, coordinator);
  const { body: opened } = await api.as(coordinator, `GET /api/v1/cases/${caseId}`, undefined, rehearsed);
  const vote = await beginVote(api);
  await uploadRoll(api, vote.compound);
  const { body: rolls } = await api.as(
    coordinator,
    `GET /api/v1/compounds/${vote.compound}/rolls`,
    undefined,
    rehearsed,
  );
  const campaign = await draft(api, 1);

  const stored = await spaces.rehearsal.cases.cases.findById(caseId).lean();
  const selection = `selection:${randomUUID()}:1`;
  await spaces.rehearsal.cases.cases.collection.insertOne({ ...stored, _id: selection, kind: 'selection' } as never);
  const cycle = `assess:${randomUUID()}:2026-H1`;
  await spaces.rehearsal.cycles.cycles.collection.insertOne({
    _id: cycle,
    kind: 'assess',
    place: home,
    key: '2026-H1',
    within: pathsTo(home),
    subjects: 'secretary',
    status: 'running',
    dueOn: '2026-07-31',
    startedAt: new Date(),
    startedBy: coordinator,
  } as never);

  await buildUser(api, 'resident-of-lanshan', { role: 'reviewer', scope: home });
  const substitution = randomUUID();
  await api.services.accounts.models.substitutions.collection.insertOne({
    _id: substitution,
    person: { id: 'resident-of-lanshan', name: '示例' },
    substitute: { id: 'other', name: '示例' },
    from: '2026-01-01',
    until: '2099-01-01',
    by: 'resident-of-lanshan',
    createdAt: new Date(),
  } as never);
  const owner = actorAt(home, 'reviewer', 'owner');
  const notification = randomUUID();
  await spaces.rehearsal.notices.notifications.collection.insertOne({ _id: notification, user: owner.id } as never);

  const ids: Record<string, string> = {
    'cases.id': caseId,
    evidence,
    event: '1',
    'tasks.case': caseId,
    task: opened.tasks[0].id,
    vote: vote.id,
    visit: 'vote-1',
    rolled: vote.compound,
    version: String(rolls.items[0].version),
    'campaigns.id': campaign.id,
    'selections.id': selection,
    'cycles.id': cycle,
    'substitutions.id': substitution,
    'notifications.id': notification,
    username: 'resident-of-lanshan',
    locality: 'lanshan',
    year: '2027',
    month: '2026-10',
    'policies.id': 'a'.repeat(24),
    delivery: 'x',
    'rehearsals.id': await made(coordinator, `POST /api/v1/campaigns/${campaign.id}/rehearsal`, { mode: 'engine' }),
    'views.id': await made(
      owner,
      'POST /api/v1/views',
      { name: '示例', page: 'cases', query: {}, shared: null },
      rehearsed,
    ),
    'calendar-feeds.id': await made(owner, 'POST /api/v1/calendar-feeds', { office: 'housingBureau' }, rehearsed),
    'webhooks.id': await made(
      admin,
      'POST /api/v1/webhooks',
      {
        name: '示例',
        format: 'standard',
        url: 'https://example.com/',
        kinds: ['red'],
        place: home,
        language: 'zh',
        enabled: true,
      },
      rehearsed,
    ),
  };
  for (const register of [
    'compounds',
    'streets',
    'communities',
    'secretaries',
    'companies',
    'committees',
    'branches',
  ]) {
    const { body } = await api.as(coordinator, `GET /api/v1/${register}?limit=1`, undefined, rehearsed);
    ids[`${register}.id`] = body.items[0].id;
  }
  return ids;
}
