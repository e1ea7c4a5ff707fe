import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Relay, startRelay } from '../support/relay.ts';
import { suiteConfig } from '../support/servers.ts';
import { until } from '../support/until.ts';
import { buildUser, password, startApi, type TestApi } from './support.ts';

describe('while MongoDB is away', () => {
  let api: TestApi;
  let relay: Relay;
  let token: string;

  beforeAll(async () => {
    const given = await suiteConfig();
    const { hostname, port: mongoPort } = new URL(given.mongodb.uri ?? '');
    relay = await startRelay({ host: hostname, port: Number(mongoPort) });
    await relay.cut();
    const uri = `mongodb://127.0.0.1:${relay.port}/?directConnection=true`;
    api = await startApi({ config: await suiteConfig({ MONGODB_URI: uri, LOG_LEVEL: 'silent' }) });
    token = await api.tokenFor({ role: 'administrator', duties: ['security', 'audit'] });
  });
  afterAll(async () => {
    await api.stop();
    await relay.cut();
  });

  const expectAway = async () => {
    const signIn = { body: { username: 'x', password: 'does not matter' } };
    for (const answer of [
      await api.call('GET /api/v1/users', { token }),
      await api.call('POST /api/v1/sessions', signIn),
      await api.call('GET /api/v1/compounds', { token }),
    ]) {
      expect(answer).toMatchObject({ status: 503, body: { code: 'unavailable' } });
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect(await api.call('GET /readyz')).toMatchObject({
      status: 503,
      body: { away: ['mongodb'], parts: { mongodb: 'away', temporal: 'reachable' } },
    });
    expect((await api.call('GET /healthz')).status).toBe(200);
    expect(await api.call('GET /api/v1/me', { token })).toMatchObject({ status: 200 });
    expect((await api.call('GET /api/v1/policies/linyi', { token })).status).toBe(200);
    const body = { username: 'y', name: 'Y', role: 'monitor', scope: '*', posts: [] };
    expect((await api.call('POST /api/v1/users', { token, body })).status).toBe(503);
  };

  it('starts, says so, and serves what needs only a valid token', async () => {
    await expectAway();
    const monitor = await api.tokenFor({ role: 'monitor' });
    expect(await api.call('GET /api/v1/users', { token: monitor })).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    });
  });

  it('comes back by itself, with its indexes', async () => {
    await relay.restore();
    await api.connected;
    await until(async () => (await api.call('GET /readyz')).status === 200);
    await buildUser(api, 'back', {});
    const signIn = { body: { username: 'back', password } };
    expect((await api.call('POST /api/v1/sessions', signIn)).status).toBe(201);
    const indexes = await api.services.spaces.rehearsal.registers.compounds.collection.indexes();
    expect(indexes.length).toBeGreaterThan(5);
  });

  it('survives an outage in the middle of its life', async () => {
    await relay.cut();
    await expectAway();
    await relay.restore();
    await until(async () => (await api.call('GET /api/v1/users', { token })).status === 200);
  });
});
