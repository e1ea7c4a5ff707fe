import { createHmac, randomUUID } from 'node:crypto';
import type { lookup } from 'node:dns';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, test } from '@jest/globals';
import mongoose, { type Connection } from 'mongoose';
import { pino } from 'pino';
import { deliverDue } from '../../../activities/notices/deliver.ts';
import { type DeliveryParts, deliveryParts } from '../../../activities/notices/deliveryParts.ts';
import { smtpMailer } from '../../../activities/notices/mailer.ts';
import { postWebhook } from '../../../activities/notices/postWebhook.ts';
import { spreadNotices } from '../../../activities/notices/spread.ts';
import { loadCalendars } from '../../../api/policies/loadPolicies.ts';
import { discoverProcedures } from '../../../api/procedures/registry.ts';
import { buildCalendar } from '../../../domain/calendar/calendar.ts';
import { addresseeKey, type Notice } from '../../../domain/notices/notice.ts';
import { type NotificationSettings, standardSettings } from '../../../domain/notices/settings.ts';
import type { Post, Role } from '../../../domain/organisation/actor.ts';
import { keepCurrentCalendar } from '../../../models/keptVersions.ts';
import type { WebhookDocument } from '../../../models/notices.ts';
import { policyFolder } from '../../support/cases.ts';
import { suiteConfig } from '../../support/servers.ts';
import { until } from '../../support/until.ts';
import { startDeliveryProcess } from './deliveryProcess.ts';
import { type MailServer, type Receiver, startMailServer, startReceiver } from './receivers.ts';

const place = 'linyi/lanshan/yinqueshan/hongqi';
/** A Wednesday, half past ten in Shanghai. */
const midday = new Date('2026-09-23T02:30:10.000Z');
const MINUTE = 60_000;

let database: Connection;
let mails: MailServer;
let hook: Receiver;
let parts: DeliveryParts;
let now: Date;
let sequence = 0;

beforeAll(async () => {
  const { mongodb } = await suiteConfig();
  database = await mongoose.createConnection(mongodb.uri ?? '', { dbName: mongodb.databases.live }).asPromise();
  mails = await startMailServer();
  hook = await startReceiver();
  parts = deliveryParts({
    space: 'live',
    database,
    accountsDatabase: database,
    procedures: await discoverProcedures(),
    publicUrl: 'https://zhengzhi.example',
    mailer: smtpMailer(mails.url, '整治 <zhengzhi@example.org>'),
    allowPrivateWebhooks: true,
    logger: pino({ level: 'silent' }),
    clock: () => now,
  });
  await keepCurrentCalendar(database, buildCalendar(await loadCalendars(`${policyFolder}/calendars`)));
});
beforeEach(() => {
  now = midday;
});
afterEach(async () => {
  const { notices, accounts, reach } = parts;
  for (const model of [...Object.values(notices), accounts.users, reach.settings]) await model.deleteMany({});
  mails.received.length = 0;
  mails.refusing = undefined;
  hook.received.length = 0;
  hook.answer = { status: 200, body: '{"errcode":0}' };
  hook.meanwhile = undefined;
});
afterAll(async () => {
  parts.mailer?.close();
  await mails.close();
  await hook.close();
  await database.dropDatabase();
  await database.close();
});

async function user(id: string, posts: Post[], settings: Partial<NotificationSettings> = {}, role: Role = 'reviewer') {
  const account = { _id: id, folded: id, name: id, role, scope: 'linyi/lanshan', posts, disabled: false };
  await parts.accounts.users.collection.insertOne(account as never);
  const chosen = { ...standardSettings, email: `${id}@example.org`, ...settings };
  await parts.reach.settings.collection.insertOne({ _id: id, ...chosen, revision: 1 } as never);
}
const bureau: Post[] = [{ office: 'housingBureau', scope: 'linyi/lanshan' }];

/** Puts a notice into the outbox as a flush does. */
async function notice(overrides: Partial<Notice> & { case?: string; at?: string } = {}): Promise<string> {
  sequence += 1;
  const id = overrides.case ?? `rectification:C-${sequence}:1`;
  const event = `${id}|1|${sequence}`;
  const to = overrides.to ?? { office: 'housingBureau' as const };
  const document = {
    _id: `${event}|${addresseeKey(to)}`,
    case: id,
    kind: 'rectification',
    subject: { id: `C-${sequence}`, name: '示例小区' },
    scope: `${place}/C-${sequence}`,
    within: [],
    campaign: null,
    event,
    what: 'taskOpened',
    task: 'plan#1',
    to,
    data: { dueAt: '2026-10-21T16:00:00.000Z' },
    except: [],
    inAppOnly: false,
    waiting: true,
    createdAt: now,
    nextAt: now,
    order: sequence,
    ...overrides,
    at: new Date(overrides.at ?? now),
  };
  await parts.notices.notices.collection.insertOne(document as never);
  return document._id;
}

async function webhook(overrides: Partial<WebhookDocument> = {}): Promise<WebhookDocument> {
  const document: WebhookDocument = {
    _id: randomUUID(),
    name: 'test',
    format: 'standard',
    url: hook.url,
    secret: `whsec_${Buffer.from('a key of the tests').toString('base64')}`,
    kinds: ['taskOpened', 'red', 'caseEnded'],
    place: '*',
    within: ['*'],
    language: 'zh',
    enabled: true,
    revision: 1,
    createdAt: now,
    createdBy: 'test',
    updatedAt: now,
    ...overrides,
  };
  await parts.notices.webhooks.collection.insertOne({ ...document } as never);
  return document;
}

function later(milliseconds: number): void {
  now = new Date(now.getTime() + milliseconds);
}
/** Tells what is in the outbox, and sends what is due then. */
async function turn(by = parts): Promise<void> {
  while ((await spreadNotices(by)) > 0);
  await deliverDue(by);
}
const notified = async () =>
  (await parts.notices.notifications.find().sort({ user: 1 }).lean()).map(({ user: who, what }) => [who, what]);
const deliveries = () => parts.notices.deliveries.find().lean();

describe('who is told', () => {
  test.each<[string, Post[], Partial<Notice>, boolean]>([
    ['the holder of the office there', bureau, {}, true],
    ['a holder elsewhere', [{ office: 'housingBureau', scope: 'linyi/hedong' }], {}, false],
    ['another office', [{ office: 'taxBureau', scope: 'linyi/lanshan' }], {}, false],
    [
      'another unit of the office',
      [{ ...bureau[0], unit: '1' } as Post],
      { to: { office: 'housingBureau', unit: '2' } },
      false,
    ],
    ['whoever may not decide it', bureau, { except: ['someone'] }, false],
    ['the person named', [], { what: 'delegated', to: { person: 'someone' } }, true],
    ['somebody else', [], { what: 'delegated', to: { person: 'other' } }, false],
  ])('%s: %j', async (_who, posts, about, told) => {
    await user('someone', posts);
    await notice(about);
    await turn();
    expect((await notified()).length === 1).toBe(told);
  });

  it('coordinators of the place hear of the end of a case, and nobody whose account is disabled', async () => {
    await user('here', [], {}, 'coordinator');
    await user('gone', [], {}, 'coordinator');
    await parts.accounts.users.updateOne({ _id: 'gone' }, { $set: { disabled: true } });
    await notice({ what: 'caseEnded', to: { coordinators: true } });
    await turn();
    expect(await notified()).toEqual([['here', 'caseEnded']]);
  });

  it('a comment on a task reaches whoever is asked it', async () => {
    await user('someone', bureau);
    const id = `rectification:C-${randomUUID().slice(0, 8)}:1`;
    const asked = { _id: `${id}|plan#1`, id: 'plan#1', case: id, scope: place, office: 'housingBureau', open: true };
    await parts.cases.tasks.collection.insertOne(asked as never);
    await notice({ case: id, what: 'commented', to: { task: 'plan#1' }, data: {} });
    await turn();
    expect(await notified()).toEqual([['someone', 'commented']]);
  });

  it('each as they have chosen', async () => {
    const nothing = { inApp: false, mail: false };
    await user('silent', bureau, { kinds: { ...standardSettings.kinds, taskOpened: nothing } });
    await user('noMail', bureau, { email: null });
    await notice();
    await turn();
    later(MINUTE);
    await turn();
    expect(await notified()).toEqual([['noMail', 'taskOpened']]);
    expect(mails.received).toEqual([]);
  });
});

describe('e-mail', () => {
  it('tells within a minute what came in it, in one message, in the language chosen, with links', async () => {
    await user('wang', bureau);
    await user('smith', bureau, { language: 'en' });
    await notice({ case: 'rectification:C-a:1' });
    later(5000);
    await notice();
    await turn();
    expect(mails.received).toEqual([]);
    later(MINUTE);
    await turn();
    const [zh, en] = [...mails.received].sort(
      (a, b) => (a.to[0] === 'wang@example.org' ? -1 : 1) - (b.to[0] === 'wang@example.org' ? -1 : 1),
    );
    expect(mails.received).toHaveLength(2);
    expect(zh).toMatchObject({ to: ['wang@example.org'], subject: '[整治] 2条通知' });
    expect(zh?.text).toContain('新任务：');
    expect(zh?.text).toContain('截止2026-10-21');
    expect(zh?.text).toContain('https://zhengzhi.example/cases/rectification%3AC-a%3A1');
    expect(zh?.html).toContain('<a href="https://zhengzhi.example/cases/rectification%3AC-a%3A1">');
    expect(en?.subject).toBe('[Zhengzhi] 2 notifications');
    expect(en?.text).toContain('New task: ');
  });

  it('of one notice says it in the subject, and shows markup in names as it is written', async () => {
    await user('wang', bureau);
    const id = await notice();
    await parts.notices.notices.updateOne({ _id: id }, { $set: { 'subject.name': '<b>小区</b>\r\nBcc: x@y' } });
    await turn();
    later(MINUTE);
    await turn();
    const [mail] = mails.received;
    expect(mail?.to).toEqual(['wang@example.org']);
    expect(mail?.subject).toMatch(/^\[整治\] 新任务：.*<b>小区<\/b> Bcc: x@y/);
    expect(mail?.html).toContain('&lt;b&gt;小区');
  });

  it('waits for the end of the night; what is red or above does not', async () => {
    now = new Date('2026-09-23T15:00:00.000Z');
    await user('wang', bureau);
    await notice();
    await notice({ what: 'red' });
    await turn();
    later(MINUTE);
    await turn();
    expect(mails.received.map(({ subject }) => subject)).toEqual([expect.stringContaining('逾期通报')]);
    now = new Date('2026-09-23T23:59:59.000Z');
    await turn();
    expect(mails.received).toHaveLength(1);
    now = new Date('2026-09-24T00:00:00.000Z');
    await turn();
    expect(mails.received[1]?.subject).toContain('新任务');
  });

  it('waits for the morning when the night has come over an outage', async () => {
    await user('wang', bureau);
    await notice();
    await turn();
    now = new Date('2026-09-23T13:00:00.000Z');
    await turn();
    expect(mails.received).toEqual([]);
    expect((await deliveries())[0]).toMatchObject({ attempts: 0, nextAt: new Date('2026-09-24T00:00:00.000Z') });
    now = new Date('2026-09-24T00:00:00.000Z');
    await turn();
    expect(mails.received).toHaveLength(1);
  });

  it('waits over the holidays of the calendar', async () => {
    now = new Date('2026-09-30T12:30:00.000Z');
    await user('wang', bureau);
    await notice();
    await turn();
    expect((await deliveries())[0]?.nextAt).toEqual(new Date('2026-10-08T00:00:00.000Z'));
  });

  it('collects for a digest, and begins another when one is on its way', async () => {
    await user('wang', bureau, { digest: { every: 'day', at: '17:00' } });
    for (let count = 0; count < 3; count += 1) {
      await notice();
      await turn();
      later(60 * MINUTE);
    }
    expect(mails.received).toEqual([]);
    now = new Date('2026-09-23T09:00:00.000Z');
    await turn();
    expect(mails.received.map(({ subject }) => subject)).toEqual(['[整治] 3条通知']);
    // Found in the outbox only now, by a worker whose clock is behind.
    now = new Date('2026-09-23T08:59:59.000Z');
    await notice();
    await turn();
    now = new Date('2026-09-24T09:00:00.000Z');
    await turn();
    expect(mails.received).toHaveLength(2);
  });

  it('is tried again while the server is away, and not when it refuses the address for good', async () => {
    await user('wang', bureau);
    await notice();
    mails.refusing = 451;
    await turn();
    later(MINUTE);
    await turn();
    expect((await deliveries())[0]).toMatchObject({ state: 'waiting', attempts: 1, answers: [{ ok: false }] });
    mails.refusing = undefined;
    later(MINUTE);
    await turn();
    expect((await deliveries())[0]).toMatchObject({ state: 'sent', attempts: 2 });
    mails.refusing = 550;
    await notice();
    await turn();
    later(MINUTE);
    await turn();
    expect((await deliveries()).map(({ state }) => state).sort()).toEqual(['dead', 'sent']);
  });

  it('does not go out of the rehearsal space unless asked for, nor tell of what was entered from paper', async () => {
    await user('wang', bureau);
    await user('li', bureau, { rehearsal: true });
    await notice({ inAppOnly: true });
    await turn();
    expect(await deliveries()).toEqual([]);
    await notice();
    await turn({ ...parts, space: 'rehearsal' });
    later(MINUTE);
    await turn({ ...parts, space: 'rehearsal' });
    expect(mails.received).toMatchObject([{ to: ['li@example.org'], subject: expect.stringContaining('【演练】') }]);
  });
});

describe('a webhook', () => {
  const signatureOf = (secret: string, { headers, body }: Receiver['received'][number]) => {
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    const signed = [headers['webhook-id'], headers['webhook-timestamp'], body].join('.');
    return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
  };

  it('is told what it asked for, once however many hear of it, signed', async () => {
    const { secret = '' } = await webhook({ place: 'linyi/lanshan' });
    await webhook({ place: 'linyi/hedong' });
    await webhook({ kinds: ['interview'] });
    await webhook({ enabled: false });
    const id = await notice({ case: 'rectification:C-b:1' });
    const again = { event: id.replace('|office:housingBureau', ''), to: { person: 'deputy' } };
    await notice({ case: 'rectification:C-b:1', ...again });
    await turn();
    expect(hook.received).toHaveLength(1);
    const [message] = hook.received;
    if (!message) throw new Error('nothing was sent');
    expect(JSON.parse(message.body)).toMatchObject({
      id: message.headers['webhook-id'],
      type: 'taskOpened',
      timestamp: midday.toISOString(),
      data: {
        space: 'live',
        case: 'rectification:C-b:1',
        office: 'housingBureau',
        dueAt: '2026-10-21T16:00:00.000Z',
        text: { en: expect.stringContaining('New task') },
        url: 'https://zhengzhi.example/cases/rectification%3AC-b%3A1',
      },
    });
    expect(message.headers['webhook-timestamp']).toBe(String(Math.floor(midday.getTime() / 1000)));
    expect(message.headers['webhook-signature']).toBe(signatureOf(secret, message));
  });

  it('is signed with the secret before too for a while after a rotation', async () => {
    const before = `whsec_${Buffer.from('the key before').toString('base64')}`;
    const until = new Date(now.getTime() + MINUTE);
    const { secret = '' } = await webhook({ previousSecret: { secret: before, until } });
    await notice();
    await turn();
    later(MINUTE);
    await notice();
    await turn();
    const [first, second] = hook.received;
    if (!first || !second) throw new Error('two were sent');
    expect(first.headers['webhook-signature']).toBe(`${signatureOf(secret, first)} ${signatureOf(before, first)}`);
    expect(second.headers['webhook-signature']).toBe(signatureOf(secret, second));
  });

  it('that fails is tried again under the same id, later and later, until it is given up; what follows of the case waits', async () => {
    await webhook();
    hook.answer = { status: 500, body: 'broken' };
    await notice({ case: 'rectification:C-c:1' });
    await notice({ case: 'rectification:C-c:1', what: 'caseEnded', data: { outcome: 'closed' } });
    await turn();
    expect(hook.received).toHaveLength(1);
    hook.answer = { status: 204, body: '' };
    later(MINUTE);
    await turn();
    const types = hook.received.map(({ body }) => JSON.parse(body).type);
    expect(types).toEqual(['taskOpened', 'taskOpened', 'caseEnded']);
    expect(hook.received[1]?.headers['webhook-id']).toBe(hook.received[0]?.headers['webhook-id']);
    hook.answer = { status: 503, body: 'busy' };
    await notice();
    for (let tries = 0; tries < 12; tries += 1) {
      await turn();
      later(24 * 60 * MINUTE);
    }
    const [dead] = await parts.notices.deliveries.find({ state: 'dead' }).lean();
    expect(dead).toMatchObject({ attempts: 9 });
    expect(dead?.answers.at(-1)).toMatchObject({ ok: false, status: 503, detail: 'busy' });
  });

  it('follows no redirect', async () => {
    await webhook();
    hook.answer = { status: 302, body: '', headers: { location: `${hook.url}/elsewhere` } };
    await notice();
    await turn();
    expect(hook.received.map(({ path }) => path)).toEqual(['/hook']);
    expect((await deliveries())[0]).toMatchObject({ state: 'waiting', answers: [{ ok: false, status: 302 }] });
  });

  it('never reaches inside of the own network by its number', async () => {
    await webhook();
    await notice();
    await turn({ ...parts, allowPrivateWebhooks: false });
    expect(hook.received).toEqual([]);
    expect((await deliveries())[0]?.answers[0]?.detail).toContain('is not a public address');
  });

  test.each([[['127.0.0.1']], [['1.1.1.1', '127.0.0.1']], [['::ffff:127.0.0.1']]])(
    'never reaches inside of the own network by a name that leads to %j',
    async (leadsTo) => {
      const resolve = ((_name: string, _options: object, done: (error: null, found: object[]) => void) =>
        done(
          null,
          leadsTo.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
        )) as unknown as typeof lookup;
      const request = { url: hook.url.replace('127.0.0.1', 'hook.example'), headers: {}, body: '{}' };
      await expect(postWebhook(request, false, resolve)).rejects.toThrow('hook.example is not a public address');
      expect(hook.received).toEqual([]);
    },
  );

  it('of a WeCom robot is text, and has failed when the robot says so', async () => {
    await webhook({ format: 'wecom', url: `${hook.url}?key=k` });
    hook.answer = { status: 200, body: '{"errcode":45009,"errmsg":"api freq out of limit"}' };
    await notice();
    await turn();
    expect(hook.received[0]?.path).toBe('/hook?key=k');
    const sent = JSON.parse(hook.received[0]?.body ?? '{}');
    expect(sent).toEqual({ msgtype: 'text', text: { content: expect.stringMatching(/^【整治】新任务：/) } });
    expect((await deliveries())[0]).toMatchObject({ state: 'waiting', answers: [{ status: 200, ok: false }] });
  });

  it('of a DingTalk robot is signed as DingTalk asks, and never sends too fast', async () => {
    const secret = 'SECtest';
    await webhook({ format: 'dingtalk', url: `${hook.url}?access_token=t`, secret });
    await notice();
    await notice();
    await turn();
    expect(hook.received).toHaveLength(1);
    const query = new URL(hook.received[0]?.path ?? '', hook.url).searchParams;
    const timestamp = String(midday.getTime());
    expect(Object.fromEntries(query)).toEqual({
      access_token: 't',
      timestamp,
      sign: createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64'),
    });
    later(4000);
    await turn();
    expect(hook.received).toHaveLength(2);
  });
});

describe('a worker that is killed', () => {
  it('at any moment loses nothing, and doubles at most what it was sending', async () => {
    const inFlightAtMost = 8;
    now = new Date();
    for (let count = 0; count < 10; count += 1) await webhook({ url: `${hook.url}/${count}` });
    for (let count = 0; count < 12; count += 1) await notice();
    const run = (offset: number) => startDeliveryProcess(database, offset);
    let killed = 0;
    for (const enough of [1, 15, 40]) {
      const process = run(killed * 2 * MINUTE);
      await until(() => hook.received.length >= enough);
      await process.kill();
      killed += 1;
    }
    const last = run(killed * 2 * MINUTE);
    await until(async () => (await parts.notices.deliveries.countDocuments({ state: 'sent' })) === 120);
    await last.kill();
    const ids = hook.received.map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids).size).toBe(120);
    expect(ids.length).toBeLessThanOrEqual(120 + killed * inFlightAtMost);
  });

  class Killed extends Error {}
  const dying = (model: 'notices' | 'deliveries', method: 'updateMany' | 'updateOne', call: number): DeliveryParts => {
    let calls = 0;
    const target = parts.notices[model];
    const mortal = new Proxy(target, {
      get: (on, name) => {
        if (name !== method) return Reflect.get(on, name);
        return (...given: unknown[]) => {
          calls += 1;
          if (calls >= call) throw new Killed();
          return Reflect.apply(Reflect.get(on, name), on, given);
        };
      },
    });
    return { ...parts, notices: { ...parts.notices, [model]: mortal } };
  };

  it('after it told and before it noted that leaves the work to another, and nobody is told twice', async () => {
    await user('wang', bureau);
    await webhook();
    await notice();
    await expect(spreadNotices(dying('notices', 'updateMany', 2))).rejects.toThrow(Killed);
    expect(await spreadNotices(parts)).toBe(0);
    later(31_000);
    expect(await spreadNotices(parts)).toBe(1);
    expect(await notified()).toHaveLength(1);
    expect((await deliveries()).filter(({ channel }) => channel === 'webhook')).toHaveLength(1);
  });

  it('between sending and noting it has sent that one message twice, under one id, and no other', async () => {
    await webhook();
    await notice();
    await spreadNotices(parts);
    await expect(deliverDue(dying('deliveries', 'updateOne', 1))).rejects.toThrow(Killed);
    await turn();
    expect(hook.received).toHaveLength(1);
    later(91_000);
    await notice();
    await turn();
    const ids = hook.received.map(({ headers }) => headers['webhook-id']);
    expect(ids).toHaveLength(3);
    expect(new Set(ids).size).toBe(2);
    expect((await deliveries()).map(({ state }) => state)).toEqual(['sent', 'sent']);
  });

  it('or many that work at once take each message once', async () => {
    await webhook();
    for (let count = 0; count < 30; count += 1) await notice();
    await Promise.all([spreadNotices(parts), spreadNotices(parts), spreadNotices(parts)]);
    await turn();
    await Promise.all([deliverDue(parts), deliverDue(parts), deliverDue(parts)]);
    expect(new Set(hook.received.map(({ headers }) => headers['webhook-id'])).size).toBe(30);
    expect(hook.received).toHaveLength(30);
  });
});
