import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { rollColumns } from '../../../api/rolls/rollColumns.ts';
import { parseTable } from '../../../api/tables/parseTable.ts';
import { writeTable } from '../../../api/tables/writeTable.ts';
import type { Actor } from '../../../domain/organisation/actor.ts';
import { pathsTo } from '../../../models/registers.ts';
import { type Answer, startApi, type TestApi } from '../support.ts';

const place = 'linyi/lanshan/yinqueshan/hongqi';
const header = '房号,楼栋,专有面积（平方米）,面积来源,状态,业主,业主编号';
const rows = [
  '1-101,1,89.5,不动产登记,已售,示例甲、示例乙,',
  '1-102,1,90.00,测绘,已售,示例丙,B-1',
  '2-101,2,100.25,买卖合同,已售,示例丙,B-1',
  '2-102,2,"1,000.01",不动产登记,未售,,',
  '2-103,2,60,不动产登记,未交付,示例丁,',
];
const district: Partial<Actor> = { id: 'district', name: '示例干部', scope: 'linyi/lanshan' };
const committee: Partial<Actor> = {
  id: 'committee',
  role: 'reviewer',
  scope: place,
  posts: [{ office: 'residentsCommittee', scope: place }],
};
const bank: Partial<Actor> = { ...committee, id: 'bank', posts: [{ office: 'fundBank', scope: place }] };

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
  await api.connected;
  for (const id of ['C-01', 'C-02', 'C-03', 'C-04']) {
    const scope = `${place}/${id}`;
    const document = { _id: id, name: '示例小区', scope, within: pathsTo(scope), grams: [] };
    await api.services.spaces.live.registers.compounds.collection.insertOne(document as never);
  }
});
afterAll(() => api.stop());

const csv = (...lines: string[]): string => [header, ...lines].join('\n');

async function upload(
  compound: string,
  query: string,
  file: string | Uint8Array,
  by = district,
  type = 'text/csv',
): Promise<Answer> {
  const response = await fetch(`${api.base}/api/v1/compounds/${compound}/rolls?${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await api.tokenFor(by)}`, 'accept-language': 'en', 'content-type': type },
    body: file as never,
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

const get = async (path: string, by = district): Promise<Answer> =>
  await api.call(`GET /api/v1${path as '/'}`, { token: await api.tokenFor(by) });

const audited = async (what: string): Promise<unknown[]> => {
  await api.services.audit.settled();
  return await api.services.audit.find({ what }, { at: 1 }, 10);
};

describe('a roll of owners', () => {
  it('counts heads and area: the developer is one head, and so is a buyer of several units', async () => {
    const { status, body, headers } = await upload('C-01', 'asOf=2026-06-01', csv(...rows));
    expect({ status, location: headers.get('location') }).toEqual({
      status: 201,
      location: '/api/v1/compounds/C-01/rolls/1',
    });
    expect(body).toMatchObject({
      stored: 'new',
      rows: 5,
      heads: 3,
      area: 8950 + 9000 + 10_025 + 100_001 + 6000,
      units: { sold: 3, unsold: 1, undelivered: 1 },
      roll: { id: 'C-01@1', version: 1, asOf: '2026-06-01', buildings: ['1', '2'], uploadedBy: { name: '示例干部' } },
    });
    expect(await audited('rollUploaded')).toMatchObject([{ subject: 'C-01@1', actor: { id: 'district' } }]);
  });

  it('has versions: another file is the next, the same file of the same day is none', async () => {
    await upload('C-02', 'asOf=2026-06-01', csv(...rows));
    const again = await upload('C-02', 'asOf=2026-06-01', csv(...rows));
    expect(again).toMatchObject({ status: 200, body: { stored: 'same', roll: { id: 'C-02@1' } } });
    const later = await upload('C-02', 'asOf=2026-06-02', csv(...rows), committee);
    expect(later).toMatchObject({ status: 201, body: { roll: { id: 'C-02@2' } } });
    const { body } = await get('/compounds/C-02/rolls', bank);
    expect(body.items.map(({ id }: { id: string }) => id)).toEqual(['C-02@2', 'C-02@1']);
    expect((await get('/compounds/C-02/rolls/1', bank)).body).toMatchObject({ id: 'C-02@1', asOf: '2026-06-01' });
    expect(await get('/compounds/C-02/rolls/3')).toMatchObject({ status: 404 });
  });

  it('gets one version each when two are handed in at once', async () => {
    const answers = await Promise.all(
      ['2026-06-01', '2026-06-02', '2026-06-03'].map((day) => upload('C-03', `asOf=${day}`, csv(...rows))),
    );
    expect(answers.map(({ body }): string => body.roll.id).sort()).toEqual(['C-03@1', 'C-03@2', 'C-03@3']);
  });

  it('says in a dry run everything that is wrong, by line and column, and writes nothing', async () => {
    const file = csv(
      '1-101,1,89.555,不动产登记,已售,示例甲,',
      '1-102,1,0,不动产登记,已售,示例乙,',
      '1-103,1,90,估计,已售,示例乙,',
      '1-104,1,90,测绘,已售,示例丙,',
      '1-104,1,90,测绘,已售,示例丁,',
      '1-105,1,90,测绘,已售,示例丙,',
      '1-106,,90,测绘,已售,,B 1',
      '1-107,1,90,测绘,已售,,',
    );
    const { status, body } = await upload('C-04', 'asOf=2026-06-01&dryRun=true', file);
    expect(status).toBe(200);
    expect(body).toMatchObject({ stored: 'no', roll: null });
    expect(body.errors.map(({ line, column }: { line: number; column: string }) => [line, column])).toEqual([
      [2, '专有面积（平方米）'],
      [3, '专有面积（平方米）'],
      [4, '面积来源'],
      [6, 'Unit'],
      [8, '楼栋'],
      [8, '业主编号'],
    ]);
    expect(body.warnings).toEqual([
      { line: 7, detail: expect.stringContaining('as in line 5') },
      { line: 9, detail: 'nobody is named as owner' },
    ]);
    const refused = await upload('C-04', 'asOf=2026-06-01', file);
    expect(refused).toMatchObject({ status: 422, body: { code: 'rows-invalid' } });
    expect((await get('/compounds/C-04/rolls')).body.items).toEqual([]);
  });

  test.each([
    ['of a day that is yet to come', 'asOf=2999-01-01', csv(...rows), 400],
    ['without a unit', 'asOf=2026-06-01', csv(), 422],
    ['that is no table', 'asOf=2026-06-01', '\u0000\u0001', 422],
  ])('%s is refused', async (_, query, file, status) => {
    expect(await upload('C-04', query, file)).toMatchObject({ status });
  });

  it('may be a spreadsheet, or text in GB18030', async () => {
    const unit = { unit: '1-101', building: '1', area: 89.5, areaSource: '测绘', state: '已售', names: ['示例甲'] };
    const xlsx = await writeTable('xlsx', rollColumns, [unit]);
    const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
    expect(await upload('C-04', 'asOf=2026-06-01&dryRun=true', xlsx, district, type)).toMatchObject({
      status: 200,
      body: { rows: 1, errorCount: 0, area: 8950 },
    });
    // 房号,楼栋,面积,面积来源,状态
    const gb = Buffer.from('b7bfbac52cc2a5b6b02cc3e6bbfd2cc3e6bbfdc0b4d4b42cd7b4ccac0a', 'hex');
    const row = Buffer.concat([Buffer.from('1-101,1,89.5,surveyed,sold\n')]);
    expect(await upload('C-04', 'asOf=2026-06-01&dryRun=true', Buffer.concat([gb, row]))).toMatchObject({
      status: 200,
      body: { rows: 1, errorCount: 0 },
    });
  });
});

describe('who sees a roll', () => {
  it('is everybody of the place for its figures, and those who keep rolls for its owners', async () => {
    expect((await get('/compounds/C-01/rolls/1', bank)).body).toMatchObject({ heads: 3 });
    expect(JSON.stringify((await get('/compounds/C-01/rolls/1')).body)).not.toContain('示例甲');
    expect(await get('/compounds/C-01/rolls/1/export?format=csv', bank)).toMatchObject({ status: 403 });
    expect(await upload('C-01', 'asOf=2026-06-05', csv(...rows), bank)).toMatchObject({ status: 403 });
    const elsewhere = { id: 'elsewhere', scope: 'linyi/hedong' };
    expect(await get('/compounds/C-01/rolls', elsewhere)).toMatchObject({ status: 404 });
    expect(await upload('C-01', 'asOf=2026-06-05', csv(...rows), elsewhere)).toMatchObject({ status: 404 });
  });

  it('can take it out as a file that reads back the same, and that is noted', async () => {
    const { status, body } = await get('/compounds/C-01/rolls/1/export?format=csv', committee);
    expect(status).toBe(200);
    const table = await parseTable(Buffer.from(body), rollColumns);
    expect(table.errors).toEqual([]);
    expect(table.rows.map(({ values }) => [values.unit, values.area, values.names, values.owner])).toEqual([
      ['1-101', 8950, ['示例甲', '示例乙'], undefined],
      ['1-102', 9000, ['示例丙'], 'B-1'],
      ['2-101', 10_025, ['示例丙'], 'B-1'],
      ['2-102', 100_001, undefined, undefined],
      ['2-103', 6000, ['示例丁'], undefined],
    ]);
    expect(await audited('rollExported')).toMatchObject([{ subject: 'C-01@1', actor: { id: 'committee' } }]);
  });
});

describe('the template of a roll', () => {
  it('is a table without rows', async () => {
    const { body } = await get('/rolls/template?format=csv');
    expect(await parseTable(Buffer.from(body), rollColumns)).toMatchObject({ rows: [], errors: [] });
  });
});
