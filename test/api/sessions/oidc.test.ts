import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { suiteConfig } from '../../support/servers.ts';
import { buildUser, startApi, type TestApi } from '../support.ts';

const issuer = 'https://sso.example.gov.cn';

describe('tokens of an OpenID Connect issuer', () => {
  let api: TestApi;
  let keyServer: Server;
  let reachable = true;
  let privateKey: Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];
  let now = Date.now();

  beforeAll(async () => {
    const pair = await generateKeyPair('RS256');
    privateKey = pair.privateKey;
    const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'RS256' };
    keyServer = createServer((_request, response) => {
      if (reachable) response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ keys: [jwk] }));
      else response.writeHead(500).end();
    });
    await new Promise<void>((resolve) => {
      keyServer.listen(0, '127.0.0.1', resolve);
    });
    const { port } = keyServer.address() as AddressInfo;
    const config = await suiteConfig({
      LOG_LEVEL: 'silent',
      OIDC_ISSUER: issuer,
      OIDC_AUDIENCE: 'zhengzhi',
      OIDC_JWKS_URI: `http://127.0.0.1:${port}/keys`,
    });
    api = await startApi({ config, clock: () => new Date(now) });
    await api.connected;
    await buildUser(api, 'zhangsan', { role: 'monitor', scope: 'linyi' });
    await buildUser(api, 'lisi', {});
  });
  afterAll(async () => {
    await api.stop();
    keyServer.close();
  });

  const sign = (claims: JWTPayload, { kid = 'k1', key = privateKey } = {}) =>
    new SignJWT({ sub: 'u-1', preferred_username: 'zhangsan', jti: 'j-1', iss: issuer, aud: 'zhengzhi', ...claims })
      .setProtectedHeader({ alg: 'RS256', kid })
      .setIssuedAt(Math.floor(now / 1000))
      .setExpirationTime(Math.floor(now / 1000) + 600)
      .sign(key);
  const me = async (token: string, headers: Record<string, string> = {}) =>
    await api.call('GET /api/v1/me', { token, headers });

  it('says that the keys cannot be had, instead of blaming the user', async () => {
    reachable = false;
    expect(await me(await sign({}))).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    reachable = true;
  });

  it('act as the local account of the same name, with its rights', async () => {
    const answer = await me(await sign({ roles: ['administrator'] }));
    expect(answer).toMatchObject({ status: 200, body: { user: { id: 'zhangsan', role: 'monitor', scope: 'linyi' } } });
    expect(answer.body.space).toBe('live');
  });

  it('enter the rehearsal space by a header', async () => {
    const token = await sign({});
    expect((await me(token, { 'x-zhengzhi-space': 'rehearsal' })).body.space).toBe('rehearsal');
    expect((await me(token, { 'x-zhengzhi-space': 'elsewhere' })).status).toBe(400);
  });

  it('of somebody without an account are forbidden', async () => {
    expect(await me(await sign({ preferred_username: 'wangwu' }))).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    });
    expect((await me(await sign({ preferred_username: { $ne: 1 } } as JWTPayload))).status).toBe(403);
  });

  it('of a disabled account are forbidden, and what was issued before ends at once', async () => {
    const token = await sign({ preferred_username: 'lisi', jti: 'j-2' });
    expect((await me(token)).status).toBe(200);
    const lisi = await api.services.accounts.get('lisi');
    await api.services.accounts.change(lisi, { disabled: true }, 'userChanged', { actor: { id: 'test' } });
    now += 1000;
    await api.services.revocations.revokeUser('lisi', new Date(now));
    expect((await me(token)).status).toBe(401);
    now += 61_000;
    expect((await me(await sign({ preferred_username: 'lisi' }))).status).toBe(403);
  });

  it.each([
    ['for another audience', { aud: 'elsewhere' }],
    ['without an expiry', { exp: undefined }],
  ])('are refused %s', async (_, claims) => {
    const payload = {
      iss: issuer,
      aud: 'zhengzhi',
      preferred_username: 'zhangsan',
      iat: Math.floor(now / 1000),
      ...claims,
    };
    const token = await new SignJWT(payload as JWTPayload)
      .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
      .sign(privateKey);
    expect(await me(token)).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
  });

  it('are refused when signed by somebody else, or with the public key as a shared secret', async () => {
    const stranger = await generateKeyPair('RS256');
    expect((await me(await sign({}, { key: stranger.privateKey }))).status).toBe(401);
    const shared = await new SignJWT({ preferred_username: 'zhangsan', iss: issuer, aud: 'zhengzhi' })
      .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
      .setIssuedAt(Math.floor(now / 1000))
      .setExpirationTime(Math.floor(now / 1000) + 600)
      .sign(new TextEncoder().encode('k1'.repeat(16)));
    expect((await me(shared)).status).toBe(401);
  });

  it('end when they expire', async () => {
    const token = await sign({});
    now += 700_000;
    expect(await me(token)).toMatchObject({ status: 401, body: { code: 'session-expired' } });
  });
});
