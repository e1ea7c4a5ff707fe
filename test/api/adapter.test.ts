import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import { z } from 'zod';
import { endpoint, everyone } from '../../api/endpoint.ts';
import { Refusal } from '../../domain/errors.ts';
import { startApi, type TestApi } from './support.ts';

const tag = 'test';
const live = new PassThrough();
const throwing = (name: string, error: () => Error) =>
  endpoint({
    method: 'get',
    path: `/api/v1/test/${name}`,
    operationId: `test-${name}`,
    tag,
    summary: name,
    access: { public: true },
    responses: { 200: z.string() },
    handler: async () => {
      throw error();
    },
  });

/** As gRPC numbers it. */
const noAnswer = { cancelled: 1, 'deadline-exceeded': 4, unavailable: 14 };
const probes = [
  endpoint({
    method: 'post',
    path: '/api/v1/test/things/{id}',
    operationId: 'test-post',
    tag,
    summary: 'Echo',
    access: { roles: ['coordinator'] },
    params: z.strictObject({ id: z.string().regex(/^[a-z]{1,10}$/) }),
    query: z.strictObject({ dryRun: z.stringbool().optional(), n: z.coerce.number().int().max(9).optional() }),
    body: z.strictObject({ name: z.string().min(2), tags: z.array(z.string()).optional() }),
    responses: { 201: z.strictObject({ id: z.string(), name: z.string(), dryRun: z.boolean() }) },
    handler: async ({ params, query, body }) => ({
      status: 201,
      body: { id: params.id, name: body.name, dryRun: query.dryRun ?? false },
    }),
  }),
  endpoint({
    method: 'get',
    path: '/api/v1/test/things/all',
    operationId: 'test-all',
    tag,
    summary: 'A literal path beside a parameter',
    access: { roles: everyone },
    responses: { 200: z.strictObject({ requestId: z.string(), language: z.string() }) },
    handler: async ({ requestId, language }) => ({ status: 200, body: { requestId, language } }),
  }),
  endpoint({
    method: 'put',
    path: '/api/v1/test/kept',
    operationId: 'test-put',
    tag,
    summary: 'Needs both headers',
    access: { public: true },
    idempotent: 'required',
    ifMatch: 'required',
    responses: { 204: null },
    handler: async ({ idempotencyKey, ifMatch }) => ({
      status: 204,
      headers: { 'X-Seen': `${idempotencyKey} ${ifMatch}` },
    }),
  }),
  endpoint({
    method: 'get',
    path: '/api/v1/test/undeclared',
    operationId: 'test-undeclared',
    tag,
    summary: 'Answers otherwise than it says',
    access: { public: true },
    responses: { 200: z.strictObject({ a: z.string() }) },
    handler: async () => ({ status: 200, body: JSON.parse('{"a":1}') as { a: string } }),
  }),
  endpoint({
    method: 'get',
    path: '/api/v1/test/rehearsal',
    operationId: 'test-rehearsal',
    tag,
    summary: 'Rehearsal only',
    access: { roles: everyone, spaces: ['rehearsal'] },
    responses: { 204: null },
    handler: async () => ({ status: 204 }),
  }),
  endpoint({
    method: 'get',
    path: '/api/v1/test/live',
    operationId: 'test-live',
    tag,
    summary: 'Server-sent events',
    access: { public: true },
    responses: { 200: { mediaTypes: ['text/event-stream'], description: 'Events' } },
    handler: async () => ({ status: 200, mediaType: 'text/event-stream', stream: live, live: true }),
  }),
  endpoint({
    method: 'post',
    path: '/api/v1/test/upload',
    operationId: 'test-upload',
    tag,
    summary: 'A file',
    access: { public: true },
    upload: { mediaTypes: ['text/csv'], description: 'A table' },
    responses: { 200: z.strictObject({ bytes: z.int() }) },
    handler: async ({ raw }) => {
      let bytes = 0;
      for await (const chunk of raw) bytes += (chunk as Buffer).length;
      return { status: 200, body: { bytes } };
    },
  }),
  throwing('bug', () => new TypeError('the password is hunter2')),
  throwing(
    'refused',
    () => new Refusal('four-eyes', { zh: '是您写的', en: 'You wrote it' }, [{ pointer: '/a', detail: 'b', zh: '乙' }]),
  ),
  throwing(
    'case-refusal',
    () =>
      new Error('Workflow Update failed', {
        cause: ApplicationFailure.nonRetryable('only the street', 'office-required', [
          { pointer: '/stage', detail: 'x' },
        ]),
      }),
  ),
  ...Object.entries(noAnswer).map(([name, code]) =>
    throwing(name, () => Object.assign(new Error(name), { code, details: name, metadata: {} })),
  ),
  throwing('case-bug', () => new Error('x', { cause: ApplicationFailure.nonRetryable('boom', 'TypeError') })),
];

describe('the adapter', () => {
  let api: TestApi;
  let token: string;
  beforeAll(async () => {
    api = await startApi({ endpoints: probes });
    token = await api.tokenFor({ role: 'coordinator' });
  });
  afterAll(() => api.stop());

  const post = '/api/v1/test/things/abc';

  it('hands the parsed request to the handler and sends what it returns', async () => {
    const answer = await api.call(`POST ${post}?dryRun=true`, { token, body: { name: 'Ab' } });
    expect(answer).toMatchObject({ status: 201, body: { id: 'abc', name: 'Ab', dryRun: true } });
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it.each(Object.keys(noAnswer))('says that Temporal is away when a call to it ends %s', async (name) => {
    const answer = await api.call(`GET /api/v1/test/${name}`);
    expect(answer).toMatchObject({
      status: 503,
      body: { code: 'unavailable', detail: expect.stringContaining('Temporal cannot be reached') },
    });
  });

  it('answers every refusal as problem details', async () => {
    const answer = await api.call('GET /api/v1/test/refused', { headers: { 'x-request-id': 'my-id.1' } });
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(answer.headers.get('x-request-id')).toBe('my-id.1');
    expect(answer.status).toBe(403);
    expect(answer.body).toEqual({
      type: 'urn:zhengzhi:problem:four-eyes',
      title: 'Nobody signs off what they submitted',
      status: 403,
      detail: 'You wrote it',
      code: 'four-eyes',
      instance: '/api/v1/test/refused',
      requestId: 'my-id.1',
      errors: [{ pointer: '/a', detail: 'b' }],
    });
  });

  it('does not take over a request id that could forge log lines', async () => {
    const answer = await api.call('GET /api/v1/test/refused', { headers: { 'x-request-id': 'a b"c' } });
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each([
    ['without a token', {}, 'unauthenticated', 401],
    ['with a forged token', { token: 'a.b.c' }, 'unauthenticated', 401],
    ['with another scheme', { headers: { authorization: 'Basic eDp5' } }, 'unauthenticated', 401],
  ])('refuses a call %s', async (_, options, code, status) => {
    const answer = await api.call(`POST ${post}`, { ...options, body: { name: 'Ab' } });
    expect(answer).toMatchObject({ status, body: { code, status } });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('refuses a role that the endpoint is not for', async () => {
    const monitor = await api.tokenFor({ role: 'monitor' });
    const answer = await api.call(`POST ${post}`, { token: monitor, body: { name: 'Ab' } });
    expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });

  it('offers an endpoint of the rehearsal space there only', async () => {
    const rehearsal = await api.tokenFor({}, 'rehearsal');
    expect((await api.call('GET /api/v1/test/rehearsal', { token })).status).toBe(403);
    expect((await api.call('GET /api/v1/test/rehearsal', { token: rehearsal })).status).toBe(204);
  });

  it.each([
    ['unknown-parameter', 400, `${post}?x=1`, { name: 'Ab' }, {}],
    ['malformed-request', 400, `${post}?n=10`, { name: 'Ab' }, {}],
    ['malformed-request', 400, `${post}?n=1&n=2`, { name: 'Ab' }, {}],
    ['malformed-request', 400, '/api/v1/test/things/ABC', { name: 'Ab' }, {}],
    ['malformed-request', 400, '/api/v1/test/things/%E0%A4%A', { name: 'Ab' }, {}],
    ['malformed-request', 400, post, '{"name":', {}],
    ['invalid-input', 422, post, '"text"', {}],
    ['invalid-input', 422, post, undefined, {}],
    ['unsupported-media-type', 415, post, '<a/>', { 'content-type': 'application/xml' }],
    ['unsupported-media-type', 415, post, 'name=x', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['unsupported-media-type', 415, post, '{}', { 'content-type': 'application/json; charset=gb2312' }],
    ['unsupported-media-type', 415, post, '{}', { 'content-encoding': 'lzma' }],
    ['not-acceptable', 406, post, { name: 'Ab' }, { accept: 'image/png' }],
    ['payload-too-large', 413, post, { name: 'x'.repeat(3_000_000) }, {}],
  ])('answers %s (%i) to %s', async (code, status, path, body, headers) => {
    const answer = await api.call(`POST ${path as `/${string}`}`, { token, body, headers });
    expect(answer).toMatchObject({ status, body: { code, status } });
  });

  it('names every bad field by a JSON pointer', async () => {
    const answer = await api.call(`POST ${post}`, { token, body: { name: 'A', tags: ['x', 5], more: 1 } });
    expect(answer.status).toBe(422);
    expect(answer.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(['/name', '/tags/1', '']);
  });

  it('speaks Chinese unless English is asked for; says what is wrong in Chinese to who asks for it', async () => {
    const body = { name: 'A' };
    const zh = await api.call(`POST ${post}`, { token, body, headers: { 'accept-language': '*' } });
    const console = await api.call(`POST ${post}`, { token, body, headers: { 'accept-language': 'zh-CN' } });
    expect(console.body.errors[0].detail).toMatch(/[\u4e00-\u9fff]/);
    expect(console.body.errors[0]).not.toHaveProperty('zh');
    const en = await api.call(`POST ${post}`, { token, body, headers: { 'accept-language': 'en-GB,zh;q=0.5' } });
    expect(zh.body.title).toBe('填写的内容有误');
    expect(zh.body.errors[0].detail).not.toMatch(/[\u4e00-\u9fff]/);
    expect(en.body.title).toBe('The input has errors');
    expect(en.headers.get('content-language')).toBe('en');
  });

  it.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS'])(
    'answers 405 with Allow to %s, before looking at the token or the body',
    async (method) => {
      const answer = await api.call(`${method} ${post as '/'}`, { headers: { 'content-type': 'text/plain' } });
      expect(answer).toMatchObject({ status: 405, body: { code: 'method-not-allowed' } });
      expect(answer.headers.get('allow')).toBe('POST');
    },
  );

  it('takes a literal path before a parameter', async () => {
    const answer = await api.call('GET /api/v1/test/things/all', { token });
    expect(answer).toMatchObject({ status: 200, body: { language: 'en' } });
    expect((await api.call('POST /api/v1/test/things/all', { token, body: {} })).headers.get('allow')).toBe(
      'GET, HEAD',
    );
  });

  it('answers 404 where there is nothing', async () => {
    expect(await api.call('GET /api/v1/nothing')).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect(await api.call('POST /elsewhere')).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });

  it.each([
    [{}, 'idempotency-key-required', 400],
    [{ 'idempotency-key': 'k1' }, 'precondition-required', 428],
    [{ 'idempotency-key': 'a b' }, 'malformed-request', 400],
    [{ 'idempotency-key': 'x'.repeat(201) }, 'malformed-request', 400],
  ])('refuses headers %j with %s', async (headers, code, status) => {
    expect(await api.call('PUT /api/v1/test/kept', { headers })).toMatchObject({ status, body: { code } });
  });

  it('hands the idempotency key and If-Match to the handler', async () => {
    const answer = await api.call('PUT /api/v1/test/kept', { headers: { 'idempotency-key': 'k1', 'if-match': '"3"' } });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('x-seen')).toBe('k1 "3"');
  });

  it('calls a bug an internal error and says nothing of it', async () => {
    const answer = await api.call('GET /api/v1/test/bug');
    expect(answer).toMatchObject({ status: 500, body: { code: 'internal-error', detail: 'Internal error' } });
    expect(JSON.stringify(answer.body)).not.toContain('hunter2');
    expect((await api.call('GET /api/v1/test/case-bug')).status).toBe(500);
  });

  it('passes on what a case refused', async () => {
    expect(await api.call('GET /api/v1/test/case-refusal')).toMatchObject({
      status: 403,
      body: { code: 'office-required', detail: 'only the street', errors: [{ pointer: '/stage', detail: 'x' }] },
    });
  });

  it('holds handlers to the replies they declare', async () => {
    expect((await api.call('GET /api/v1/test/undeclared')).status).toBe(500);
  });

  it('gives a handler its upload unread, and refuses other types', async () => {
    const csv = { 'content-type': 'text/csv' };
    expect(await api.call('POST /api/v1/test/upload', { body: 'a,b\n', headers: csv })).toMatchObject({
      status: 200,
      body: { bytes: 4 },
    });
    expect((await api.call('POST /api/v1/test/upload', { body: {} })).status).toBe(415);
  });

  it('streams live events and notices when the client leaves', async () => {
    const leaving = new AbortController();
    const response = await fetch(`${api.base}/api/v1/test/live`, { signal: leaving.signal });
    live.write('data: 1\n\n');
    const reader = response.body?.getReader();
    const chunk = await reader?.read();
    expect(new TextDecoder().decode(chunk?.value)).toBe('data: 1\n\n');
    expect(api.services.liveStreams.size).toBe(1);
    const closed = new Promise((resolve) => {
      live.once('close', resolve);
    });
    leaving.abort();
    await closed;
    expect(api.services.liveStreams.size).toBe(0);
  });
});
