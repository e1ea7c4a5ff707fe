import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { pino } from 'pino';
import { endpoints } from '../../api/endpoints.ts';
import { redactedPaths } from '../../api/observability.ts';
import { errorsOf } from '../../api/openapi.ts';
import { errorRegistry } from '../../domain/errors.ts';
import { startApi, type TestApi } from './support.ts';

describe('the service', () => {
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
  afterAll(() => api.stop());

  const logged = () => lines.splice(0).map((line) => JSON.parse(line) as Record<string, unknown>);

  it('says that it is alive and what it can reach', async () => {
    expect(await api.call('GET /healthz')).toMatchObject({ status: 200, body: { status: 'alive' } });
    expect(await api.call('GET /readyz')).toMatchObject({
      status: 200,
      body: { status: 'ready', away: [], parts: { mongodb: 'reachable', temporal: 'reachable' } },
    });
  });

  it('counts requests by declared route, never by URL', async () => {
    const token = await api.tokenFor({});
    await api.call('GET /api/v1/compounds/secret-name', { token });
    await api.call('GET /wp-login.php');
    const { body, headers } = await api.call('GET /metrics');
    expect(headers.get('content-type')).toMatch(/^text\/plain/);
    expect(body).toContain(
      'http_request_duration_seconds_count{method="GET",route="/api/v1/compounds/{id}",status="404"} 1',
    );
    expect(body).toContain('route="none",status="404"');
    expect(body).not.toMatch(/secret-name|wp-login/);
  });

  it('logs every request with its id and route, and neither tokens nor what was searched for', async () => {
    const token = await api.tokenFor({});
    logged();
    await api.call('GET /api/v1/compounds?q=Zhang', { token, headers: { 'x-request-id': 'r-1', cookie: 'a=b' } });
    const entry = logged().find(({ route }) => route === '/api/v1/compounds');
    expect(entry).toMatchObject({ req: { id: 'r-1', method: 'GET', path: '/api/v1/compounds' }, res: { status: 200 } });
    expect(JSON.stringify(entry)).not.toMatch(/Zhang|cookie|Bearer/);
    expect(JSON.stringify(entry)).not.toContain(token);
  });

  it('logs the case a request concerned', async () => {
    const token = await api.tokenFor({});
    logged();
    await api.call('GET /api/v1/cases/rectification:C-01:1', { token });
    expect(logged().find(({ route }) => route === '/api/v1/cases/{id}')).toMatchObject({
      case: 'rectification:C-01:1',
    });
  });

  it('never logs a password, whatever happens to it', async () => {
    logged();
    await api.call('POST /api/v1/sessions', { body: { username: 'x', password: 'hunter2-hunter2' } });
    await api.call('POST /api/v1/sessions', { body: '{"username":"x","password":"hunter2-hunter2"' });
    await api.call('POST /api/v1/sessions', { body: { username: 'x', password: ['hunter2-hunter2'] } });
    const text = JSON.stringify(logged());
    expect(text).toContain('/api/v1/sessions');
    expect(text).not.toContain('hunter2');
  });

  it('lets pages load from itself alone', async () => {
    const { headers } = await api.call('GET /docs');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("style-src 'self' 'unsafe-inline'");
    expect(policy).not.toMatch(/https?:|\*|upgrade-insecure-requests|script-src[^;]*unsafe/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('serves its documentation page without any other host', async () => {
    const page = await api.call('GET /docs');
    const script = await api.call('GET /docs/start.js');
    expect(page.body + script.body).not.toMatch(/https?:\/\//);
    const loaded = [...String(page.body).matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url ?? '');
    expect(loaded.length).toBeGreaterThan(2);
    for (const url of [...loaded, '/api/v1/openapi.json']) {
      expect((await api.call(`GET ${url as '/'}`)).status).toBe(200);
    }
    expect(script.body).toContain('validatorUrl: null');
  });

  describe('describes itself', () => {
    // oxlint-disable-next-line typescript/no-explicit-any -- the document is walked as it comes
    let document: any;
    beforeAll(async () => {
      ({ body: document } = await api.call('GET /api/v1/openapi.json'));
    });

    it('as OpenAPI 3.1, referring to nothing outside of the document', () => {
      expect(document.openapi).toMatch(/^3\.1\./);
      const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(
        ([, reference]) => reference ?? '',
      );
      expect(references.length).toBeGreaterThan(50);
      for (const reference of new Set(references)) {
        const parts = reference.replace('#/', '').split('/');
        expect([reference, parts.reduce((at, part) => at?.[part], document)]).toEqual([reference, expect.anything()]);
      }
      expect(JSON.stringify(document)).not.toContain('$dynamicRef');
    });

    it('with every endpoint under a name of its own', () => {
      const operations = Object.values<Record<string, { operationId: string }>>(document.paths).flatMap((path) =>
        Object.values(path).map(({ operationId }) => operationId),
      );
      expect(operations).toHaveLength(endpoints.length);
      expect(new Set(operations).size).toBe(endpoints.length);
    });

    it('with path parameters that match the path', () => {
      for (const { path, params } of endpoints) {
        const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => String(name));
        expect([path, Object.keys(params.shape).sort()]).toEqual([path, named.sort()]);
      }
    });

    it('with schemas that a JSON Schema 2020-12 validator compiles', () => {
      const ajv = new Ajv2020({ strict: false, validateFormats: false });
      ajv.addSchema({ $id: 'api', components: document.components });
      const text = JSON.stringify(document).replaceAll('"#/components', '"api#/components');
      const { paths } = JSON.parse(text) as { paths: Record<string, Record<string, Operation>> };
      let compiled = 0;
      for (const operation of Object.values(paths).flatMap((each) => Object.values(each))) {
        for (const schema of schemasOf(operation)) {
          ajv.compile(schema);
          compiled += 1;
        }
      }
      expect(compiled).toBeGreaterThan(100);
    });

    it('with every refusal an endpoint may give', () => {
      for (const endpoint of endpoints) {
        const { responses } = document.paths[endpoint.path][endpoint.method];
        for (const code of errorsOf(endpoint)) {
          const response = responses[String(errorRegistry[code].status)];
          expect(response.description).toContain(code);
          expect(Object.keys(response.content)).toEqual(['application/problem+json']);
        }
      }
    });
  });
});

interface Content {
  content?: Record<string, { schema?: object }>;
}
interface Operation {
  parameters: { schema: object }[];
  requestBody?: Content;
  responses: Record<string, Content>;
}

function schemasOf({ parameters, requestBody, responses }: Operation): object[] {
  const contents = [requestBody, ...Object.values(responses)].flatMap((each) => Object.values(each?.content ?? {}));
  return [...parameters, ...contents].flatMap(({ schema }) => (schema ? [schema] : []));
}
