import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApi, type TestApi } from '../support.ts';

describe('policies and calendars', () => {
  let api: TestApi;
  let token: string;
  beforeAll(async () => {
    api = await startApi();
    token = await api.tokenFor({ role: 'monitor' });
  });
  afterAll(() => api.stop());

  it('lists the localities with what they inherit from', async () => {
    const { body } = await api.call('GET /api/v1/policies', { token });
    expect(body.items).toContainEqual(
      expect.objectContaining({
        locality: 'lanshan',
        level: 'district',
        chain: ['national', 'shandong', 'linyi', 'lanshan'],
      }),
    );
  });

  it('shows every parameter with its source and where it comes from', async () => {
    const answer = await api.call('GET /api/v1/policies/lanshan', { token });
    expect(answer.headers.get('etag')).toBe(`"${answer.body.version}-en"`);
    const parameters = Object.values<Record<string, object>>(answer.body.sections).flatMap((each) =>
      Object.values(each),
    );
    expect(parameters.length).toBeGreaterThan(50);
    for (const parameter of parameters) {
      expect(parameter).toMatchObject({
        title: expect.any(String),
        unit: expect.any(String),
        source: expect.any(String),
        from: expect.any(String),
        change: expect.anything(),
      });
    }
    const origins = new Set(parameters.map((parameter) => (parameter as { from: string }).from));
    expect(origins).toContain('national');
  });

  it('answers a tag that still holds with 304', async () => {
    const { headers } = await api.call('GET /api/v1/policies/linyi', { token });
    const again = await api.call('GET /api/v1/policies/linyi', {
      token,
      // Without it, fetch asks caches for a fresh copy.
      headers: { 'if-none-match': headers.get('etag') ?? '', 'cache-control': 'max-age=0' },
    });
    expect(again.status).toBe(304);
  });

  it.each(['/api/v1/policies/atlantis', '/api/v1/policies/constructor', '/api/v1/calendars/2999'] as const)(
    'answers 404 to %s',
    async (path) => {
      expect(await api.call(`GET ${path}`, { token })).toMatchObject({ status: 404, body: { code: 'not-found' } });
    },
  );

  it('shows the calendar years and their days', async () => {
    const list = await api.call('GET /api/v1/calendars', { token });
    expect(list.body.items).toContainEqual(expect.objectContaining({ year: 2026, status: 'official' }));
    const zh = await api.call('GET /api/v1/calendars/2026', { token, headers: { 'accept-language': 'zh-CN' } });
    expect(zh.body.off).toContainEqual({ from: '2026-10-01', to: '2026-10-07', name: '国庆节' });
    expect(zh.body.work).toContain('2026-10-10');
    expect((await api.call('GET /api/v1/calendars/soon', { token })).status).toBe(400);
  });
});
