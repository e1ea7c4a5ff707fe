import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { endpoints } from '../../api/endpoints.ts';
import { roles } from '../../domain/organisation/actor.ts';
import { startApi, type TestApi } from './support.ts';

const table = endpoints.flatMap((endpoint) =>
  roles.map((role) => ({
    operation: endpoint.operationId,
    role,
    line: `${endpoint.method.toUpperCase()} ${endpoint.path.replaceAll(/\{\w+\}/g, 'x') as '/'}` as const,
    allowed: 'public' in endpoint.access || endpoint.access.roles.includes(role),
    spaces: ('spaces' in endpoint.access && endpoint.access.spaces) || ['live' as const],
  })),
);

describe('access', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi();
    await api.connected;
  });
  afterAll(() => api.stop());

  it('is ruled for every endpoint: open to all, or to roles that exist', () => {
    for (const { operationId, access } of endpoints) {
      const rule = 'public' in access ? access.public : access.roles.length > 0;
      expect({ operationId, rule }).toEqual({ operationId, rule: true });
    }
  });

  it('is open to all where signing in is impossible or the address is the key, and nowhere else', () => {
    const open = endpoints.filter(({ access }) => 'public' in access).map(({ operationId }) => operationId);
    expect(open.sort()).toEqual([
      'castBallotOnline',
      'createAdministrator',
      'createSession',
      'readBallotPaper',
      'readCalendarFeed',
    ]);
  });

  it('is given to nobody in the name of the service itself', () => {
    const system = table.filter(({ role, allowed }) => role === 'system' && allowed).map(({ operation }) => operation);
    expect(system.sort()).toEqual([
      'castBallotOnline',
      'createAdministrator',
      'createSession',
      'readBallotPaper',
      'readCalendarFeed',
    ]);
  });

  it.each(table)('to $operation is $allowed for a $role', async ({ line, role, allowed, spaces }) => {
    const token = await api.tokenFor({ role, duties: ['system', 'security', 'audit'] }, spaces[0] ?? 'live');
    const answer = await api.call(line, { token });
    expect(answer.status).not.toBe(401);
    if (allowed) expect(answer.body?.code).not.toBe('forbidden');
    else expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });

  it.each(endpoints.filter(({ access }) => !('public' in access)))(
    'to $operationId needs a token',
    async ({ method, path }) => {
      const answer = await api.call(`${method.toUpperCase()} ${path.replaceAll(/\{\w+\}/g, 'x') as '/'}`);
      expect(answer).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    },
  );
});
