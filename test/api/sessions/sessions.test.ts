import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildUser, password, startApi, type TestApi } from '../support.ts';

const withHeader = { 'x-zhengzhi-request': '1' };

/** The Cookie header a browser would send after this answer. */
function cookieOf(headers: Headers): string {
  return headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .filter((pair) => !pair?.endsWith('='))
    .join('; ');
}

describe('signing in', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi();
    await api.connected;
    await buildUser(api, 'reviewer1', {
      role: 'reviewer',
      posts: [{ office: 'housingBureau', scope: 'linyi/lanshan' }],
      scope: 'linyi/lanshan',
    });
  });
  afterAll(() => api.stop());

  const signIn = (body: object, headers = {}) => api.call('POST /api/v1/sessions', { body, headers });

  it('gives a token that names user, offices and space', async () => {
    const answer = await signIn({ username: 'reviewer1', password });
    expect(answer).toMatchObject({
      status: 201,
      body: {
        space: 'live',
        user: {
          id: 'reviewer1',
          role: 'reviewer',
          posts: [{ office: 'housingBureau', title: 'Housing bureau', scope: 'linyi/lanshan' }],
          mustChangePassword: false,
        },
      },
    });
    const me = await api.call('GET /api/v1/me', { token: answer.body.token });
    expect(me).toMatchObject({ status: 200, body: { user: { id: 'reviewer1' }, space: 'live' } });
    expect(me.body.permitted).toContain('listProcedures');
    expect(me.body.permitted).not.toContain('listUsers');
  });

  it('enters the rehearsal space when asked to', async () => {
    const { body } = await signIn({ username: 'reviewer1', password, space: 'rehearsal' });
    expect((await api.call('GET /api/v1/me', { token: body.token })).body.space).toBe('rehearsal');
  });

  it('does not mind capitals in the user name', async () => {
    expect(await signIn({ username: 'Reviewer1', password })).toMatchObject({
      status: 201,
      body: { user: { id: 'reviewer1' } },
    });
  });

  it.each([
    ['a wrong password', 'reviewer1', 'wrong password'],
    ['an unknown user', 'nobody', password],
  ])('answers %s alike', async (_, username, given) => {
    const answer = await signIn({ username, password: given });
    expect(answer).toMatchObject({ status: 401, body: { code: 'invalid-credentials' } });
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  it.each([
    [{ username: 'reviewer1' }, '/password'],
    [{ username: 'reviewer1', password, space: 'elsewhere' }, '/space'],
    [{ username: { $ne: null }, password }, '/username'],
  ])('refuses %j with the field that is wrong', async (body, pointer) => {
    const answer = await signIn(body);
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid-input', errors: [{ pointer }] } });
  });

  it('hands browsers a cookie that scripts cannot read, and marks it Secure behind https', async () => {
    const plain = await signIn({ username: 'reviewer1', password });
    const [cookie] = plain.headers.getSetCookie();
    expect(cookie).toMatch(/^zhengzhi_session0=.+; Max-Age=43(200|1\d\d); Path=\/; HttpOnly; SameSite=Lax$/);
    const secure = await signIn({ username: 'reviewer1', password }, { 'x-forwarded-proto': 'https' });
    expect(secure.headers.getSetCookie()[0]).toMatch(/; Secure$/);
  });

  it('asks a cookie session for the custom header on writes, and on writes only', async () => {
    const cookie = cookieOf((await signIn({ username: 'reviewer1', password })).headers);
    expect((await api.call('GET /api/v1/me', { headers: { cookie } })).status).toBe(200);
    const refused = await api.call('DELETE /api/v1/sessions/current', { headers: { cookie } });
    expect(refused).toMatchObject({ status: 403, body: { code: 'csrf-header-missing' } });
    const signedOut = await api.call('DELETE /api/v1/sessions/current', { headers: { cookie, ...withHeader } });
    expect(signedOut.status).toBe(204);
    expect(signedOut.headers.getSetCookie()[0]).toMatch(/^zhengzhi_session0=; Max-Age=0/);
  });

  it('ends a session for good at sign-out, and only that one', async () => {
    const [first, second] = [
      await signIn({ username: 'reviewer1', password }),
      await signIn({ username: 'reviewer1', password }),
    ];
    expect((await api.call('DELETE /api/v1/sessions/current', { token: first.body.token })).status).toBe(204);
    const after = await api.call('GET /api/v1/me', { token: first.body.token });
    expect(after).toMatchObject({ status: 401, body: { code: 'session-expired' } });
    expect((await api.call('GET /api/v1/me', { token: second.body.token })).status).toBe(200);
  });

  it('is possible with a cookie that has expired', async () => {
    const { headers } = await signIn({ username: 'reviewer1', password });
    const cookie = cookieOf(headers);
    await api.call('DELETE /api/v1/sessions/current', { headers: { cookie, ...withHeader } });
    expect((await signIn({ username: 'reviewer1', password }, { cookie })).status).toBe(201);
  });

  it('hears of sessions that another process ended', async () => {
    const { body } = await signIn({ username: 'reviewer1', password });
    const { jti } = await api.services.tokens.verify(body.token);
    await api.services.accounts.models.revocations.collection.insertOne({
      _id: `session:${jti}`,
      expiresAt: new Date(Date.now() + 3_600_000),
    } as never);
    expect((await api.call('GET /api/v1/me', { token: body.token })).status).toBe(200);
    await api.services.revocations.refresh();
    expect((await api.call('GET /api/v1/me', { token: body.token })).status).toBe(401);
  });

  it('carries a user of very many posts in several cookies, each small enough for a browser', async () => {
    const posts = Array.from({ length: 40 }, (_, index) => ({
      office: 'streetPartyWorkingCommittee' as const,
      scope: `linyi/lanshan/street-number-${index}/community-number-${index}`,
    }));
    await buildUser(api, 'many', { role: 'reviewer', posts });
    const { headers } = await signIn({ username: 'many', password });
    for (const cookie of headers.getSetCookie()) expect(cookie.length).toBeLessThan(4096);
    const me = await api.call('GET /api/v1/me', { headers: { cookie: cookieOf(headers) } });
    expect(me.body.user.posts).toHaveLength(40);
  });

  it('slows down who guesses passwords, and says for how long', async () => {
    await buildUser(api, 'guessed', {});
    const guess = (given: string) =>
      signIn({ username: 'guessed', password: given }, { 'x-forwarded-for': '192.0.2.7' });
    const statuses = [];
    for (let n = 0; n < 11; n += 1) statuses.push((await guess(`guess number ${n}`)).status);
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429]);
    const refused = await guess(password);
    expect(refused).toMatchObject({ status: 429, body: { code: 'too-many-requests' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await signIn({ username: 'guessed', password }, { 'x-forwarded-for': '192.0.2.8' })).status).toBe(201);
  });

  it('does not count sign-ins that succeed', async () => {
    await buildUser(api, 'frequent', {});
    for (let n = 0; n < 12; n += 1) {
      expect((await signIn({ username: 'frequent', password })).status).toBe(201);
    }
  });

  it('expires', async () => {
    let now = Date.now();
    const clocked = await startApi({ clock: () => new Date(now) });
    const token = await clocked.tokenFor({});
    expect((await clocked.call('GET /api/v1/me', { token })).status).toBe(200);
    now += 12 * 3_600_000 + 1000;
    expect(await clocked.call('GET /api/v1/me', { token })).toMatchObject({
      status: 401,
      body: { code: 'session-expired' },
    });
    await clocked.stop();
  });

  it('does not accept tokens signed with another secret or none', async () => {
    const token = await api.tokenFor({});
    const [header, payload] = token.split('.');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    expect((await api.call('GET /api/v1/me', { token: `${header}.${payload}.AAAA` })).status).toBe(401);
    expect((await api.call('GET /api/v1/me', { token: `${none}.${payload}.` })).status).toBe(401);
  });

  it('is in the audit log, with failures', async () => {
    await signIn({ username: 'reviewer1', password: 'not the password' });
    await api.services.audit.settled();
    const token = await api.tokenFor({ role: 'administrator', duties: ['audit'] });
    const { body } = await api.call('GET /api/v1/audit-log?what=signInFailed&limit=1', { token });
    expect(body.items).toMatchObject([{ what: 'signInFailed', actor: { id: 'reviewer1' }, address: '127.0.0.1' }]);
    expect(JSON.stringify(body)).not.toContain('not the password');
  });
});
