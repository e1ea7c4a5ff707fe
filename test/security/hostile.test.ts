import { Writable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { z } from 'zod';
import type { Endpoint } from '../../api/endpoint.ts';
import { endpoints } from '../../api/endpoints.ts';
import { redactedPaths } from '../../api/observability.ts';
import { openApiDocument } from '../../api/openapi.ts';
import { dateCell, decimalCell, monthCell, wholeNumberCell } from '../../api/tables/cells.ts';
import type { Actor } from '../../domain/organisation/actor.ts';
import { type Answer, buildUser, password, startApi, type TestApi } from '../api/support.ts';
import { accessRules, callers } from './accessRules.ts';

const ruled = new Map(accessRules.flatMap(({ may, call }) => call.map((operation) => [operation, may] as const)));

/** Somebody to whom an endpoint answers. */
function callerOf({ operationId }: Endpoint): Partial<Actor> {
  const may = ruled.get(operationId);
  const [first = 'coordinator' as const] = may === 'anybody' || may === undefined ? [] : may;
  return callers[first];
}

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
});
beforeEach(() => void lines.splice(0));
afterAll(() => api?.stop());

interface Sent {
  /** In the place of every parameter of the path, as it stands in an address. */
  id?: string;
  query?: string;
  body?: unknown;
}

/** Asks as somebody who may. What would act on that alone is offered nothing that it has. */
async function send(endpoint: Endpoint, { id = 'x', query = '', body }: Sent): Promise<Answer> {
  const { method, path, operationId } = endpoint;
  const address = `${path.replaceAll(/\{\w+\}/g, id)}${query}`;
  return await api.call(`${method.toUpperCase()} ${address as '/'}`, {
    token: await api.tokenFor(callerOf(endpoint)),
    headers: {
      'idempotency-key': 'hostile-input',
      'if-match': '*',
      ...(operationId === 'takeAnchor' && { accept: 'image/x-none' }),
    },
    ...(body !== undefined && { body }),
  });
}

const withPath = endpoints.filter(({ path }) => path.includes('{'));
const withBody = endpoints.filter(({ body }) => body !== undefined);
const withQuery = endpoints.filter(({ query }) => Object.keys(query.shape).length > 0);

describe('in an address', () => {
  it.each(withPath)(
    '$operationId takes paths, operators and control characters for names that nothing has',
    async (endpoint) => {
      const ids = [
        '..%2F..%2F..%2Fetc%2Fpasswd',
        '%252e%252e',
        '%00',
        '%0d%0aSet-Cookie:%20x=y',
        '%7B%22%24ne%22:null%7D',
        '$where',
      ];
      for (const id of [...ids, '__proto__', 'constructor', '%F0%9D%95%8F', 'a'.repeat(3000)]) {
        const { status, headers } = await send(endpoint, { id, body: endpoint.body && {} });
        expect([id, status]).toEqual([id, expect.any(Number)]);
        expect(status === 405 || (status >= 400 && status < 500) ? 'refused' : `${status} to ${id}`).toBe('refused');
        expect(headers.getSetCookie()).toEqual([]);
      }
    },
  );

  it.each(withQuery)(
    '$operationId refuses operators of the database and names that every object has',
    async (endpoint) => {
      const [name = ''] = Object.keys(endpoint.query.shape);
      for (const query of [`?${name}[$ne]=x`, `?${name}[]=x`, '?$where=1', '?__proto__[admin]=1', '?constructor=1']) {
        const { status } = await send(endpoint, { query, body: endpoint.body && {} });
        expect([query, status]).toEqual([query, 400]);
      }
    },
  );

  it.each([
    '/docs/assets/..%2f..%2fpackage.json',
    '/docs/assets/%2e%2e/%2e%2e/package.json',
    '/..%2fpackage.json',
    '/assets/..%2f..%2fconfig.ts',
    '/api/v1/..%2f..%2fconfig.ts',
    '//etc/passwd',
  ])('%s leads to no file outside of what is served', async (path) => {
    const { body } = await api.call(`GET ${path as '/'}`);
    expect(JSON.stringify(body)).not.toMatch(/"dependencies|mongodb|root:/);
  });
});

describe('in a body', () => {
  it.each(withBody)('$operationId refuses members that would change what every object is', async (endpoint) => {
    const members = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}';
    const { status } = await send(endpoint, { body: members });
    expect([400, 401, 404, 422]).toContain(status);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it.each(withBody)('$operationId takes no operator of the database where it asks for a value', async (endpoint) => {
    const schema = z.toJSONSchema(endpoint.body as z.ZodType, {
      unrepresentable: 'any',
      io: 'input',
      reused: 'inline',
    });
    const named = JSON.stringify(schema).match(/"properties":\{"(\w+)"/)?.[1] ?? 'x';
    for (const operator of [{ $ne: null }, { $gt: '' }, { $regex: '.*' }, { $where: 'sleep(1000)' }]) {
      const { status } = await send(endpoint, { body: { [named]: operator } });
      expect(status >= 400 && status < 500 ? 'refused' : [operator, status]).toBe('refused');
    }
  });
});

describe('names that a document of the database might not have', () => {
  it.each(['$set', '$ne', 'a.b', '.', '', '__proto__', 'constructor', '_id', 'x'.repeat(60), '\u0001', 'a\u0000b'])(
    'are kept as they are, or refused: %j',
    async (name) => {
      const token = await api.tokenFor({});
      const query = `{"${JSON.stringify(name).slice(1, -1)}":"1"}`;
      const made = await api.call('POST /api/v1/views', {
        token,
        body: `{"name":"x","page":"cases","shared":null,"query":${query}}`,
      });
      expect([201, 422]).toContain(made.status);
      if (made.status === 422) return;
      expect(JSON.stringify(made.body.query)).toBe(query);
      const body = `{"name":"y","shared":null,"query":${query}}`;
      const changed = await api.call(`PUT /api/v1/views/${made.body.id}`, { token, body });
      expect([changed.status, JSON.stringify(changed.body.query)]).toEqual([200, query]);
    },
  );
});

describe('text made to keep a pattern busy', () => {
  const patterns = new Set<string>();
  const collect = (schema: unknown): void => {
    if (typeof schema !== 'object' || schema === null) return;
    if ('pattern' in schema && typeof schema.pattern === 'string') patterns.add(schema.pattern);
    for (const each of Object.values(schema)) collect(each);
  };
  collect(openApiDocument(endpoints));

  it('is judged at once by every pattern that the API has for what is sent', () => {
    expect(patterns.size).toBeGreaterThan(15);
    const ends = ['', '!', '\n', '\u0000'];
    for (const pattern of patterns) {
      const expression = new RegExp(pattern, 'u');
      // A pattern that goes back over what it has read would take hours for these, and the test would run out of its time.
      for (const part of ['a', '0', '-', '/', '.', ' ', '中', 'a-', 'a/', '0.', 'a.b@', '2026-']) {
        for (const end of ends) expect(typeof expression.test(part.repeat(50_000) + end)).toBe('boolean');
      }
    }
  });

  it.each([
    ['a month', monthCell],
    ['a day', dateCell],
    ['a whole number', wholeNumberCell(0, 9)],
    ['a decimal number', decimalCell(2, 9)],
  ] as const)('is judged at once by a cell of a table that is %s', (_, cell) => {
    for (const text of [`2026${' '.repeat(5_000_000)}x`, `2026-1${' '.repeat(5_000_000)}x`, '1,'.repeat(5_000_000)]) {
      expect(cell.safeParse(text).success).toBe(false);
    }
  });
});

describe('the log', () => {
  it('has one whole line for each entry, whatever is put into addresses, headers and names', async () => {
    const forged = '\n{"level":60,"msg":"forged"}\r\n';
    await api.call(`GET /api/v1/compounds/${encodeURIComponent(forged)}`, { token: await api.tokenFor({}) });
    await api.call('GET /api/v1/compounds?q=%0A%7B%22level%22:60%7D', { token: await api.tokenFor({}) });
    await api.call('POST /api/v1/sessions', { body: { username: forged, password } });
    await api.call('GET /api/v1/me', { headers: { 'user-agent': 'x"}{"level":60', 'x-request-id': 'a{"level":60}' } });
    const entries = lines.flatMap((line) => line.split('\n')).filter((line) => line !== '');
    expect(entries.length).toBeGreaterThanOrEqual(4);
    for (const entry of entries)
      expect(JSON.parse(entry)).toMatchObject({ level: expect.any(Number), time: expect.any(Number) });
    expect(entries.filter((entry) => JSON.parse(entry).msg === 'forged')).toEqual([]);
  });

  it('holds no secret, of whatever kind, that was handed in or out', async () => {
    await buildUser(api, 'keeper', { role: 'administrator', duties: ['system', 'security'], scope: '*' });
    const session = await api.call('POST /api/v1/sessions', { body: { username: 'keeper', password } });
    const token = String(session.body.token);
    const secrets = [
      password,
      token,
      ...session.headers.getSetCookie().map((cookie) => cookie.split(';')[0]?.slice(20) ?? ''),
    ];
    const cookie = session.headers
      .getSetCookie()
      .map((each) => each.split(';')[0])
      .join('; ');

    const fields = { name: '示例', role: 'reviewer', scope: '*', posts: [] };
    const user = await api.call('POST /api/v1/users', { token, body: { username: 'new', ...fields } });
    const reset = await api.call('POST /api/v1/users/new/password', { token });
    const hook = { name: '示例', format: 'standard', kinds: ['red'], place: '*', language: 'zh', enabled: true };
    const webhook = await api.call('POST /api/v1/webhooks', {
      token,
      body: { ...hook, url: 'https://example.com/?key=of-the-robot' },
    });
    const rotated = await api.call(`POST /api/v1/webhooks/${webhook.body.id}/secret`, { token });
    const coordinator = await api.tokenFor({});
    const feed = await api.call('POST /api/v1/calendar-feeds', {
      token: coordinator,
      body: { office: 'housingBureau' },
    });
    await api.call(`GET ${new URL(feed.body.url).pathname as '/'}`);
    await api.call('GET /api/v1/me', { headers: { cookie } });
    const body = { current: password, password: 'another long password' };
    const changed = await api.call('PUT /api/v1/me/password', { headers: { cookie, 'x-zhengzhi-request': '1' }, body });
    await api.call('POST /api/v1/administrators', {
      body: { token: 'one-time-token-guessed', username: 'first', password: 'a password of the first' },
    });

    expect([user, reset, webhook, rotated, feed, changed].map(({ status }) => status)).toEqual([
      201, 201, 201, 200, 201, 204,
    ]);
    secrets.push(user.body.password, reset.body.password, 'of-the-robot', webhook.body.secret, rotated.body.secret);
    secrets.push(
      String(feed.body.url).split('/').at(-1) ?? '',
      'another long password',
      'one-time-token-guessed',
      'a password of the first',
    );
    const known = secrets.filter((secret) => secret.length >= 8);
    expect(known.length).toBeGreaterThanOrEqual(11);
    const text = lines.join('');
    expect(text).toContain('/api/v1/webhooks');
    expect(known.filter((secret) => text.includes(secret))).toEqual([]);
  });
});

describe('the audit log', () => {
  it('can be added to and read, and nothing else', async () => {
    expect(Object.keys(api.services.audit).sort()).toEqual(['append', 'find', 'record', 'settled']);
    const token = await api.tokenFor({ role: 'administrator', duties: ['system', 'security', 'audit'] });
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      expect((await api.call(`${method} /api/v1/audit-log`, { token })).status).toBe(405);
      expect((await api.call(`${method} /api/v1/audit-log/x`, { token })).status).toBe(404);
    }
  });
});
