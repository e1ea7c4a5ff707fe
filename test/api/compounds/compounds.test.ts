import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { gramsOf } from '../../../models/registers.ts';
import { startApi, type TestApi } from '../support.ts';

const place = { city: 'linyi', district: 'lanshan', street: 'yinqueshan', community: 'hongqi' };
const body = { name: '金山花园', ...place, households: 820, area: 9_350_075 };

describe('the register of compounds', () => {
  let api: TestApi;
  let coordinator: string;
  let monitor: string;
  beforeAll(async () => {
    api = await startApi();
    await api.connected;
    coordinator = await api.tokenFor({ id: 'coordinator', scope: 'linyi/lanshan' });
    monitor = await api.tokenFor({ role: 'monitor', scope: 'linyi' });
    const city = await api.tokenFor({ scope: 'linyi' });
    for (const [path, name] of [
      ['linyi', '临沂市'],
      ['linyi/lanshan', '兰山区'],
      ['linyi/lanshan/yinqueshan', '银雀山街道'],
      ['linyi/lanshan/yinqueshan/hongqi', '红旗社区'],
      ['linyi/lanshan/jinqueshan', '金雀山街道'],
      ['linyi/lanshan/jinqueshan/pingan', '平安社区'],
      ['linyi/hedong', '河东区'],
    ]) {
      expect((await api.call('POST /api/v1/places', { token: city, body: { path, name } })).status).toBe(201);
    }
  });
  afterAll(() => api.stop());

  const post = (id: string, more: object = {}, token = coordinator) =>
    api.call('POST /api/v1/compounds', { token, body: { id, ...body, ...more } });
  const list = async (query: string, token = monitor) => {
    const answer = await api.call(`GET /api/v1/compounds?${query}`, { token });
    expect(answer.status).toBe(200);
    return answer.body.items.map(({ id }: { id: string }) => id);
  };

  it('enters a compound with what follows from it: its scope path and whose policy holds', async () => {
    const created = await post('C-01', { compoundTypeSelection: 'oldCompound' });
    expect(created).toMatchObject({
      status: 201,
      body: {
        id: 'C-01',
        scope: 'linyi/lanshan/yinqueshan/hongqi/C-01',
        locality: 'lanshan',
        revision: 1,
        updatedBy: 'coordinator',
        compoundTypeSelection: 'oldCompound',
      },
    });
    const read = await api.call('GET /api/v1/compounds/C-01', { token: monitor });
    expect(read.body).toEqual(created.body);
    expect(read.headers.get('etag')).toBe('"1"');
    expect(read.body).not.toHaveProperty('grams');
  });

  it.each([
    [{ households: -1 }, '/households'],
    [{ households: 1.5 }, '/households'],
    [{ area: '93500.75' }, '/area'],
    [{ name: '   ' }, '/name'],
    [{ community: 'nowhere' }, '/community'],
    [{ street: 'a/b' }, '/street'],
    [{ compoundTypeGovernance: 'villa' }, '/compoundTypeGovernance'],
    [{ colour: 'red' }, ''],
  ])('refuses %j', async (more, pointer) => {
    expect(await post('C-99', more)).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
    expect((await api.call('GET /api/v1/compounds/C-99', { token: monitor })).status).toBe(404);
  });

  it('refuses an id that is taken', async () => {
    await post('C-02');
    expect(await post('C-02')).toMatchObject({ status: 409, body: { code: 'duplicate-id' } });
  });

  it('is written by coordinators of the place alone', async () => {
    const elsewhere = await api.tokenFor({ scope: 'linyi/hedong' });
    expect(await post('C-98', {}, elsewhere)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect((await post('C-98', {}, monitor)).status).toBe(403);
  });

  it('changes a compound at the revision that was read, and keeps what it was', async () => {
    await post('C-03');
    const put = (ifMatch: string, more: object) =>
      api.call('PUT /api/v1/compounds/C-03', {
        token: coordinator,
        headers: { 'if-match': ifMatch },
        body: { ...body, ...more },
      });
    const moved = await put('"1"', { street: 'jinqueshan', community: 'pingan', name: '金山花园二期' });
    expect(moved).toMatchObject({ status: 200, body: { revision: 2, scope: 'linyi/lanshan/jinqueshan/pingan/C-03' } });
    expect(await put('"1"', {})).toMatchObject({ status: 412, body: { code: 'revision-conflict' } });
    const versions = await api.call('GET /api/v1/compounds/C-03/versions', { token: monitor });
    expect(versions.body.items).toMatchObject([
      { revision: 2, name: '金山花园二期', street: 'jinqueshan' },
      { revision: 1, name: '金山花园', street: 'yinqueshan' },
    ]);
  });

  it('takes one of two changes made at the same time', async () => {
    await post('C-04');
    const change = (households: number) =>
      api.call('PUT /api/v1/compounds/C-04', {
        token: coordinator,
        headers: { 'if-match': '"1"' },
        body: { ...body, households },
      });
    const statuses = (await Promise.all([change(1), change(2), change(3)])).map(({ status }) => status);
    expect(statuses.sort((a, b) => a - b)).toEqual([200, 412, 412]);
  });

  it('finds compounds by part of the name or id, and nothing by what only looks like it', async () => {
    await post('S-10', { name: '示例 Lanting (兰亭.苑)' });
    expect(await list(`q=${encodeURIComponent('亭')}`)).toEqual(['S-10']);
    expect(await list(`q=${encodeURIComponent('兰亭')}`)).toEqual(['S-10']);
    expect(await list('q=lanTING')).toEqual(['S-10']);
    expect(await list('q=s-1')).toEqual(['S-10']);
    expect(await list(`q=${encodeURIComponent('亭.苑')}`)).toEqual(['S-10']);
    expect(await list(`q=${encodeURIComponent('亭x苑')}`)).toEqual([]);
    expect(await list(`q=${encodeURIComponent('.*')}`)).toEqual([]);
    expect(await list(`q=${encodeURIComponent('花园')}&street=jinqueshan`)).toEqual(['C-03']);
  });

  it('sorts names by pinyin and pages through every one of them once', async () => {
    for (const [id, name] of [
      ['P-1', '中心小区'],
      ['P-2', '阿里小区'],
      ['P-3', '北京小区'],
      ['P-4', '北京小区'],
    ] as const) {
      await post(id, { name, street: 'jinqueshan', community: 'pingan' });
    }
    const seen: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const cursor: string = next === '' ? '' : `&cursor=${next}`;
      const page = await api.call(`GET /api/v1/compounds?street=jinqueshan&sort=name&limit=2${cursor}`, {
        token: monitor,
      });
      seen.push(...page.body.items.map(({ id }: { id: string }) => id));
      next = page.body.next;
    }
    expect(seen).toEqual(['P-2', 'P-3', 'P-4', 'C-03', 'P-1']);
  });

  it.each(['district=lanshan&street=yinqueshan', 'q=a&sort=name', 'sort=households'])(
    'does not offer %s',
    async (query) => {
      const answer = await api.call(`GET /api/v1/compounds?${query}`, { token: monitor });
      expect(answer.status).toBe(400);
      expect(['unsupported-filter', 'malformed-request']).toContain(answer.body.code);
    },
  );

  it('shows a compound to those who see its place, and to others as if it were not there', async () => {
    const branch = await api.tokenFor({
      role: 'reviewer',
      scope: 'linyi/hedong',
      posts: [{ office: 'compoundBranch', scope: 'linyi/lanshan/yinqueshan/hongqi/C-01' }],
    });
    expect(await list('', branch)).toEqual(['C-01']);
    expect((await api.call('GET /api/v1/compounds/C-01', { token: branch })).status).toBe(200);
    expect((await api.call('GET /api/v1/compounds/C-02', { token: branch })).status).toBe(404);
    expect((await api.call('GET /api/v1/compounds/C-02/versions', { token: branch })).status).toBe(404);
    const street = await api.tokenFor({ role: 'monitor', scope: 'linyi/lanshan/jinqueshan' });
    expect(await list('limit=200', street)).toEqual(['C-03', 'P-1', 'P-2', 'P-3', 'P-4']);
  });

  it('keeps the spaces apart', async () => {
    const rehearsal = await api.tokenFor({}, 'rehearsal');
    expect(await list('', rehearsal)).toEqual([]);
  });

  it.each([
    [{ role: 'monitor' as const, scope: '*' }, ''],
    [{ role: 'monitor' as const, scope: '*' }, 'sort=name'],
    [{ role: 'monitor' as const, scope: 'linyi/lanshan' }, ''],
    [{ role: 'monitor' as const, scope: 'linyi/lanshan' }, 'sort=name'],
    [{ role: 'monitor' as const, scope: '*' }, 'street=yinqueshan'],
    [{ role: 'monitor' as const, scope: '*' }, 'street=yinqueshan&sort=name'],
    [{ role: 'monitor' as const, scope: 'linyi' }, `q=${encodeURIComponent('示例12')}`],
  ])('is served by an index: %j %s', async (actor, query) => {
    const { compounds } = api.services.spaces.live.registers;
    if ((await compounds.countDocuments({ _id: /^X/ })) === 0) {
      const fields = await compounds.findById('C-01').lean();
      const many = Array.from({ length: 1000 }, (_, index) => ({
        ...fields,
        _id: `X${1000 + index}`,
        name: `示例${index}`,
        grams: gramsOf(`示例${index}`, `X${1000 + index}`),
      }));
      await compounds.collection.insertMany(many as never[]);
    }
    const database = api.services.spaces.live.database;
    await database.db?.command({ profile: 2 });
    await api.call(`GET /api/v1/compounds?limit=20&${query}`, { token: await api.tokenFor(actor) });
    await database.db?.command({ profile: 0 });
    const [entry] =
      (await database.db
        ?.collection('system.profile')
        .find({ ns: /\.compounds$/, op: 'query' })
        .sort({ ts: -1 })
        .limit(1)
        .toArray()) ?? [];
    expect(entry?.['nreturned']).toBeGreaterThan(0);
    expect(entry?.['docsExamined']).toBeLessThanOrEqual(10 * Number(entry?.['nreturned']));
    expect(entry?.['hasSortStage'] ?? false).toBe(false);
  });
});

describe('the published complaints of a compound', () => {
  let api: TestApi;
  const scope = 'linyi/lanshan/yinqueshan/hongqi/C-01';
  beforeAll(async () => {
    api = await startApi();
    await api.connected;
    const { registers, complaints } = api.services.spaces.live;
    await registers.compounds.collection.insertOne({
      _id: 'C-01',
      name: '金山花园',
      scope,
      within: [scope, 'linyi'],
    } as never);
    const month = (compound: string, when: string, count: number) => ({
      _id: `${compound}|${when}`,
      compound,
      month: when,
      complaints: count,
      propertyComplaints: 1,
      cityRank: 4,
      satisfied: 2,
      surveyed: 3,
      within: ['linyi'],
      version: 1,
      publishedAt: new Date(),
      publishedOn: '2026-04-03',
    });
    await complaints.complaintMonths.insertMany([
      month('C-01', '2026-02', 5),
      month('C-01', '2026-03', 9),
      month('C-02', '2026-03', 70),
    ]);
  });
  afterAll(() => api.stop());
  const get = async (path: string, place: string) =>
    await api.call(`GET /api/v1/compounds/${path}`, { token: await api.tokenFor({ role: 'monitor', scope: place }) });

  it('come newest first, page by page', async () => {
    const first = await get('C-01/complaints?limit=1', 'linyi');
    expect(first.body.items).toEqual([
      {
        compound: 'C-01',
        month: '2026-03',
        complaints: 9,
        propertyComplaints: 1,
        cityRank: 4,
        satisfied: 2,
        surveyed: 3,
        publishedOn: '2026-04-03',
      },
    ]);
    const second = await get(`C-01/complaints?cursor=${first.body.next}`, 'linyi');
    expect(second.body).toMatchObject({ items: [{ month: '2026-02', complaints: 5 }], next: null });
  });

  it('are those of a compound within sight', async () => {
    expect((await get('C-01/complaints', 'qingdao')).status).toBe(404);
    expect((await get('C-02/complaints', 'linyi')).status).toBe(404);
  });
});

describe('the register of places', () => {
  let api: TestApi;
  let token: string;
  beforeAll(async () => {
    api = await startApi();
    await api.connected;
    token = await api.tokenFor({ scope: 'linyi' });
  });
  afterAll(() => api.stop());
  const post = (path: string, name = '示例') => api.call('POST /api/v1/places', { token, body: { path, name } });

  it('grows from the top', async () => {
    expect(await post('linyi/lanshan')).toMatchObject({ status: 422, body: { errors: [{ pointer: '/path' }] } });
    expect((await post('linyi')).body).toEqual({ path: 'linyi', level: 'city', name: '示例' });
    expect((await post('linyi/lanshan')).body.level).toBe('district');
    expect(await post('linyi')).toMatchObject({ status: 409 });
    expect(await post('linyi/a/b/c/d')).toMatchObject({ status: 422 });
    expect(await post('*')).toMatchObject({ status: 422 });
    expect(await post('qingdao')).toMatchObject({ status: 403 });
  });

  it('lists what is within a place', async () => {
    await post('linyi/hedong');
    const { body } = await api.call('GET /api/v1/places?within=linyi/hedong', { token });
    expect(body.items.map(({ path }: { path: string }) => path)).toEqual(['linyi/hedong']);
  });
});
