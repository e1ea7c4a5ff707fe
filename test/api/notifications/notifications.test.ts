import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, test } from '@jest/globals';
import { type DeliveryParts, deliveryParts } from '../../../activities/notices/deliveryParts.ts';
import { spreadNotices } from '../../../activities/notices/spread.ts';
import type { Space } from '../../../domain/case/caseView.ts';
import { standardSettings } from '../../../domain/notices/settings.ts';
import type { OfficeCode } from '../../../domain/organisation/offices.ts';
import { coordinator, office } from '../../support/cases.ts';
import { until } from '../../support/until.ts';
import { type CaseApi, nomination, startCaseApi } from '../cases/bench.ts';
import { type Listening, listen } from '../events/listen.ts';
import { buildUser } from '../support.ts';

let api: CaseApi;
let id: string;
let stream: Listening | undefined;
const holders: OfficeCode[] = ['organisationDept', 'districtPartyCommittee', 'countyLevelLeader'];
beforeAll(async () => {
  api = await startCaseApi(undefined, ['live', 'rehearsal']);
  for (const each of holders) await buildUser(api, each, { ...office(each), role: 'reviewer' });
  await buildUser(api, 'deputy', { role: 'reviewer', scope: 'linyi/lanshan', posts: [] });
});
beforeEach(async () => {
  id = await api.open();
});
afterEach(() => stream?.leave());
afterAll(() => api.stopAll());

const organisation = office('organisationDept');
const partsOf = (space: Space): DeliveryParts =>
  deliveryParts({
    space,
    database: api.services.spaces[space].database,
    accountsDatabase: api.services.spaces.live.database,
    procedures: api.services.procedures,
    publicUrl: 'http://localhost',
    allowPrivateWebhooks: true,
    logger: api.services.logger,
    clock: () => new Date(),
  });

interface Shown {
  id: string;
  what: string;
  case: string;
  text: string;
  createdAt: string;
}
/** What somebody is told of a case, newest first, once it reached the outbox. */
async function told(who: OfficeCode | 'deputy', of = id, space: Space = 'live'): Promise<Shown[]> {
  while ((await spreadNotices(partsOf(space))) > 0);
  const reader = who === 'deputy' ? { id: 'deputy', role: 'reviewer' as const } : office(who);
  const { body } = await api.as(reader, 'GET /api/v1/notifications', undefined, { space });
  return body.items.filter((each: Shown) => each.case === of);
}
const whats = (shown: Shown[]) => shown.map(({ what }) => what);

describe('in the app', () => {
  it('an office is told of its task by list, count and stream, until it has read that', async () => {
    await until(async () => (await told('organisationDept')).length > 0);
    const [shown] = await told('organisationDept');
    expect(shown).toMatchObject({
      what: 'taskOpened',
      task: 'nomination#1',
      read: false,
      text: expect.stringMatching(/^New task: /),
      subject: { name: '示例小区' },
    });
    expect(await told('countyLevelLeader')).toEqual([]);
    const unread = async () => (await api.as(organisation, 'GET /api/v1/notifications/count')).body.unread as number;
    const before = await unread();
    const read = `POST /api/v1/notifications/${shown?.id}/read` as const;
    expect((await api.as(organisation, read)).status).toBe(204);
    expect((await api.as(organisation, read)).status).toBe(204);
    expect(await unread()).toBe(before - 1);
    expect((await api.as(office('taxBureau'), read)).body.code).toBe('not-found');

    const token = await api.tokenFor(organisation);
    stream = await listen(`${api.base}/api/v1/events`, { authorization: `Bearer ${token}` });
    await stream.open();
    const other = await api.open();
    await until(async () => (await told('organisationDept', other)).length > 0);
    await until(
      () => stream?.heard.some(({ event, data }) => event === 'notification' && data.case === other) ?? false,
    );

    const [newest] = await told('organisationDept', other);
    const all = await api.as(organisation, 'POST /api/v1/notifications/read', { until: newest?.createdAt });
    expect(all.body.marked).toBeGreaterThan(0);
    const left = await api.as(organisation, 'GET /api/v1/notifications?unread=true');
    expect(left.body.items).toEqual([]);
    expect(await unread()).toBe(0);
  });

  it('the person a task is delegated to is told, and a comment on it reaches them', async () => {
    await api.as(coordinator, `GET /api/v1/cases/${id}`);
    const to = 'deputy';
    const delegated = await api.as(organisation, `POST /api/v1/cases/${id}/delegations`, { stage: 'nomination#1', to });
    expect(delegated).toMatchObject({ status: 200 });
    const comment = { stage: 'nomination#1', text: '请尽快' };
    expect(await api.as(coordinator, `POST /api/v1/cases/${id}/comments`, comment)).toMatchObject({ status: 200 });
    await until(async () => (await told('deputy')).length >= 2);
    expect(whats(await told('deputy'))).toEqual(['commented', 'delegated']);
    expect(JSON.stringify(await told('deputy'))).not.toContain('请尽快');
    expect(whats(await told('organisationDept'))).toContain('commented');
  });

  it('the ladder tells who does not answer, and then the levels above, each rung once', async () => {
    const late = await api.open(undefined, 'rehearsal');
    const inSpace = { space: 'rehearsal' } as const;
    const moved = await api.as(coordinator, `POST /api/v1/cases/${late}/clock`, { advance: 'P40D' }, inSpace);
    expect(moved.status).toBe(200);
    await until(async () => (await told('districtPartyCommittee', late, 'rehearsal')).length >= 2);
    expect(whats(await told('districtPartyCommittee', late, 'rehearsal')).sort()).toEqual(['interview', 'red']);
    expect(whats(await told('organisationDept', late, 'rehearsal')).sort()).toEqual([
      'supervise',
      'taskOpened',
      'yellow',
    ]);
    expect(await told('organisationDept', late)).toEqual([]);
  });

  it('whoever is asked next is told by the decision', async () => {
    await api.decide(id, 'nomination', 'nominate', { form: nomination });
    await until(async () => (await told('countyLevelLeader')).length > 0);
    expect(whats(await told('countyLevelLeader'))).toEqual(['taskOpened']);
  });
});

describe('my choice', () => {
  const path = '/api/v1/me/notifications';
  const put = (body: object, ifMatch = '*') =>
    api.as(organisation, `PUT ${path}`, body, { headers: { 'if-match': ifMatch } });

  it('is the standard one until I make it, and mine after that, in both spaces', async () => {
    const first = await api.as(organisation, `GET ${path}`);
    expect(first.body).toEqual({ ...standardSettings, mailAvailable: false });
    expect(first.headers.get('etag')).toBe('"0"');
    const mine = { ...standardSettings, email: 'a@example.org', language: 'en', digest: { every: 'day', at: '16:30' } };
    const written = await put(mine, '"0"');
    expect(written).toMatchObject({ status: 200, body: { email: 'a@example.org', digest: { every: 'day' } } });
    const elsewhere = await api.as(organisation, `GET ${path}`, undefined, { space: 'rehearsal' });
    expect(elsewhere.body).toEqual({ ...mine, mailAvailable: false });
    expect((await put(mine, '"0"')).body.code).toBe('revision-conflict');
    expect((await put({ ...mine, quiet: null }, '"1"')).headers.get('etag')).toBe('"2"');
    await api.services.audit.settled();
    const auditor = { role: 'administrator', duties: ['audit'] } as const;
    const log = await api.as(
      { ...auditor, duties: ['audit'] },
      'GET /api/v1/audit-log?what=notificationSettingsChanged',
    );
    expect(log.body.items.map(({ detail }: { detail?: string }) => detail)).toEqual([
      undefined,
      'another e-mail address',
    ]);
  });

  test.each([
    [{ email: 'a@b\r\nBcc: c@d.e' }, '/email'],
    [{ email: 'nobody' }, '/email'],
    [{ quiet: { from: '08:00', to: '08:00', restDays: true } }, '/quiet/to'],
    [{ quiet: { from: '25:00', to: '08:00', restDays: true } }, '/quiet/from'],
    [{ digest: { every: 'week', at: '08:00' } }, '/digest/weekday'],
    [{ kinds: {} }, '/kinds/taskOpened'],
  ])('is refused by field: %j', async (change, pointer) => {
    const { status, body } = await put({ ...standardSettings, ...change });
    expect(status).toBe(422);
    expect(body.errors.map((each: { pointer: string }) => each.pointer)).toContain(pointer);
  });
});
