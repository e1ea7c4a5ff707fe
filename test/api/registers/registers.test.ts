import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findSubject } from '../../../api/cases/references.ts';
import { registers } from '../../../api/registers/declarations/index.ts';
import { entryDocument } from '../../../api/registers/entryDocument.ts';
import { holdRegister, writeJournal } from '../../../api/registers/importJournal.ts';
import { registerNames } from '../../../domain/registers/entry.ts';
import type { EntryDocument } from '../../../models/registers.ts';
import { buildActor, startApi, type TestApi } from '../support.ts';

const linyi = { city: 'linyi', district: 'lanshan' };
const yinqueshan = 'linyi/lanshan/yinqueshan';
const place = { ...linyi, street: 'yinqueshan', community: 'hongqi' };

/** One entry of each register; those that are referred to come first. */
const entries = {
  streets: { id: 'yinqueshan', name: '银雀山街道', ...linyi },
  communities: { id: 'hongqi', name: '红旗社区', ...linyi, street: 'yinqueshan', class: 'exemplary', grids: 12 },
  companies: { id: 'PM-1', name: '安居物业', place: 'linyi/lanshan', creditGrade: 'AA', fallback: false },
  compounds: { id: 'C-1', name: '金山花园', ...place, households: 820, area: 9_350_075, company: 'PM-1' },
  secretaries: {
    id: 'S-1',
    name: '金山花园小区党支部书记',
    compound: 'C-1',
    since: '2025-03-01',
    fullTime: true,
    star: 4,
  },
  committees: { id: 'OC-1', name: '金山花园业委会', compound: 'C-1', termEnds: '2027-06-30', members: 7 },
  branches: { id: 'B-1', name: '金山花园党支部', kind: 'substantive', place: yinqueshan, compounds: ['C-1'] },
} as const;
type Name = keyof typeof entries;
const names = Object.keys(entries) as Name[];
const scopes = new Map([['C-1', `${yinqueshan}/hongqi/C-1`]]);

describe('registers', () => {
  let api: TestApi;
  let coordinator: string;
  let street: string;
  const call = (line: `${string} /${string}`, body?: object, headers?: Record<string, string>, token = coordinator) =>
    api.call(line, { token, ...(body && { body }), ...(headers && { headers }) });
  const upload = async (
    name: string,
    body: string | Buffer,
    { dryRun = false, type = 'text/csv', token = coordinator } = {},
  ) => {
    const answer = await fetch(`${api.base}/api/v1/${name}/imports?dryRun=${dryRun}`, {
      method: 'POST',
      body: typeof body === 'string' ? body : new Uint8Array(body),
      headers: { authorization: `Bearer ${token}`, 'content-type': type, 'accept-language': 'en' },
    });
    // oxlint-disable-next-line typescript/no-explicit-any -- tests read answers as they come
    return { status: answer.status, body: (await answer.json()) as any };
  };
  const download = async (name: string, query: string, token = coordinator) => {
    const answer = await fetch(`${api.base}/api/v1/${name}/${query}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(answer.status).toBe(200);
    return { type: answer.headers.get('content-type') ?? '', bytes: Buffer.from(await answer.arrayBuffer()) };
  };
  const ids = async (query: string, token = coordinator) => {
    const answer = await call(`GET /api/v1/${query}`, undefined, undefined, token);
    expect(answer.status).toBe(200);
    return answer.body.items.map(({ id }: { id: string }) => id);
  };

  beforeAll(async () => {
    api = await startApi();
    await api.connected;
    coordinator = await api.tokenFor({ id: 'coordinator', scope: 'linyi/lanshan' });
    street = await api.tokenFor({ id: 'street', scope: yinqueshan });
    const city = await api.tokenFor({ scope: 'linyi' });
    for (const [path, name] of [
      ['linyi', '临沂市'],
      ['linyi/lanshan', '兰山区'],
    ]) {
      expect((await api.call('POST /api/v1/places', { token: city, body: { path, name } })).status).toBe(201);
    }
    for (const name of names) {
      const answer = await call(`POST /api/v1/${name}`, entries[name]);
      expect(answer).toMatchObject({ status: 201, body: { ...entries[name], revision: 1 } });
    }
  });
  afterAll(() => api.stop());

  it('are all tried here', () => {
    expect(names.sort()).toEqual([...registerNames].sort());
    expect(Object.keys(registers).sort()).toEqual([...registerNames].sort());
  });

  it.each(names)('keep what an entry of %s was, and refuse a change of what was not read', async (name) => {
    const { id, ...fields } = entries[name];
    const change = { ...fields, name: `${fields.name}二` };
    const change1 = await call(`PUT /api/v1/${name}/${id}`, change, { 'if-match': '"1"' });
    expect(change1).toMatchObject({ status: 200, body: { revision: 2, name: change.name } });
    expect(await call(`PUT /api/v1/${name}/${id}`, fields, { 'if-match': '"1"' })).toMatchObject({ status: 412 });
    expect(await ids(`${name}?q=${encodeURIComponent('二')}`)).toEqual([id]);
    expect(await call(`PUT /api/v1/${name}/${id}`, fields, { 'if-match': '"2"' })).toMatchObject({ status: 200 });
    const { body } = await call(`GET /api/v1/${name}/${id}/versions`);
    expect(body.items.map((each: { revision: number; name: string }) => [each.revision, each.name])).toEqual([
      [3, fields.name],
      [2, change.name],
      [1, fields.name],
    ]);
  });

  it.each(names)('list %s by place, to those who see it, and offer it as subject of cases', async (name) => {
    const { id, name: title } = entries[name];
    expect(await ids(`${name}?district=lanshan`)).toEqual(name === 'companies' ? ['PM-1'] : [id]);
    expect(await ids(`${name}?sort=name`, await api.tokenFor({ scope: 'linyi/hedong' }))).toEqual([]);
    const type = {
      compounds: 'compound',
      streets: 'street',
      communities: 'community',
      secretaries: 'secretary',
      companies: 'company',
      committees: 'committee',
      branches: 'branch',
    } as const;
    const subject = await findSubject(api.services.spaces.live, type[name], id, buildActor());
    expect(subject).toMatchObject({
      type: type[name],
      id,
      name: title,
      scope: expect.stringMatching(/^linyi\/lanshan/),
    });
  });

  it('show a compound with its branches, committee and secretary', async () => {
    const linked = { branches: ['B-1'], committee: 'OC-1', secretary: 'S-1', company: 'PM-1' };
    expect((await call('GET /api/v1/compounds/C-1')).body).toMatchObject(linked);
    expect((await call('GET /api/v1/compounds?company=PM-1')).body.items).toMatchObject([linked]);
    expect(await ids('branches?compound=C-1')).toEqual(['B-1']);
  });

  it.each([
    ['secretaries', { id: 'S-9', name: 'x', compound: 'C-9' }, '/compound'],
    ['branches', { ...entries.branches, id: 'B-9', compounds: ['C-1', 'C-9'] }, '/compounds'],
    ['compounds', { ...entries.compounds, id: 'C-9', company: 'PM-9' }, '/company'],
    ['companies', { ...entries.companies, id: 'PM-9', place: 'linyi/lanshan/nowhere' }, '/place'],
    ['communities', { ...entries.communities, id: 'x', street: 'nowhere' }, '/street'],
    ['committees', { ...entries.committees, id: 'OC-9', termEnds: '2027-02-30' }, '/termEnds'],
    ['companies', { ...entries.companies, id: 'export' }, '/id'],
  ])('refuse in %s what is not there or not right: %j', async (name, body, pointer) => {
    expect(await call(`POST /api/v1/${name}`, body)).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
  });

  it('are written within the own place alone', async () => {
    const elsewhere = await api.tokenFor({ scope: 'linyi/hedong' });
    for (const name of names) {
      const body = { ...entries[name], id: 'new' };
      expect([403, 422]).toContain((await call(`POST /api/v1/${name}`, body, undefined, elsewhere)).status);
    }
    const { id: _, ...fields } = entries.companies;
    const change = await call('PUT /api/v1/companies/PM-1', fields, { 'if-match': '*' }, street);
    // The street sees no company of the district, and so cannot change it.
    expect(change.status).toBe(404);
  });

  it('do not let a street or community move: everything in it is named by its path', async () => {
    await call('POST /api/v1/streets', { ...entries.streets, id: 'jinqueshan', name: '金雀山街道' });
    const { id: _, ...fields } = entries.communities;
    const moved = await call(
      'PUT /api/v1/communities/hongqi',
      { ...fields, street: 'jinqueshan' },
      { 'if-match': '*' },
    );
    expect(moved).toMatchObject({ status: 422, body: { errors: [{ pointer: '/street' }] } });
  });

  it('move what is in a compound with it', async () => {
    await call('POST /api/v1/communities', {
      ...entries.communities,
      id: 'pingan',
      name: '平安社区',
      street: 'jinqueshan',
    });
    await call('POST /api/v1/compounds', { ...entries.compounds, id: 'C-2' });
    await call('POST /api/v1/secretaries', { ...entries.secretaries, id: 'S-2', compound: 'C-2' });
    await call('POST /api/v1/branches', { ...entries.branches, id: 'B-2', compounds: ['C-1', 'C-2'] });
    const { id: _, ...fields } = { ...entries.compounds, street: 'jinqueshan', community: 'pingan' };
    expect((await call('PUT /api/v1/compounds/C-2', fields, { 'if-match': '"1"' })).status).toBe(200);
    expect((await call('GET /api/v1/secretaries/S-2')).body).toMatchObject({
      scope: 'linyi/lanshan/jinqueshan/pingan/C-2',
      revision: 1,
    });
    expect(await ids('secretaries?street=jinqueshan')).toEqual(['S-2']);
    // A branch of two compounds is seen from both.
    const other = await api.tokenFor({ role: 'monitor', scope: 'linyi/lanshan/jinqueshan' });
    expect(await ids('branches', other)).toEqual(['B-2']);
    expect((await call('GET /api/v1/branches/B-2', undefined, undefined, other)).status).toBe(200);
    expect(await ids('branches?community=pingan')).toEqual(['B-2']);
  });

  it('keep what is retired, and no longer offer it', async () => {
    await call('POST /api/v1/companies', { ...entries.companies, id: 'PM-2', name: '旧物业' });
    await call('POST /api/v1/compounds', { ...entries.compounds, id: 'C-7', company: 'PM-2' });
    const retire = (retired: boolean, revision: number) =>
      call('PUT /api/v1/companies/PM-2/retirement', { retired, reason: '注销' }, { 'if-match': `"${revision}"` });
    expect(await retire(true, 1)).toMatchObject({
      status: 200,
      body: { retired: true, retirement: { reason: '注销' } },
    });
    expect(await ids('companies')).toEqual(['PM-1']);
    expect(await ids('companies?retired=true')).toEqual(['PM-2']);
    expect((await call('GET /api/v1/companies/PM-2')).body).toMatchObject({ retired: true, revision: 2 });
    expect(await findSubject(api.services.spaces.live, 'company', 'PM-2', buildActor())).toBeUndefined();
    const named = await call('POST /api/v1/compounds', { ...entries.compounds, id: 'C-8', company: 'PM-2' });
    expect(named).toMatchObject({ status: 422, body: { errors: [{ pointer: '/company' }] } });
    // Who has it keeps it.
    const { id: _, ...fields } = { ...entries.compounds, company: 'PM-2', households: 821 };
    expect((await call('PUT /api/v1/compounds/C-7', fields, { 'if-match': '"1"' })).status).toBe(200);
    expect((await retire(false, 2)).body).not.toHaveProperty('retired');
    expect(await ids('companies')).toEqual(['PM-1', 'PM-2']);
  });

  it.each(names.flatMap((name) => [[name, 'csv'] as const, [name, 'xlsx'] as const]))(
    'give %s as %s, which imported again changes nothing, and offer an empty file',
    async (name, format) => {
      const { bytes, type } = await download(name, `export?format=${format}`);
      const again = await upload(name, bytes, { type: type.split(';')[0] ?? '' });
      expect(again).toMatchObject({ status: 200, body: { new: 0, changed: 0, errors: [] } });
      expect(again.body.unchanged).toBe((await ids(`${name}?limit=200`)).length);
      const template = await download(name, `template?format=${format}`);
      const empty = await upload(name, template.bytes, { type: type.split(';')[0] ?? '', dryRun: true });
      expect(empty).toMatchObject({ status: 200, body: { rows: 0, errors: [] } });
    },
  );

  describe('take a file', () => {
    const head = '编号,名称,城市,区县,街道,社区,户数,物业企业';
    const row = (id: string, more = '') => `${id},示例${id},临沂市,兰山区,银雀山街道,hongqi,100,${more}\n`;

    it('with places by id or name: tells first what it would do, then does all of it', async () => {
      const file = `${head}\n${row('I-1')}${row('I-2', 'PM-1')}C-1,金山花园,linyi,lanshan,yinqueshan,hongqi,999,PM-1\n`;
      const dry = await upload('compounds', file, { dryRun: true });
      expect(dry.body).toMatchObject({ dryRun: true, rows: 3, new: 2, changed: 1, unchanged: 0, errorCount: 0 });
      expect(dry.body.changes[2]).toEqual({ line: 4, id: 'C-1', change: 'changed', fields: ['households'] });
      expect((await call('GET /api/v1/compounds/I-1')).status).toBe(404);
      expect((await upload('compounds', file)).body).toMatchObject({ dryRun: false, new: 2, changed: 1 });
      expect((await upload('compounds', file)).body).toMatchObject({ new: 0, changed: 0, unchanged: 3 });
      // The columns the file does not have are as they were.
      expect((await call('GET /api/v1/compounds/C-1')).body).toMatchObject({ households: 999, area: 9_350_075 });
      expect((await call('GET /api/v1/compounds/I-1')).body).toMatchObject({ scope: `${yinqueshan}/hongqi/I-1` });
      const audit = await api.call('GET /api/v1/audit-log?what=registerImported&limit=2', {
        token: await api.tokenFor({ role: 'administrator', duties: ['audit'] }),
      });
      expect(audit.body.items[1]).toMatchObject({
        subject: 'compounds',
        detail: expect.stringContaining('2 new, 1 changed'),
      });
    });

    it('or nothing of it, and name line and column of every error', async () => {
      const file = `${head}\n${row('I-3')}${row('I-3')}${row('I-4', 'PM-9')}I-5,x,临沂市,河东区,a,b,1,\nI-6,x,临沂市,兰山区,银雀山街道,hongqi,many,\nimports,x,临沂市,兰山区,银雀山街道,hongqi,1,\n`;
      const expected = [
        [3, '编号'],
        [4, '物业企业'],
        [5, '区县'],
        [6, '户数'],
        [7, '编号'],
      ];
      const dry = await upload('compounds', file, { dryRun: true });
      expect(dry.body).toMatchObject({ rows: 6, new: 1, errorCount: 5 });
      expect(dry.body.errors.map((each: { line: number; column: string }) => [each.line, each.column])).toEqual(
        expected,
      );
      const refused = await upload('compounds', file);
      expect(refused).toMatchObject({ status: 422, body: { code: 'rows-invalid' } });
      expect(refused.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(
        expected.map(([line, column]) => `/lines/${line}/${column}`),
      );
      expect((await call('GET /api/v1/compounds/I-3')).status).toBe(404);
    });

    it('of the own place alone', async () => {
      const other = await api.tokenFor({ scope: 'linyi/lanshan/jinqueshan' });
      const file = `${head}\n${row('C-1')}${row('I-7')}`;
      const { body } = await upload('compounds', file, { dryRun: true, token: other });
      expect(body).toMatchObject({ new: 0, changed: 0, errorCount: 2 });
      expect(JSON.stringify(body.errors)).not.toContain('金山');
    });

    it('of five thousand rows, and of two at the same time one after the other', async () => {
      const many = Array.from({ length: 5000 }, (_, index) => row(`M-${index}`)).join('');
      expect((await upload('compounds', `${head}\n${many}`)).body).toMatchObject({ new: 5000, unchanged: 0 });
      const changed = many.replaceAll(',100,', ',200,').split('\n').slice(-1001).join('\n');
      const both = await Promise.all([1, 2].map(() => upload('compounds', `${head}\n${changed}`)));
      const won = both.filter(({ status, body }) => status === 200 && body.changed === 1000);
      const others = both.filter(({ body }) => body.code === 'not-ready' || body.unchanged === 1000);
      expect([won.length, others.length, both.length]).toEqual([1, 1, 2]);
      const { body } = await call('GET /api/v1/compounds/M-4999/versions');
      expect(body.items.map(({ revision, households }: Record<string, number>) => [revision, households])).toEqual([
        [2, 200],
        [1, 100],
      ]);
    });

    it.each([
      ['is completed by whoever writes next, when its process dies once it was decided', true],
      ['leaves nothing, when its process dies before', false],
    ])('which %s', async (_, decided) => {
      const space = api.services.spaces.live;
      const { committees } = registers;
      const fields = { ...entries.committees, id: undefined, members: 9 };
      const known = await space.registers.entries.committees.findById('OC-1').lean<EntryDocument>();
      const revision = (known?.revision ?? 0) + 1;
      const id = decided ? 'OC-decided' : 'OC-not';
      const documents = [
        entryDocument(committees, id, fields, space, { revision: 1, at: new Date(), by: 'x' }, scopes),
        entryDocument(committees, 'OC-1', fields, space, { revision, at: new Date(), by: 'x' }, scopes),
      ];
      const held = await holdRegister(space, committees);
      await writeJournal(space, committees, held, { documents, before: new Map(), changes: [], unchanged: 0 });
      const journal = space.registers.imports;
      if (!decided) await journal.updateOne({ _id: 'committees' }, { $unset: { 'importing.chunks': '' } });
      const { id: __, ...own } = entries.committees;
      const write = () => call('PUT /api/v1/committees/OC-1', own, { 'if-match': '*' });
      expect(await write()).toMatchObject({ status: 409, body: { code: 'not-ready' } });
      await journal.updateOne({ _id: 'committees' }, { $set: { 'importing.until': new Date(0) } });
      expect(await write()).toMatchObject({
        status: 200,
        body: { revision: revision + (decided ? 1 : 0), members: 7 },
      });
      expect((await call(`GET /api/v1/committees/${id}`)).status).toBe(decided ? 200 : 404);
      expect(await journal.countDocuments({ _id: /\|/ })).toBe(0);
    });
  });

  it.each([
    ['compounds', 'limit=20&company=PM-1'],
    ['compounds', `limit=20&q=${encodeURIComponent('示例M-12')}`],
    ['communities', 'limit=20&district=lanshan'],
    ['communities', 'limit=20&sort=name&street=yinqueshan'],
    ['secretaries', 'limit=20&compound=C-1'],
    ['branches', 'limit=20&compound=C-1'],
  ])('list %s by an index: %s', async (name, query) => {
    const { db } = api.services.spaces.live.database;
    await db?.command({ profile: 2 });
    await call(`GET /api/v1/${name}?${query}`);
    await db?.command({ profile: 0 });
    const collection = name === 'communities' ? 'places' : name;
    const [entry] =
      (await db
        ?.collection('system.profile')
        .find({ ns: new RegExp(`\\.${collection}$`), op: 'query', 'command.sort': { $exists: true } })
        .sort({ ts: -1 })
        .limit(1)
        .toArray()) ?? [];
    expect(entry?.['nreturned']).toBeGreaterThan(0);
    expect(entry?.['docsExamined']).toBeLessThanOrEqual(10 * Number(entry?.['nreturned']));
    expect(entry?.['hasSortStage'] ?? false).toBe(false);
  });

  it('name the offices by code and title', async () => {
    const { body } = await call('GET /api/v1/offices');
    expect(body.items).toContainEqual({
      code: 'housingBureau',
      title: { zh: '住建部门', en: 'Housing bureau' },
      superior: 'districtPartyCommittee',
    });
  });
});
