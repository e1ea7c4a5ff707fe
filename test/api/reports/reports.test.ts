import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import readXlsxFile from 'read-excel-file/node';
import type { Actor } from '../../../domain/organisation/actor.ts';
import { actor, coordinator } from '../../support/cases.ts';
import { startApi, type TestApi } from '../support.ts';
import { buildCampaign, now } from './documents.ts';

let api: TestApi;
const hostile = ['=HYPERLINK("http://x")', '+1', `"'&</title><script>`, '<img src=x onerror=alert(1)>', '0138'];

beforeAll(async () => {
  api = await startApi({ clock: () => now });
  await api.connected;
  const space = api.services.spaces.live;
  await buildCampaign(space, 'K-1', 40, (index) => hostile[index] ?? `示例小区${index}`);
});
afterAll(() => api.stop());

const street = actor('own', undefined, { role: 'monitor', scope: 'linyi/lanshan/jinqueshan' });
const away = actor('away', undefined, { role: 'monitor', scope: 'linyi/hedong' });

async function fetched(path: string, by: Partial<Actor> = coordinator, language = 'zh') {
  const response = await fetch(api.base + path, {
    headers: { authorization: `Bearer ${await api.tokenFor(by)}`, 'accept-language': language },
  });
  return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
}

async function workbook(id: string, by: Partial<Actor> = coordinator, language = 'zh') {
  const { status, headers, bytes } = await fetched(`/api/v1/campaigns/${id}/report.xlsx`, by, language);
  expect(status).toBe(200);
  const save = process.env['KEEP_REPORTS'];
  if (save) writeFileSync(`${save}/${id}-${by.id}-${language}.xlsx`, bytes);
  const sheets = await readXlsxFile(bytes);
  const rows = (name: string): unknown[][] => sheets.find(({ sheet }) => sheet === name)?.data ?? [];
  return { headers, sheets: sheets.map(({ sheet }) => sheet), rows };
}

describe('the workbook', () => {
  it('holds cases, stages, deadlines, ladder steps and figures, in both languages', async () => {
    const { sheets, rows, headers } = await workbook('K-1');
    expect(headers.get('content-disposition')).toContain('K-1-2026-11.xlsx');
    expect(sheets).toEqual(['案件', '环节', '期限', '督办', '指标', '街道指标']);
    const [head, ...lines] = rows('案件');
    expect(head?.slice(0, 4)).toEqual(['小区编号', '小区', '街道', '案件']);
    expect(lines).toHaveLength(40);
    expect(lines[0]?.slice(0, 3)).toEqual(['K-1-0000', hostile[0], '银雀山街道（示例）']);
    expect(lines[0]?.[8]).toEqual(new Date('2026-03-02T00:00:00Z'));
    expect(lines[4]?.slice(6, 10)).toEqual([
      '销号',
      null,
      new Date('2026-03-02T00:00:00Z'),
      new Date('2026-11-18T00:00:00Z'),
    ]);
    expect(rows('期限').length).toBeGreaterThan(10);
    expect(rows('督办')).toHaveLength(41);
    const accepted = rows('指标').find(([title]) => title === '验收率');
    // Three of eight ways: under observation twice, and closed.
    expect(accepted?.slice(1, 5)).toEqual([0.375, 15, 40, 40]);

    const english = await workbook('K-1', coordinator, 'en');
    expect(english.sheets).toEqual(['Cases', 'Stages', 'Deadlines', 'Ladder steps', 'Figures', 'Figures by street']);
    expect(english.rows('Stages')[1]?.slice(3, 4)).toEqual(['Nominate the three ones']);
    expect(english.rows('Stages')[1]?.[6]).toBe('Nominate');
  });

  it('keeps text as text, whatever it begins with', async () => {
    const { rows } = await workbook('K-1');
    const found = rows('案件')
      .slice(1, 1 + hostile.length)
      .map((row) => row[1]);
    expect(found).toEqual(hostile);
  });

  it('is of what the viewer sees, and is audited', async () => {
    const before = now;
    const { rows } = await workbook('K-1', street);
    const lines = rows('案件').slice(1);
    expect(new Set(lines.map((row) => row[2]))).toEqual(new Set(['金雀山街道（示例）']));
    expect(lines).toHaveLength(10);
    expect((await fetched('/api/v1/campaigns/K-1/report.xlsx', away)).status).toBe(404);
    await api.services.audit.settled();
    const [entry] = await api.services.audit.find({ what: 'reportExported', 'actor.id': 'own' }, { at: -1 }, 1);
    expect(entry).toMatchObject({ subject: 'K-1', operation: 'getCampaignWorkbook', at: before });
  });

  it('is written for a thousand cases within bounded memory', async () => {
    await buildCampaign(api.services.spaces.live, 'K-2', 1000);
    const start = process.memoryUsage().rss;
    const { status, bytes } = await fetched('/api/v1/campaigns/K-2/report.xlsx');
    expect(status).toBe(200);
    expect(process.memoryUsage().rss - start).toBeLessThan(400_000_000);
    const sheet = strFromU8(unzipSync(bytes)['xl/worksheets/sheet1.xml'] ?? new Uint8Array());
    expect(sheet.match(/<row /g)).toHaveLength(1001);
  });
});

describe('the bulletin', () => {
  const page = async (query = '', by: Partial<Actor> = coordinator, language = 'zh', id = 'K-1') => {
    const { status, headers, bytes } = await fetched(`/api/v1/campaigns/${id}/bulletin${query}`, by, language);
    const text = bytes.toString('utf8');
    const save = process.env['KEEP_REPORTS'];
    if (save && query === '') writeFileSync(`${save}/${id}-${by.id}-${language}.html`, text);
    return { status, headers, text };
  };

  it('tells the month in both languages', async () => {
    const zh = await page('?month=2026-11&format=html');
    expect(zh.status).toBe(200);
    expect(zh.headers.get('content-type')).toBe('text/html; charset=utf-8');
    for (const wanted of [
      '2026年11月',
      '在册小区整治案件40个',
      '已通过中期验收15个（37.5%）',
      '新纳入 (5)',
      '销号 (5)',
      '反弹 (5)',
      '银雀山街道（示例）',
      '住建部门',
    ]) {
      expect(zh.text).toContain(wanted);
    }
    const en = await page('?lang=en');
    await page('', coordinator, 'en');
    for (const wanted of [
      'November 2026',
      '40 rectifications are on the list; 15 have passed',
      'Newly included (5)',
      'Housing bureau',
    ]) {
      expect(en.text).toContain(wanted);
    }
    expect(en.headers.get('content-language')).toBe('en');
  });

  it('shows hostile names as they are written, and needs nothing from anywhere', async () => {
    const { text, headers } = await page();
    expect(text).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(text).toContain('&quot;&#39;&amp;&lt;/title&gt;&lt;script&gt;');
    expect(text).not.toMatch(/<(script|img|link|iframe)|<[^>]*\s(src|href|on\w+)=|url\(|@import/i);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('is of the month asked for', async () => {
    const { text } = await page('?month=2026-10');
    expect(text).toContain('2026年10月');
    expect(text).toContain('新纳入 (0)');
    expect(text).toContain('通过中期验收 (0)');
  });

  it('is of what the viewer sees', async () => {
    const { text } = await page('', street);
    expect(text).toContain('金雀山街道');
    expect(text).not.toContain('银雀山街道');
    expect((await page('', away)).status).toBe(404);
    expect((await page('', coordinator, 'zh', 'K-9')).status).toBe(404);
  });

  it.each([['?month=2026-12'], ['?month=november'], ['?format=pdf']])('answers 400 to %s', async (query) => {
    expect((await page(query)).status).toBe(400);
  });
});
