import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { gramsOf, pathsTo } from '../../models/registers.ts';
import { coordinator, office, PLACE } from '../support/cases.ts';
import { until } from '../support/until.ts';
import { type CaseApi, nomination, startCaseApi } from './cases/bench.ts';
import { buildUser } from './support.ts';

const elsewhere = { ...office('housingBureau'), scope: 'linyi/hedong', posts: [] };
const administrator = { id: 'admin', role: 'administrator' as const, duties: ['security' as const], scope: '*' };

let api: CaseApi;
let compound: string;
let id: string;
let number: string;

const find = async (by: Parameters<CaseApi['as']>[0], q: string) => {
  const { status, body } = await api.as(by, `GET /api/v1/search?q=${encodeURIComponent(q)}`);
  expect(status).toBe(200);
  return body;
};

/** A compound with its secretary, a case of it, and a document that was read and so has its number. */
beforeAll(async () => {
  api = await startCaseApi();
  compound = await api.compound({ name: '锦绣江南花园' });
  const { registers } = api.services.spaces.live;
  await registers.compounds.collection.updateOne(
    { _id: compound as never },
    { $set: { grams: gramsOf('锦绣江南花园', compound) } },
  );
  await registers.entries.secretaries.collection.insertOne({
    _id: 'S-77',
    name: '欧阳明月',
    compound,
    within: pathsTo(`${PLACE}/${compound}`),
    grams: gramsOf('欧阳明月', 'S-77'),
    revision: 1,
    updatedAt: new Date(),
  } as never);
  await buildUser(api, 'shangguan', {
    name: '上官示例',
    role: 'reviewer',
    scope: 'linyi/lanshan',
    posts: [{ office: 'taxBureau', scope: 'linyi/lanshan' }],
  });
  const input = { route: 'manual', baselineMonthlyComplaints: 4, team: nomination };
  const opened = await api.as(coordinator, 'POST /api/v1/cases', { kind: 'rectification', subject: compound, input });
  id = opened.body.id;
  for (const seat of ['leader', 'redSecretary', 'department1']) await api.decide(id, `acceptance#1.${seat}`, 'accept');
  await api.decide(id, 'gazette', 'publish');
  const documents = async () => (await api.as(coordinator, `GET /api/v1/cases/${id}/documents`)).body.items;
  await until(async () => (await documents()).length === 1);
  await api.as(coordinator, `GET /${(await documents())[0].href.slice(1)}&lang=zh`);
  number = (await documents())[0].number;
});
afterAll(() => api.stopAll());

describe('the search', () => {
  it('finds compounds and their cases by a part of the Chinese name', async () => {
    const { compounds, cases } = await find(coordinator, '江南');
    expect(compounds).toEqual([{ id: compound, name: '锦绣江南花园' }]);
    expect(cases).toEqual([expect.objectContaining({ id, subject: '锦绣江南花园' })]);
  });

  it.each(['明月', '阳', 's-77'])('finds a secretary by “%s”', async (q) => {
    expect((await find(coordinator, q)).secretaries).toEqual([{ id: 'S-77', name: '欧阳明月', compound }]);
  });

  it('finds a document by its number and by a part of it, with the case it is in', async () => {
    for (const q of [number, number.slice(2), number.slice(0, 5)]) {
      expect((await find(coordinator, q)).documents).toEqual([
        expect.objectContaining({ number, case: id, href: expect.stringContaining('taskForceGazette') }),
      ]);
    }
  });

  it('finds nothing for who could not open it', async () => {
    for (const q of ['江南', '明月', number]) {
      expect(await find(elsewhere, q)).toEqual({
        compounds: [],
        cases: [],
        secretaries: [],
        people: [],
        documents: [],
      });
    }
  });

  it('finds the documents of a case above, for a place inside that was asked in it', async () => {
    const asked = 'linyi/lanshan/yizhou';
    const street = { ...office('housingBureau'), scope: asked, posts: [] };
    const { cases, documents } = api.services.spaces.live;
    const district = { scope: 'linyi/lanshan', within: pathsTo('linyi/lanshan') };
    await documents.issued.collection.updateOne({ case: id }, { $set: district });
    const searched = async () => (await find(street, number)).documents;
    expect(await searched()).toEqual([]);
    await cases.cases.collection.updateOne({ _id: id as never }, { $set: { asked: [asked] } });
    expect(await searched()).toHaveLength(1);
  });

  it('finds people by name and office for administrators, and for nobody else', async () => {
    const person = { id: 'shangguan', name: '上官示例', offices: ['Tax bureau'] };
    for (const q of ['官示', 'Shang', '税务']) expect((await find(administrator, q)).people).toEqual([person]);
    for (const by of [coordinator, office('housingBureau')]) expect((await find(by, '官示')).people).toEqual([]);
  });

  it('reads documents by the index, not all of them', async () => {
    const { issued } = api.services.spaces.live.documents;
    const grams = gramsOf(number).at(-1) ?? '';
    const plan = JSON.stringify(await issued.find({ grams }).sort({ issuedAt: -1, _id: 1 }).explain('queryPlanner'));
    expect(plan).toContain('IXSCAN');
    expect(plan).not.toContain('COLLSCAN');
  });

  it.each(['', ' ', 'a'.repeat(81)])('refuses “%s”', async (q) => {
    expect((await api.as(coordinator, `GET /api/v1/search?q=${encodeURIComponent(q)}`)).status).toBe(400);
  });
});
