import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, test } from '@jest/globals';
import type { Actor } from '../../../domain/organisation/actor.ts';
import { actor, coordinator, office } from '../../support/cases.ts';
import { until } from '../../support/until.ts';
import { type CaseApi, nomination, startCaseApi } from '../cases/bench.ts';
import { startApi, type TestApi } from '../support.ts';
import { type Listening, listen } from './listen.ts';

let api: CaseApi;
let id: string;
const listening: Listening[] = [];
beforeAll(async () => {
  api = await startCaseApi();
});
beforeEach(async () => {
  id = await api.open();
  await api.as(coordinator, `GET /api/v1/cases/${id}`);
});
afterEach(() => {
  for (const each of listening.splice(0)) each.leave();
});
afterAll(() => api.stopAll());

async function hear(
  query: string,
  {
    by = coordinator,
    headers = {},
    on = api,
  }: { by?: Partial<Actor>; headers?: Record<string, string>; on?: TestApi } = {},
): Promise<Listening> {
  const token = await on.tokenFor(by);
  const stream = await listen(`${on.base}/api/v1/events${query}`, { authorization: `Bearer ${token}`, ...headers });
  listening.push(stream);
  expect(stream.status).toBe(200);
  await stream.open();
  return stream;
}

const say = (text: string, of = id) => api.as(coordinator, `POST /api/v1/cases/${of}/comments`, { text });
const seqs = ({ heard }: Listening) =>
  heard.flatMap(({ event, id: seq }) => (event === 'timeline' ? [Number(seq)] : []));

describe('the stream of a case', () => {
  it('tells what happens from now on, in words, by its place in the timeline', async () => {
    const stream = await hear(`?case=${id}`);
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    expect(stream.headers.get('x-accel-buffering')).toBe('no');
    expect(stream.headers.get('cache-control')).toContain('no-transform');
    await say('你好');
    await until(() => stream.heard.length > 0);
    expect(stream.heard).toMatchObject([
      { event: 'timeline', id: '3', data: { seq: 3, type: 'commented', comment: '你好' } },
    ]);
  });

  it('resumes after the last event the client has, by header or by parameter, without gap or repeat', async () => {
    for (const text of ['一', '二', '三']) await say(text);
    await api.as(coordinator, `GET /api/v1/cases/${id}`);
    const byHeader = await hear(`?case=${id}`, { headers: { 'last-event-id': '3' } });
    await until(() => seqs(byHeader).length >= 2);
    const byParameter = await hear(`?case=${id}&after=0`);
    await until(() => seqs(byParameter).length >= 5);
    await say('四');
    await until(() => seqs(byHeader).length >= 3 && seqs(byParameter).length >= 6);
    expect(seqs(byHeader)).toEqual([4, 5, 6]);
    expect(seqs(byParameter)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('misses and repeats nothing while it catches up and everything happens at once', async () => {
    const streams: Promise<Listening>[] = [];
    const acts = Array.from({ length: 30 }, async (_, index) => {
      await say(String(index));
      if (index % 5 === 0) streams.push(hear(`?case=${id}&after=0`));
    });
    await Promise.all(acts);
    const all = Array.from({ length: 32 }, (_, index) => index + 1);
    for (const stream of await Promise.all(streams)) {
      await until(() => seqs(stream).length >= all.length);
      expect(seqs(stream)).toEqual(all);
    }
  });

  it('resumes on another API, as after a restart', async () => {
    const first = await startApi({ config: api.services.config, procedures: api.services.procedures });
    await first.connected;
    const before = await hear(`?case=${id}&after=0`, { on: first });
    await say('一');
    await until(() => seqs(before).length >= 3);
    await first.stop();
    await until(() => before.ended());
    await say('二');
    const after = await hear(`?case=${id}`, { headers: { 'last-event-id': String(seqs(before).at(-1)) } });
    await say('三');
    await until(() => seqs(after).length >= 2);
    expect([...seqs(before), ...seqs(after)]).toEqual([1, 2, 3, 4, 5]);
  });

  test.each([['abc'], ['-1'], ['1e9']])('refuses %s as the last event', async (lastEventId) => {
    const { status } = await api.as(coordinator, `GET /api/v1/events?case=${id}`, undefined, {
      headers: { 'last-event-id': lastEventId },
    });
    expect(status).toBe(400);
  });
});

describe('the stream of the inbox', () => {
  it('tells what changes within sight, and whose it is', async () => {
    const organisation = await hear('', { by: office('organisationDept') });
    const far = await hear('', { by: actor('far', undefined, { scope: 'linyi/hedong' }) });
    const leader = await hear('', { by: office('countyLevelLeader') });
    await api.as(office('organisationDept'), `POST /api/v1/cases/${id}/decisions`, {
      stage: 'nomination',
      decision: 'nominate',
      form: nomination,
    });
    const tasks = ({ heard }: Listening) =>
      heard
        .filter(({ event, data }) => event === 'task' && data.case === id)
        .map(({ data }) => [data.task, data.open, data.mine])
        .sort((a, b) => String(a).localeCompare(String(b)));
    await until(() => tasks(leader).length >= 4 && tasks(organisation).length >= 4);
    expect(tasks(organisation)).toContainEqual(['nomination#1', false, true]);
    expect(tasks(organisation)).toContainEqual(['acceptance#1.leader', true, false]);
    expect(tasks(leader)).toContainEqual(['acceptance#1.leader', true, true]);
    expect(
      leader.heard.filter(({ event, data }) => event === 'case' && data.case === id).map(({ data }) => data.type),
    ).toEqual(['decided', 'stageOpened']);
    expect(far.heard).toEqual([]);
  });

  it('resumes where it was, on the same API and on another', async () => {
    const stream = await hear('');
    await say('一');
    await until(() => stream.heard.length > 0);
    const last = stream.heard.at(-1)?.id ?? '';
    await say('二');
    await say('三');
    await until(() => stream.heard.length >= 3);
    const again = await hear('', { headers: { 'last-event-id': last } });
    await until(() => again.heard.length >= 2);
    const other = await startApi({ config: api.services.config, procedures: api.services.procedures });
    await other.connected;
    const elsewhere = await hear('', { on: other, headers: { 'last-event-id': last } });
    await until(() => elsewhere.heard.length >= 2);
    await say('四');
    await until(() => again.heard.length >= 3 && elsewhere.heard.length >= 3);
    for (const each of [again, elsewhere]) expect(each.heard.map(({ data }) => data.seq)).toEqual([4, 5, 6]);
    await other.stop();
  });

  it('says reset when it cannot know what the client missed, and goes on', async () => {
    const stream = await hear('', { headers: { 'last-event-id': '8263AAAA' } });
    await until(() => stream.heard.length > 0);
    expect(stream.heard).toMatchObject([{ event: 'reset' }]);
    await say('一');
    await until(() => stream.heard.length > 1);
    expect(stream.heard[1]).toMatchObject({ event: 'case', data: { case: id } });
  });
});

describe('any stream', () => {
  it('is for those who are signed in, by token or by cookie', async () => {
    expect((await api.call('GET /api/v1/events')).status).toBe(401);
    const cookie = `zhengzhi_session0=${await api.tokenFor(coordinator)}`;
    const stream = await listen(`${api.base}/api/v1/events?case=${id}`, { cookie });
    listening.push(stream);
    expect(stream.status).toBe(200);
  });

  it('ends when the session is revoked', async () => {
    const { token, claims } = await api.services.tokens.issue(coordinator, 'live');
    const stream = await listen(`${api.base}/api/v1/events`, { authorization: `Bearer ${token}` });
    listening.push(stream);
    await stream.open();
    await api.services.revocations.revokeSession(claims.jti, new Date(claims.exp * 1000));
    await until(() => stream.ended());
  });

  it('ends when the session expires', async () => {
    let now = new Date();
    const timed = await startApi({
      config: api.services.config,
      procedures: api.services.procedures,
      clock: () => now,
    });
    await timed.connected;
    const stream = await hear('', { on: timed });
    now = new Date(now.getTime() + 13 * 3_600_000);
    await until(() => stream.ended());
    await timed.stop();
  });
});
