import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { coordinator, office } from '../../support/cases.ts';
import { until } from '../../support/until.ts';
import { type CaseApi, nomination, startCaseApi } from '../cases/bench.ts';

let api: CaseApi;
beforeAll(async () => {
  api = await startCaseApi();
});
afterAll(() => api.stopAll());

interface Listed {
  event: number;
  template: string;
  number: string | null;
  superseded: boolean;
  href: string;
}

const listed = async (id: string): Promise<Listed[]> =>
  (await api.as(coordinator, `GET /api/v1/cases/${id}/documents`)).body.items;
const page = (href: string, lang = 'zh', by = coordinator) => api.as(by, `GET /${href.slice(1)}&lang=${lang}`);

/** A rectification whose task force has been gazetted; its team is as nominated at the start. */
async function gazetted(team = nomination): Promise<{ id: string; document: Listed }> {
  const id = await api.open({ input: { route: 'manual', baselineMonthlyComplaints: 4, team } });
  for (const seat of ['leader', 'redSecretary', 'department1']) {
    await api.decide(id, `acceptance#1.${seat}`, 'accept');
  }
  await api.decide(id, 'gazette', 'publish');
  await until(async () => (await listed(id)).length === 1);
  const [document] = await listed(id);
  return { id, document: document as Listed };
}

describe('the documents of a case', () => {
  it('are listed, and numbered by their first reading, once', async () => {
    const { id, document } = await gazetted();
    expect(document).toMatchObject({ template: 'taskForceGazette', number: null, superseded: false });
    const readings = await Promise.all([page(document.href), page(document.href), page(document.href, 'en')]);
    expect(readings.map(({ status }) => status)).toEqual([200, 200, 200]);
    const number = (await listed(id))[0]?.number;
    expect(number).toMatch(/^.+专〔\d{4}〕\d+号$/);
    for (const { body } of readings) expect(body).toContain(number);
    const other = await gazetted();
    await page(other.document.href);
    expect((await listed(other.id))[0]?.number).not.toBe(number);
  });

  it('show what was handed in, escaped, on a page without scripts and requests', async () => {
    const { document } = await gazetted({ ...nomination, leader: '<script>alert(1)</script>' });
    const { body, headers } = await page(document.href);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(body).not.toContain('<script');
    expect(body).toContain('示例住建局');
    expect((await page(document.href, 'en')).body).toContain('Gazette of the task force');
  });

  it('rest on the hash of their event, and stay as they were when the template is another', async () => {
    const { id, document } = await gazetted();
    const first = (await page(document.href)).body;
    const { items } = (await api.as(coordinator, `GET /api/v1/cases/${id}/timeline`)).body;
    expect(first).toContain(items.find(({ seq }: { seq: number }) => seq === document.event).hash);
    const { templates } = api.services;
    const found = templates.find('taskForceGazette');
    if (!found) throw new Error('no template');
    const changed = { ...found.template, version: 2, body: { zh: '另一版', en: 'another' } };
    api.services.templates = { ...templates, find: () => ({ template: changed, hash: 'f'.repeat(64) }) };
    try {
      expect((await page(document.href)).body).toBe(first);
      expect((await page((await gazetted()).document.href)).body).toContain('另一版');
    } finally {
      api.services.templates = templates;
    }
  });

  it('say that words were erased', async () => {
    const { id, document } = await gazetted();
    await page(document.href);
    await api.services.spaces.live.cases.texts.deleteMany({ case: id });
    const { body } = await page(document.href);
    expect(body).toContain('个人信息保护');
    expect(body).not.toContain('示例住建局');
  });

  it('are seen by who sees the case, and every reading is in the audit log', async () => {
    const { id, document } = await gazetted();
    const stranger = { ...office('housingBureau'), scope: 'linyi/hedong', posts: [] };
    expect((await page(document.href, 'zh', stranger)).status).toBe(404);
    const reader = { ...office('housingBureau'), id: 'reader' };
    expect((await page(document.href, 'zh', reader)).status).toBe(200);
    const [entry] = await api.services.audit.find({ what: 'documentExported', 'actor.id': 'reader' }, { at: -1 }, 1);
    expect(entry).toMatchObject({ subject: id, detail: (await listed(id))[0]?.number });
  });

  it('are not there for an event that produces none', async () => {
    const { id, document } = await gazetted();
    expect((await page(`/api/v1/cases/${id}/documents/1?x=1`)).status).toBe(400);
    expect((await api.as(coordinator, `GET /api/v1/cases/${id}/documents/1`)).status).toBe(404);
    const other = document.href.replace('taskForceGazette', 'closingPaper');
    expect((await page(other)).status).toBe(404);
  });
});

describe('the templates of documents', () => {
  it('say which decisions and results produce them', async () => {
    const { body } = await api.as(coordinator, 'GET /api/v1/document-templates');
    const gazette = body.items.find(({ id }: { id: string }) => id === 'taskForceGazette');
    expect(gazette).toMatchObject({ code: '专', title: 'Gazette of the task force' });
    expect(gazette.uses).toEqual([expect.objectContaining({ procedure: 'rectification', stage: 'gazette' })]);
    expect(body.items.filter(({ uses }: { uses: unknown[] }) => uses.length === 0)).toEqual([]);
  });

  it('show their markup, and how many documents were issued with each version', async () => {
    const { document } = await gazetted();
    await page(document.href);
    const { body } = await api.as(coordinator, 'GET /api/v1/document-templates/taskForceGazette');
    expect(body.body.zh).toContain('subject.name');
    expect(body.versions.filter(({ current }: { current: boolean }) => current)).toHaveLength(1);
    expect(body.versions[0]).toMatchObject({ current: true, documents: expect.any(Number) });
    expect(body.versions[0].documents).toBeGreaterThan(0);
    expect((await api.as(coordinator, 'GET /api/v1/document-templates/constructor')).status).toBe(404);
  });
});
