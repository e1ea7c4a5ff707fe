import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { rankingColumns } from '../../../api/rankings/rankingColumns.ts';
import { writeTable } from '../../../api/tables/writeTable.ts';
import type { Actor } from '../../../domain/organisation/actor.ts';
import { pathsTo } from '../../../models/registers.ts';
import { type Answer, startApi, type TestApi } from '../support.ts';

const header = '小区编号,小区名称,投诉量,物业类投诉量,全市排名,满意数,回访数';
const lanshan = 'linyi/lanshan/yinqueshan/hongqi';
const hedong = 'linyi/hedong/jiuqu/jiuqu';
const register: [id: string, name: string, community: string][] = [
  ['C-01', '金山花园', lanshan],
  ['C-02', '沂河新村', lanshan],
  ['C-03', '兰亭苑', lanshan],
  ['C-04', '兰亭苑', lanshan],
  ['H-01', '九曲家园', hedong],
];
const city: Partial<Actor> = { id: 'city', scope: 'linyi' };
const district: Partial<Actor> = { id: 'district', scope: 'linyi/lanshan' };

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
  await api.connected;
  const { compounds } = api.services.spaces.live.registers;
  for (const [id, name, community] of register) {
    const scope = `${community}/${id}`;
    await compounds.collection.insertOne({ _id: id, name, scope, within: pathsTo(scope), grams: [] } as never);
  }
  // A retired namesake is neither meant nor missed.
  const scope = `${lanshan}/C-05`;
  const retired = { _id: 'C-05', name: '沂河新村', scope, within: pathsTo(scope), grams: [], retired: true };
  await compounds.collection.insertOne(retired as never);
});
afterAll(() => api.stop());

const csv = (...lines: string[]): string => [header, ...lines].join('\n');

async function upload(
  query: string,
  file: string | Uint8Array,
  by: Partial<Actor> = city,
  type = 'text/csv',
): Promise<Answer> {
  const response = await fetch(`${api.base}/api/v1/rankings?${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await api.tokenFor(by)}`, 'accept-language': 'en', 'content-type': type },
    body: file as never,
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

const get = async (path: string, by: Partial<Actor> = city): Promise<Answer> =>
  await api.call(`GET /api/v1/rankings${path as '/'}`, { token: await api.tokenFor(by) });

describe('a ranking file', () => {
  it('says in a dry run everything that is wrong with it, by line and column, and writes nothing', async () => {
    const { status, body } = await upload(
      'month=2026-05&dryRun=true',
      csv(
        'C-01,金山花园,412,300,3,48,100',
        'C-01,,1,1,9,1,1',
        ',沂河新邨,5,2,40,1,1',
        ',兰亭苑,5,2,41,1,1',
        'C-02,沂河村,5,9,42,1,1',
        'C-03,兰亭苑,viele,2,0,3,1',
        ',,1,1,1,1,1',
      ),
      district,
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({ version: null, stored: 'no', rows: 1, ranks: 'given', scopes: ['linyi/lanshan'] });
    expect(body.errors.map(({ line, column }: { line: number; column: string }) => [line, column])).toEqual([
      [3, '小区编号'],
      [4, '小区名称'],
      [5, '小区名称'],
      [6, '物业类投诉量'],
      [7, '投诉量'],
      [7, '全市排名'],
      [8, '小区编号'],
    ]);
    expect(body.duplicates).toEqual([{ compound: 'C-01', lines: [2, 3] }]);
    expect(body.unknown).toEqual([{ line: 4, given: '沂河新邨', suggestions: [{ id: 'C-02', name: '沂河新村' }] }]);
    expect(body.errors[2].detail).toContain('C-03, C-04');
    expect(body.missing).toMatchObject({ count: 2, compounds: [{ id: 'C-03' }, { id: 'C-04' }] });
    expect((await get('')).body.items).toEqual([]);
  });

  it('is refused as a whole for one bad cell', async () => {
    const file = csv('C-01,,1,1,1,1,1', 'C-01,,1,1,1,1,1', 'C-02,,x,1,1,1,1', 'C-03,,-1,0,1,1,1');
    const { status, body } = await upload('month=2026-05', file);
    expect(status).toBe(422);
    expect(body).toMatchObject({
      code: 'rows-invalid',
      errors: [
        { pointer: '/lines/3/小区编号', detail: 'C-01 stands in line 2 already' },
        { pointer: '/lines/4/投诉量', detail: 'a whole number from 0 to 1000000' },
        { pointer: '/lines/5/投诉量', detail: 'a whole number from 0 to 1000000' },
      ],
    });
    expect((await get('')).body.items).toEqual([]);
  });

  it('is refused without a row, which would take back what is published, and for a month that has not begun', async () => {
    const empty = await upload('month=2026-05', csv());
    expect(empty).toMatchObject({
      status: 422,
      body: { code: 'file-refused', detail: expect.stringContaining('no row') },
    });
    const month = `${new Date().getUTCFullYear() + 1}-02`;
    const future = await upload(`month=${month}&dryRun=true`, csv('C-01,,1,1,1,1,1'));
    expect(future).toMatchObject({ status: 400, body: { detail: expect.stringContaining(`${month} has not begun`) } });
    expect((await get('')).body.items).toEqual([]);
  });

  it.each(['1800-01', '2026-13', '2026-1', ''])(
    'is refused for the month “%s”, saying which there are',
    async (month) => {
      const { status, body } = await upload(`month=${month}`, csv('C-01,,1,1,1,1,1'));
      expect(status).toBe(400);
      expect(body.detail).toBe('month: a month such as 2026-05, from 1900-01 to 2199-12');
    },
  );

  test.each<[string, () => Promise<[Uint8Array, string]>]>([
    ['CSV in GB18030', async () => [gb18030, 'text/csv']],
    [
      'XLSX',
      async () => [
        await writeTable('xlsx', rankingColumns, [
          { name: '金山花园', complaints: 30, propertyComplaints: 20, cityRank: 1, satisfied: 4, surveyed: 8 },
        ]),
        'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      ],
    ],
  ])('may be %s', async (_, file) => {
    const [bytes, type] = await file();
    const { body } = await upload('month=2026-05&dryRun=true', bytes, city, type);
    expect(body).toMatchObject({ rows: 1, errorCount: 0 });
  });

  it('may be the template, filled in', async () => {
    const { headers, body } = await api.call('GET /api/v1/rankings/template?format=csv', {
      token: await api.tokenFor(city),
      headers: { 'accept-language': 'zh' },
    });
    expect(headers.get('content-type')).toMatch(/^text\/csv/);
    const filled = `${body}C-01,,5,2,,1,1\n`;
    expect((await upload('month=2026-05&dryRun=true', filled)).body).toMatchObject({ rows: 1, errorCount: 0 });
  });

  it('without ranks is given them by property-class tickets, equal counts sharing one, none where there are no tickets', async () => {
    const file =
      '小区编号,投诉量,物业类投诉量,满意数,回访数\nC-01,30,20,4,8\nC-02,50,20,4,8\nC-03,9,7,4,8\nC-04,9,0,4,8';
    expect((await upload('month=2024-01', file)).body).toMatchObject({ version: 1, ranks: 'computed' });
    const { body } = await get('/2024-01');
    expect(body.items.map(({ compound, cityRank }: never) => [compound, cityRank])).toEqual([
      ['C-01', 1],
      ['C-02', 1],
      ['C-03', 3],
      ['C-04', null],
    ]);
    const ofDistrict = await upload('month=2024-01&dryRun=true', file, district);
    expect(ofDistrict.body.warnings[0].detail).toContain('may not be the whole city');
  });

  it('is doubted where its figures are ten times those of the month before', async () => {
    const { body } = await upload('month=2024-02&dryRun=true', csv('C-01,,300,200,1,4,8', 'C-02,,51,20,2,4,8'));
    expect(body.warnings).toEqual([{ line: 2, compound: 'C-01', detail: expect.stringContaining('ten times') }]);
  });

  it('comes from coordinators, integrations and the hotline office, each for their own places', async () => {
    const hotline: Partial<Actor> = {
      role: 'reviewer',
      scope: hedong,
      posts: [{ office: 'hotlineOffice', scope: 'linyi/hedong' }],
    };
    const file = csv('C-01,,1,1,1,1,1', 'H-01,,1,1,1,1,1');
    const { body } = await upload('month=2026-05&dryRun=true', file, hotline);
    expect(body).toMatchObject({ rows: 1, scopes: ['linyi/hedong'] });
    expect(body.errors).toEqual([{ line: 2, column: '小区编号', detail: 'C-01 is outside of your scope' }]);
    const other = await upload('month=2026-05', file, { role: 'reviewer', posts: [] });
    expect(other).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });
});

describe('versions of a month', () => {
  it('are made by each file, on top of other places’ rows; the same file again is the same version', async () => {
    const first = csv('C-01,,40,20,9,1,1', 'C-02,,30,10,30,1,1', 'H-01,,20,8,70,1,1');
    expect((await upload('month=2025-03', first)).body).toMatchObject({ version: 1, stored: 'new' });
    expect((await upload('month=2025-03', first)).body).toMatchObject({ version: 1, stored: 'same' });
    const second = csv('C-01,,44,20,8,1,1');
    expect((await upload('month=2025-03', second, district)).body).toMatchObject({ version: 2, carried: 1 });
    // Handed in again, the first file is a correction of the second.
    expect((await upload('month=2025-03', first)).body).toMatchObject({ version: 3, stored: 'new' });
    const { body } = await get('/2025-03?version=2');
    expect(body.items.map(({ compound, complaints }: never) => [compound, complaints])).toEqual([
      ['C-01', 44],
      ['H-01', 20],
    ]);
    const compared = await get('/2025-03/comparison?from=1&to=2');
    expect(compared.body).toMatchObject({
      count: 2,
      differences: [
        { compound: 'C-01', from: { complaints: 40 }, to: { complaints: 44, cityRank: 8 } },
        { compound: 'C-02', to: null },
      ],
    });
    const { body: months } = await get('?limit=1');
    expect(months.items).toMatchObject([
      { month: '2025-03', status: 'uploaded', latest: 3, published: null, versions: [{ version: 3 }, {}, {}] },
    ]);
    expect((await get('/2025-03?version=4')).status).toBe(404);
    expect((await get('/2023-03')).status).toBe(404);
  });

  it('are two when two files come at once, and neither is lost', async () => {
    const files = [csv('C-01,,1,1,1,1,1'), csv('H-01,,1,1,1,1,1')] as const;
    const answers = await Promise.all([
      upload('month=2025-04', files[0], district),
      upload('month=2025-04', files[1], { id: 'hedong', scope: 'linyi/hedong' }),
    ]);
    expect(new Set(answers.map(({ body }) => body.version))).toEqual(new Set([1, 2]));
    const { body } = await get('/2025-04?version=2');
    expect(body.items.map(({ compound }: never) => compound).sort()).toEqual(['C-01', 'H-01']);
  });

  it('are listed by rank, or by the change against the month before, page by page and within sight', async () => {
    await upload('month=2025-05', csv('C-01,,10,9,2,1,1', 'C-02,,10,1,,1,1', 'H-01,,10,9,1,1,1'));
    await upload('month=2025-06', csv('C-01,,12,9,2,1,1', 'C-02,,30,1,,1,1', 'H-01,,5,4,1,1,1', 'C-03,,1,1,9,1,1'));
    const walk = async (query: string, by?: Partial<Actor>): Promise<unknown[]> => {
      const seen: unknown[] = [];
      for (let cursor = ''; ; ) {
        const { body } = await get(`/2025-06?limit=1&${query}${cursor}`, by);
        seen.push(...body.items.map(({ compound, change }: never) => [compound, change]));
        if (body.next === null) return seen;
        cursor = `&cursor=${body.next}`;
      }
    };
    expect(await walk('sort=change')).toEqual([
      ['C-02', 20],
      ['C-01', 2],
      ['H-01', -5],
      ['C-03', null],
    ]);
    expect(await walk('sort=rank', { role: 'monitor', scope: 'linyi/lanshan' })).toEqual([
      ['C-01', 2],
      ['C-03', null],
      ['C-02', 20],
    ]);
  });
});

/** 小区名称,投诉量,物业类投诉量,满意数,回访数 / 金山花园,30,20,4,8 */
const gb18030 = Buffer.from(
  'd0a1c7f8c3fbb3c62ccdb6cbdfc1bf2cceefd2b5c0e0cdb6cbdfc1bf2cc2fad2e2cafd2cbbd8b7c3cafd0abdf0c9bdbba8d4b02c33302c32302c342c38',
  'hex',
);
