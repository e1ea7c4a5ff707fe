import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { pino } from 'pino';
import { deliverDue } from '../../../activities/notices/deliver.ts';
import { deliveryParts } from '../../../activities/notices/deliveryParts.ts';
import { type Receiver, startReceiver } from '../../activities/notices/receivers.ts';
import { suiteConfig } from '../../support/servers.ts';
import { startApi, type TestApi } from '../support.ts';

let api: TestApi;
let receiver: Receiver;
let token: string;
/** Sessions end while the clock moves. */
const signIn = async () => {
  const who = { id: 'admin', role: 'administrator', duties: ['system'], scope: 'linyi/lanshan' } as const;
  token = await api.tokenFor({ ...who, duties: ['system'] });
};
let now = new Date();
beforeAll(async () => {
  const config = await suiteConfig({ LOG_LEVEL: 'silent', ALLOW_PRIVATE_WEBHOOKS: 'true' });
  api = await startApi({ config, clock: () => now });
  await api.connected;
  receiver = await startReceiver();
  await signIn();
});
afterAll(async () => {
  await receiver.close();
  await api.stop();
});

const fields = { name: '值班群', kinds: ['taskOpened', 'red'], place: 'linyi/lanshan', language: 'zh', enabled: true };
const create = (more: object = {}, as = token) =>
  api.call('POST /api/v1/webhooks', { token: as, body: { ...fields, format: 'standard', url: receiver.url, ...more } });

/** What a worker does. */
async function deliver(): Promise<void> {
  const { live } = api.services.spaces;
  await deliverDue(
    deliveryParts({
      space: 'live',
      database: live.database,
      accountsDatabase: live.database,
      procedures: api.services.procedures,
      publicUrl: 'http://localhost',
      allowPrivateWebhooks: true,
      logger: pino({ level: 'silent' }),
      clock: () => now,
    }),
  );
}

describe('a webhook', () => {
  it('is made with a secret that is shown once, and changed, turned off and removed', async () => {
    const made = await create({ url: `${receiver.url}?key=hidden` });
    expect(made).toMatchObject({ status: 201, body: { secret: expect.stringMatching(/^whsec_[\w+/]{43}=$/) } });
    const path = `/api/v1/webhooks/${made.body.id}` as const;
    const read = await api.call(`GET ${path}`, { token });
    expect(read.body).not.toHaveProperty('secret');
    expect(JSON.stringify(read.body)).not.toContain('hidden');
    expect(read.body).toMatchObject({ url: `${receiver.url}?key=…`, signed: true, createdBy: 'admin' });
    const put = (body: object, ifMatch: string) =>
      api.call(`PUT ${path}`, { token, body: { ...fields, ...body }, headers: { 'if-match': ifMatch } });
    expect((await put({ enabled: false }, '"1"')).body).toMatchObject({ enabled: false, revision: 2 });
    expect((await put({ enabled: true }, '"1"')).body.code).toBe('revision-conflict');
    const stored = await api.services.spaces.live.notices.webhooks.findById(made.body.id).lean();
    expect(stored?.url).toBe(`${receiver.url}?key=hidden`);
    expect((await api.call(`POST ${path}/test`, { token })).body.code).toBe('not-ready');
    expect((await api.call(`DELETE ${path}`, { token })).status).toBe(204);
    expect((await api.call(`GET ${path}`, { token })).status).toBe(404);
  });

  test.each([
    ['another scheme', { url: 'ftp://example.com' }, 422, '/url'],
    ['a password in the address', { url: 'https://a:b@example.com' }, 422, '/url'],
    ['a secret of one’s own where the service makes it', { secret: 'my own secret' }, 422, '/secret'],
    ['no kinds', { kinds: [] }, 422, '/kinds'],
  ])('is refused with %s', async (_what, more, status, pointer) => {
    const answer = await create(more);
    expect(answer).toMatchObject({ status, body: { errors: [{ pointer }] } });
  });

  it('does not lead inside of the own network unless that is allowed', async () => {
    const strict = await startApi();
    await strict.connected;
    const admin = await strict.tokenFor({ role: 'administrator', duties: ['system'] });
    for (const url of [receiver.url, 'http://169.254.169.254/latest', 'http://[::1]/', 'http://localhost/']) {
      const body = { ...fields, format: 'standard', url };
      const answer = await strict.call('POST /api/v1/webhooks', { token: admin, body });
      expect(answer.body.errors).toEqual([{ pointer: '/url', detail: 'is not a public address' }]);
      const inChinese = await strict.call('POST /api/v1/webhooks', {
        token: admin,
        body,
        headers: { 'accept-language': 'zh-CN' },
      });
      expect(inChinese.body.errors).toEqual([{ pointer: '/url', detail: '不是公网地址' }]);
    }
    await strict.stop();
  });

  it('is the system administrator’s of the place', async () => {
    const security = await api.tokenFor({ role: 'administrator', duties: ['security'] });
    expect((await create({}, security)).status).toBe(403);
    expect((await create({ place: 'linyi/hedong' })).status).toBe(403);
    const made = await create();
    const elsewhere = await api.tokenFor({ role: 'administrator', duties: ['system'], scope: 'linyi/hedong' });
    expect((await api.call(`GET /api/v1/webhooks/${made.body.id}`, { token: elsewhere })).status).toBe(404);
    expect((await api.call('GET /api/v1/webhooks', { token: elsewhere })).body.items).toEqual([]);
    const everywhere = await api.tokenFor({ role: 'administrator', duties: ['system'] });
    const all = (await api.call('GET /api/v1/webhooks', { token: everywhere })).body.items;
    expect(all.map(({ id }: { id: string }) => id)).toContain(made.body.id);
  });

  it('is tried out, fails, is looked at and sent again', async () => {
    const { body: hook } = await create();
    const path = `/api/v1/webhooks/${hook.id}` as const;
    const log = async (query = '') => (await api.call(`GET ${path}/deliveries${query}`, { token })).body.items;
    receiver.answer = { status: 500, body: 'down' };
    const tested = await api.call(`POST ${path}/test`, { token });
    expect(tested).toMatchObject({ status: 202, body: { state: 'waiting', notices: 0 } });
    for (let tries = 0; tries < 10; tries += 1) {
      await deliver();
      now = new Date(now.getTime() + 25 * 3_600_000);
    }
    await signIn();
    expect(await log()).toMatchObject([{ id: tested.body.id, state: 'dead', attempts: 9, nextAt: null }]);
    const metrics = (await api.call('GET /metrics')).body;
    expect(metrics).toContain('deliveries{space="live",channel="webhook",state="dead"} 1');
    expect(metrics).toContain('notices_oldest_seconds{space="live"} 0');
    receiver.answer = { status: 200, body: '' };
    const since = { since: new Date(Date.now() - 60_000).toISOString() };
    const replayed = await api.call(`POST ${path}/deliveries/replay`, { token, body: since });
    expect(replayed).toMatchObject({ status: 202, body: { replayed: 1 } });
    await deliver();
    expect(await log('?state=sent')).toMatchObject([{ state: 'sent', answers: expect.any(Array) }]);
    const one = `POST ${path}/deliveries/${tested.body.id}/replay` as const;
    expect((await api.call(one, { token })).status).toBe(202);
    expect((await api.call(one, { token })).body.code).toBe('not-ready');
    await deliver();
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids)).toEqual(new Set([tested.body.id]));
    const { body: rotated } = await api.call(`POST ${path}/secret`, { token });
    expect(rotated.secret).not.toBe(hook.secret);
    await api.services.audit.settled();
    const auditor = await api.tokenFor({ role: 'administrator', duties: ['audit'] });
    const audit = await api.call('GET /api/v1/audit-log?actor=admin', { token: auditor });
    const whats = audit.body.items.map(({ what }: { what: string }) => what);
    expect(whats).toEqual(
      expect.arrayContaining(['webhookCreated', 'webhookTested', 'deliveriesReplayed', 'webhookSecretRotated']),
    );
  });

  it('leaves the log of e-mail beside it', async () => {
    const mail = await api.call('GET /api/v1/mail-deliveries?state=dead', { token });
    expect(mail).toMatchObject({ status: 200, body: { items: [] } });
    const body = { since: '2026-01-01T00:00:00Z' };
    expect((await api.call('POST /api/v1/mail-deliveries/replay', { token, body })).body).toEqual({ replayed: 0 });
  });
});
