import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSetupToken } from '../../../api/users/setupToken.ts';
import { buildUser, password, startApi, type TestApi } from '../support.ts';

const fields = { name: '张三', role: 'reviewer', scope: 'linyi/lanshan', posts: [] };

describe('user administration', () => {
  let api: TestApi;
  let token: string;
  beforeAll(async () => {
    api = await startApi();
    await api.connected;
    await buildUser(api, 'admin', { role: 'administrator', duties: ['security'], scope: 'linyi' });
    token = (await api.call('POST /api/v1/sessions', { body: { username: 'admin', password } })).body.token;
  });
  afterAll(() => api.stop());

  const create = (username: string, body: object = {}) =>
    api.call('POST /api/v1/users', { token, body: { username, ...fields, ...body } });
  const signIn = (username: string, given: string) =>
    api.call('POST /api/v1/sessions', { body: { username, password: given } });

  it('creates an account whose random password has to be changed at the first sign-in', async () => {
    const created = await create('zhang');
    expect(created).toMatchObject({ status: 201, body: { id: 'zhang', mustChangePassword: true, revision: 1 } });
    expect(created.headers.get('location')).toBe('/api/v1/users/zhang');
    const session = await signIn('zhang', created.body.password);
    expect(session.body.user.mustChangePassword).toBe(true);

    const locked = { token: session.body.token };
    expect((await api.call('GET /api/v1/procedures', locked)).status).toBe(403);
    expect((await api.call('GET /api/v1/me', locked)).status).toBe(200);
    const change = { current: created.body.password, password: 'a password of my own' };
    expect(
      (await api.call('PUT /api/v1/me/password', { ...locked, body: { ...change, current: 'x' } })).body.errors,
    ).toEqual([{ pointer: '/current', detail: 'is not your password' }]);
    expect((await api.call('PUT /api/v1/me/password', { ...locked, body: change })).status).toBe(204);
    expect((await api.call('GET /api/v1/me', locked)).status).toBe(401);
    const fresh = await signIn('zhang', 'a password of my own');
    expect((await api.call('GET /api/v1/procedures', { token: fresh.body.token })).status).toBe(200);
  });

  it('never shows a password or its hash', async () => {
    const all = await api.call('GET /api/v1/users', { token });
    expect(all.body.items.length).toBeGreaterThan(0);
    expect(JSON.stringify(all.body)).not.toMatch(/scrypt|"password"/);
  });

  it.each([
    [{ username: 'a b' }, '/username'],
    [{ role: 'system' }, '/role'],
    [{ posts: [{ office: 'nowhere', scope: '*' }] }, '/posts/0/office'],
    [{ scope: 'a//b' }, '/scope'],
    [{ password: 'short' }, '/password'],
  ])('refuses %j', async (body, pointer) => {
    expect(await create('someone', body)).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
  });

  it('refuses a name that is taken, in any capitals', async () => {
    await create('taken');
    expect(await create('Taken')).toMatchObject({ status: 409, body: { code: 'duplicate-id' } });
  });

  it('gives nothing away outside of the administrator’s scope', async () => {
    expect(await create('other', { scope: 'qingdao' })).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    const posts = [{ office: 'taxBureau', scope: '*' }];
    expect((await create('other', { posts })).status).toBe(403);
  });

  it('changes an account only at the revision that was read', async () => {
    await create('li', { password });
    const read = await api.call('GET /api/v1/users/li', { token });
    const put = (ifMatch: string | null, body: object = {}) =>
      api.call('PUT /api/v1/users/li', {
        token,
        body: { ...fields, disabled: false, ...body },
        headers: ifMatch === null ? {} : { 'if-match': ifMatch },
      });
    expect(await put(null)).toMatchObject({ status: 428, body: { code: 'precondition-required' } });
    expect(await put('"9"')).toMatchObject({ status: 412, body: { code: 'revision-conflict' } });
    expect(await put('W/"1"')).toMatchObject({ status: 412 });
    const changed = await put(read.headers.get('etag'), { name: '李四' });
    expect(changed).toMatchObject({ status: 200, body: { name: '李四', revision: 2 } });
    expect(changed.headers.get('etag')).toBe('"2"');
  });

  it('ends the sessions of an account that is disabled, and lets it in no more', async () => {
    await buildUser(api, 'leaver', { scope: 'linyi' });
    const session = await signIn('leaver', password);
    const body = { ...fields, disabled: true };
    await api.call('PUT /api/v1/users/leaver', { token, body, headers: { 'if-match': '"1"' } });
    expect((await api.call('GET /api/v1/me', { token: session.body.token })).status).toBe(401);
    expect(await signIn('leaver', password)).toMatchObject({ status: 401, body: { code: 'invalid-credentials' } });
  });

  it('sets a new password for who lost theirs', async () => {
    await buildUser(api, 'forgetful', { scope: 'linyi' });
    const session = await signIn('forgetful', password);
    const reset = await api.call('POST /api/v1/users/forgetful/password', { token });
    expect(reset.status).toBe(201);
    expect((await api.call('GET /api/v1/me', { token: session.body.token })).status).toBe(401);
    expect((await signIn('forgetful', password)).status).toBe(401);
    expect((await signIn('forgetful', reset.body.password)).body.user.mustChangePassword).toBe(true);
    expect((await api.call('POST /api/v1/users/nobody/password', { token })).status).toBe(404);
  });

  it('lets nobody change their own rights', async () => {
    const body = { ...fields, scope: '*', disabled: false };
    const answer = await api.call('PUT /api/v1/users/admin', { token, body, headers: { 'if-match': '*' } });
    expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });

  it('knows an account however its name is written: own rights stay, and sessions end', async () => {
    const body = { ...fields, role: 'administrator', duties: ['security', 'audit'], scope: 'linyi', disabled: false };
    const own = await api.call('PUT /api/v1/users/Admin', { token, body, headers: { 'if-match': '*' } });
    expect(own).toMatchObject({ status: 403, body: { code: 'forbidden' } });

    await buildUser(api, 'capitals', { scope: 'linyi' });
    const before = await signIn('capitals', password);
    const reset = await api.call('POST /api/v1/users/CAPITALS/password', { token });
    expect(reset.status).toBe(201);
    expect((await api.call('GET /api/v1/me', { token: before.body.token })).status).toBe(401);

    const again = await signIn('capitals', reset.body.password);
    const disabled = { ...fields, disabled: true };
    await api.call('PUT /api/v1/users/Capitals', { token, body: disabled, headers: { 'if-match': '*' } });
    expect((await api.call('GET /api/v1/me', { token: again.body.token })).status).toBe(401);
  });

  it('keeps the duties apart: who administers the system creates no users', async () => {
    const system = await api.tokenFor({ role: 'administrator', duties: ['system', 'audit'] });
    const answer = await api.call('POST /api/v1/users', { token: system, body: { username: 'x', ...fields } });
    expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });

  it('pages through accounts and refuses foreign cursors', async () => {
    const first = await api.call('GET /api/v1/users?limit=2', { token });
    expect(first.body.items).toHaveLength(2);
    const second = await api.call(`GET /api/v1/users?limit=2&cursor=${first.body.next}`, { token });
    const seen = [...first.body.items, ...second.body.items].map(({ id }: { id: string }) => id);
    expect(new Set(seen).size).toBe(4);
    expect(seen).toEqual([...seen].sort());
    for (const query of [`role=reviewer&cursor=${first.body.next}`, 'cursor=abc', 'cursor=WyJhIl0']) {
      expect(await api.call(`GET /api/v1/users?${query}`, { token })).toMatchObject({
        status: 400,
        body: { code: 'invalid-cursor' },
      });
    }
  });

  it('records every change and every refusal in the audit log', async () => {
    await create('audited');
    const monitor = await api.tokenFor({ id: 'curious', role: 'monitor' });
    await api.call('GET /api/v1/users/zhang', { token: monitor });
    await api.services.audit.settled();
    const auditor = await api.tokenFor({ role: 'administrator', duties: ['audit'] });
    const created = await api.call('GET /api/v1/audit-log?what=userCreated&limit=1', { token: auditor });
    expect(created.body.items).toMatchObject([{ subject: 'audited', actor: { id: 'admin', role: 'administrator' } }]);
    const refused = await api.call('GET /api/v1/audit-log?actor=curious', { token: auditor });
    expect(refused.body.items).toMatchObject([
      { what: 'refused', operation: 'getUser', path: '/api/v1/users/zhang', code: 'forbidden', space: 'live' },
    ]);
    expect((await api.call('GET /api/v1/audit-log?actor=a&what=refused', { token: auditor })).body.code).toBe(
      'unsupported-filter',
    );
    expect((await api.call('GET /api/v1/audit-log', { token })).status).toBe(403);
  });

  it('lets the holder of the one-time token create the first administrator, once', async () => {
    const setup = await createSetupToken(api.services.accounts.models, new Date());
    const first = (body: object) =>
      api.call('POST /api/v1/administrators', {
        body: { token: setup, username: 'root', password: 'long enough 1', ...body },
      });
    expect(await first({ token: 'wrong' })).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(await first({})).toMatchObject({ status: 201, body: { id: 'root', role: 'administrator' } });
    expect((await first({ username: 'root2' })).status).toBe(403);
    expect((await signIn('root', 'long enough 1')).status).toBe(201);
  });
});
