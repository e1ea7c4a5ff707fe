import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { pino } from 'pino';
import { redactedPaths } from '../../../api/observability.ts';
import type { Actor } from '../../../domain/organisation/actor.ts';
import { PLACE } from '../../support/cases.ts';
import { buildUser, startApi, type TestApi } from '../support.ts';

let api: TestApi;
const lines: string[] = [];
beforeAll(async () => {
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString());
      done();
    },
  });
  api = await startApi({ logger: pino({ level: 'trace', redact: redactedPaths }, sink) });
  await api.connected;
  await task('here', 'C-1', { dueAt: '2026-10-21T16:00:00.000Z' });
  await task('provisional', 'C-2', { dueAt: '2031-03-05T16:00:00.000Z', startOn: '2031-03-01' });
  await task('elsewhere', 'C-3', { scope: 'linyi/hedong/x/y/C-3' });
  await task('standing', 'C-4', { standing: true });
  await task('done', 'C-5', { open: false });
  await task('otherOffice', 'C-6', { office: 'taxBureau' });
  await buildUser(api, 'bureau', bureau);
});
afterAll(() => api.stop());

const bureau = {
  role: 'reviewer',
  scope: PLACE,
  posts: [{ office: 'housingBureau', scope: 'linyi/lanshan' }],
} satisfies Partial<Actor>;

async function task(name: string, compound: string, overrides: Record<string, unknown> = {}): Promise<void> {
  const { dueAt = '2026-10-22T16:00:00.000Z', startOn = '2026-10-01', ...rest } = overrides as Record<string, string>;
  const scope = (rest['scope'] as string | undefined) ?? `${PLACE}/${compound}`;
  const parts = scope.split('/');
  await api.services.spaces.live.cases.tasks.collection.insertOne({
    _id: `rectification:${compound}:1|plan#1`,
    id: 'plan#1',
    stage: 'plan',
    visit: 1,
    face: 'main',
    case: `rectification:${compound}:1`,
    kind: 'rectification',
    subject: { id: compound, name: `${name}小区，很长的名字；\n带着各种符号`.repeat(2) },
    scope,
    within: parts.map((_, index) => parts.slice(0, index + 1).join('/')),
    office: 'housingBureau',
    open: true,
    standing: false,
    openedAt: '2026-10-01T01:00:00.000Z',
    fired: [],
    notBy: [],
    suspended: false,
    deadline: {
      term: { n: 3, unit: 'workingDays' },
      startOn,
      roll: 'forward',
      direction: 'after',
      suspensions: [],
      extensions: [],
      rule: { parameter: 'test', source: 'test' },
    },
    ...rest,
    dueAt: new Date(dueAt),
    rank: new Date(dueAt),
  } as never);
}

const create = async (body: object = { office: 'housingBureau' }, by: Partial<Actor> = { id: 'bureau', ...bureau }) =>
  await api.call('POST /api/v1/calendar-feeds', { token: await api.tokenFor(by), body });
const pathOf = (url: string) => new URL(url).pathname as '/';
/** The lines of a feed, with folded ones put together. */
const unfolded = (body: string) => body.replaceAll('\r\n ', '').split('\r\n');

describe('a calendar feed', () => {
  it('shows the open deadlines of the office where its holder holds it, each on its last day', async () => {
    const made = await create();
    expect(made).toMatchObject({
      status: 201,
      body: { office: 'housingBureau', scope: 'linyi/lanshan', language: 'en' },
    });
    expect(made.body.url).toMatch(/\/api\/v1\/calendar-feeds\/[\w-]{43}\.ics$/);
    const { status, headers, body } = await api.call(`GET ${pathOf(made.body.url)}`, { headers: { accept: '*/*' } });
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    const entries = unfolded(body);
    expect(entries.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(2);
    expect(entries).toContain('DTSTART;VALUE=DATE:20261021');
    expect(entries).toContain('DTSTART;VALUE=DATE:20310305');
    expect(entries.find((line) => line.startsWith('SUMMARY:'))).toContain('here小区，很长的名字；\\n带着各种符号');
    expect(entries.filter((line) => line.includes('(provisional)'))).toHaveLength(1);
    expect(entries).toContain('URL;VALUE=URI:http://localhost:8080/cases/rectification%3AC-1%3A1');
    for (const line of String(body).split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  });

  it('is of every place where its holder holds the office, unless it is narrower', async () => {
    const posts = ['linyi/hedong', 'linyi/lanshan'].map((scope) => ({ office: 'housingBureau' as const, scope }));
    const by = { id: 'twice', role: 'reviewer', scope: PLACE, posts } as const;
    await buildUser(api, 'twice', by);
    const shown = async (body: object) => {
      const { url } = (await create(body, by)).body;
      const answer = await api.call(`GET ${pathOf(url)}`);
      return unfolded(answer.body).filter((line) => line === 'BEGIN:VEVENT').length;
    };
    expect(await shown({ office: 'housingBureau' })).toBe(3);
    expect(await shown({ office: 'housingBureau', scope: 'linyi/hedong' })).toBe(1);
    expect(await shown({ office: 'housingBureau', scope: 'linyi' })).toBe(3);
  });

  it('says when it has not changed, and keeps the ids of what it shows', async () => {
    const made = await create();
    const path = pathOf(made.body.url);
    const first = await api.call(`GET ${path}`);
    const etag = first.headers.get('etag') ?? '';
    const again = await api.call(`GET ${path}`, { headers: { 'if-none-match': etag } });
    expect([again.status, again.body]).toEqual([304, '']);
    const { tasks } = api.services.spaces.live.cases;
    await tasks.updateOne({ _id: 'rectification:C-1:1|plan#1' }, { $set: { dueAt: new Date('2026-10-22T16:00:00Z') } });
    const moved = await api.call(`GET ${path}`, { headers: { 'if-none-match': etag } });
    expect(moved.status).toBe(200);
    const uids = (body: string) => unfolded(body).filter((line) => line.startsWith('UID:'));
    expect(uids(moved.body)).toEqual(uids(first.body));
    expect(unfolded(moved.body)).toContain('DTSTART;VALUE=DATE:20261022');
  });

  it('ends when it is revoked, by its holder alone', async () => {
    const made = await create();
    const remove = `DELETE /api/v1/calendar-feeds/${made.body.id}` as const;
    expect((await api.call(remove, { token: await api.tokenFor({ id: 'other' }) })).status).toBe(404);
    const token = await api.tokenFor({ id: 'bureau', ...bureau });
    const listed = await api.call('GET /api/v1/calendar-feeds', { token });
    expect(listed.body.items.map(({ id }: { id: string }) => id)).toContain(made.body.id);
    expect(JSON.stringify(listed.body)).not.toContain('.ics');
    expect((await api.call(remove, { token })).status).toBe(204);
    expect((await api.call(`GET ${pathOf(made.body.url)}`)).status).toBe(404);
  });

  it('ends with the post and with the account', async () => {
    const by = { id: 'leaver', ...bureau };
    await buildUser(api, 'leaver', bureau);
    const path = pathOf((await create(undefined, by)).body.url);
    const { users } = api.services.accounts.models;
    const status = async () => (await api.call(`GET ${path}`)).status;
    expect(await status()).toBe(200);
    await users.updateOne({ _id: 'leaver' }, { $set: { 'posts.0.scope': 'linyi/hedong' } });
    expect(await status()).toBe(404);
    await users.updateOne({ _id: 'leaver' }, { $set: { 'posts.0.scope': PLACE } });
    expect(await status()).toBe(200);
    await users.updateOne({ _id: 'leaver' }, { $set: { disabled: true } });
    expect(await status()).toBe(404);
  });

  test.each<[string, Partial<Actor>, object, number]>([
    ['an office one does not hold', { id: 'bureau', ...bureau }, { office: 'taxBureau' }, 403],
    [
      'a place outside of one’s post',
      { id: 'bureau', ...bureau },
      { office: 'housingBureau', scope: 'linyi/hedong' },
      403,
    ],
    ['an office elsewhere, for a coordinator', { scope: 'linyi/hedong' }, { office: 'taxBureau', scope: PLACE }, 403],
    ['any office within sight, for a coordinator', { scope: 'linyi' }, { office: 'taxBureau', scope: PLACE }, 201],
  ])('of %s is answered %#', async (_what, by, body, status) => {
    expect((await create(body, by)).status).toBe(status);
  });

  it('has an address that is neither stored nor logged', async () => {
    const { url } = (await create()).body;
    const token = /([\w-]+)\.ics$/.exec(url)?.[1] ?? '';
    lines.length = 0;
    await api.call(`GET ${pathOf(url)}`);
    await api.call(`GET ${pathOf(`${url}/`)}`);
    await api.call(`GET ${pathOf(url).replace('calendar-feeds', 'Calendar-Feeds') as '/'}`);
    const logged = lines.join('');
    expect(logged.match(/calendar-feeds\/…/gi)).toHaveLength(3);
    expect(logged).not.toContain(token);
    expect(JSON.stringify(await api.services.reach.feeds.find().lean())).not.toContain(token);
  });

  it('cannot be guessed at without end', async () => {
    const statuses: number[] = [];
    for (let tries = 0; tries < 130; tries += 1) {
      statuses.push((await api.call(`GET /api/v1/calendar-feeds/guess${tries}.ics`)).status);
    }
    expect(statuses).toContain(404);
    expect(statuses.at(-1)).toBe(429);
  });
});
