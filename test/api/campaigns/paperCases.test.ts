import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PaperCase } from '../../../domain/campaign/paperCase.ts';
import { verifyChain } from '../../../domain/timeline/hashChain.ts';
import { coordinator } from '../../support/cases.ts';
import { ago, ahead } from '../../support/days.ts';
import { until } from '../../support/until.ts';
import { type CaseApi, startCaseApi } from '../cases/bench.ts';
import { campaignOnce, draft, enterDistrict, entry, newCampaign } from './support.ts';

let api: CaseApi;
beforeAll(async () => {
  api = await startCaseApi();
  await enterDistrict(api);
});
afterAll(() => api?.stopAll());

/** A case whose problems were solved and that waits for its acceptance. */
const paper = (compound: string, overrides: Partial<PaperCase> = {}): PaperCase => ({
  compound,
  baselineMonthlyComplaints: 20,
  startedOn: ago(80),
  reached: 'midtermAcceptance',
  leader: '示例副区长',
  redSecretary: '示例局',
  departments: ['示例结对局'],
  nominatedOn: ago(79),
  plannedOn: ago(70),
  problems: [{ title: '管网老化', category: 'maintenance', office: 'housingBureau', dueOn: ago(20) }],
  approvedOn: ago(65),
  solvedOn: ago(10),
  ...overrides,
});

const send = (id: string, rows: PaperCase[], etag: string, query = '') =>
  api.as(coordinator, `POST /api/v1/campaigns/${id}/paper-cases${query}`, { rows }, { headers: { 'if-match': etag } });

describe('cases that are under way on paper', () => {
  it('are previewed row by row, and nothing is written while one row is wrong', async () => {
    const { id, etag } = await draft(api, 1);
    const [good, early, bare] = [await api.compound(), await api.compound(), await api.compound()];
    const rows = [
      paper(good),
      paper(early, { plannedOn: ago(90), solvedOn: ahead(3) }),
      paper(bare, { departments: [], problems: [] }),
      paper('C-unknown'),
      paper(good),
    ];
    const preview = await send(id, rows, etag, '?dryRun=true');
    expect(preview).toMatchObject({ status: 200, body: { valid: 1, invalid: 4, written: false } });
    const [first, ...wrong] = preview.body.rows;
    expect(first).toMatchObject({ compound: good, stage: 'midtermAcceptance', steps: 9, errors: [] });
    expect(wrong.map(({ errors }: { errors: { column: string }[] }) => errors.map(({ column }) => column))).toEqual([
      ['plannedOn', 'solvedOn'],
      ['departments', 'problems'],
      ['compound'],
      ['compound'],
    ]);
    // In the language of whoever asks, also where a file names the columns.
    const header = '小区编号,整治前月均投诉量,列入日期,所处环节';
    const csv = `${header}\nC-unknown,20,${ago(3)},诊断并制定整治方案\n`;
    const inChinese = await api.as(coordinator, `POST /api/v1/campaigns/${id}/paper-cases/file?dryRun=true`, csv, {
      headers: { 'content-type': 'text/csv', 'if-match': etag, 'accept-language': 'zh' },
    });
    expect(inChinese.body.rows?.[0]?.errors).toEqual(
      expect.arrayContaining([
        { column: '小区编号', detail: '台账中没有小区C-unknown' },
        { column: '责任县级领导', detail: '必填：人选已提名' },
      ]),
    );
    const refused = await send(id, rows, etag);
    expect(refused).toMatchObject({ status: 422, body: { code: 'invalid-input' } });
    expect(refused.body.errors[0]).toMatchObject({ pointer: '/rows/1/plannedOn' });
    expect((await api.as(coordinator, `GET /api/v1/campaigns/${id}`)).body.compounds).toBe(1);
  });

  it('join a running campaign where they stand', async () => {
    const { id } = await draft(api, 1);
    await api.as(coordinator, `POST /api/v1/campaigns/${id}/launch`, {});
    await campaignOnce(api, id, ({ status }) => status === 'running');
    const { headers } = await api.as(coordinator, `GET /api/v1/campaigns/${id}`);
    const good = await api.compound();
    const written = await send(id, [paper(good)], headers.get('etag') ?? '');
    expect(written).toMatchObject({ status: 200, body: { valid: 1, written: true } });
    const { progress } = await campaignOnce(api, id, (body) => body.progress.visible === 2);
    expect(progress).toMatchObject({ compounds: 2, started: 2, byStage: { nomination: 1, midtermAcceptance: 1 } });
    const caseId = `rectification:${good}:1`;
    const models = api.services.spaces.live.cases;
    await until(async () => (await models.cases.exists({ _id: caseId })) !== null);
    const events = (await models.timeline.find({ case: caseId }).sort({ seq: 1 }).lean()).map(({ event }) => event);
    expect(verifyChain(events)).toEqual([]);
    expect(events[0]).toMatchObject({ type: 'caseOpened', effectiveOn: ago(80) });
  });

  it('start with what holds now where their district had no case at the launch', async () => {
    const place = 'linyi';
    const city = { ...coordinator, id: 'city-coordinator', scope: place };
    const { places } = api.services.spaces.live.registers;
    await places.collection.updateOne(
      { _id: place as never },
      { $set: { level: 'city', name: '临沂市（示例）', within: [place] } },
      { upsert: true },
    );
    const { body } = await api.as(city, 'POST /api/v1/campaigns', { ...newCampaign, place });
    const first = await api.compound();
    const drafted = await api.as(
      city,
      `PUT /api/v1/campaigns/${body.id}/compounds`,
      { set: [entry(first)] },
      { headers: { 'if-match': '"1"' } },
    );
    expect(drafted.status).toBe(200);
    await api.as(city, `POST /api/v1/campaigns/${body.id}/launch`, {});
    await until(async () => (await api.as(city, `GET /api/v1/campaigns/${body.id}`)).body.status === 'running');
    const id = `C-${randomUUID().slice(0, 8)}`;
    const late = await api.compound({ id, scope: `linyi/hedong/jiuqu/dongxing/${id}` });
    const { headers } = await api.as(city, `GET /api/v1/campaigns/${body.id}`);
    const sent = await api.as(
      city,
      `POST /api/v1/campaigns/${body.id}/paper-cases`,
      { rows: [paper(late)] },
      { headers: { 'if-match': headers.get('etag') ?? '' } },
    );
    expect(sent).toMatchObject({ status: 200, body: { written: true } });
    const { campaignCompounds } = api.services.spaces.live.campaigns;
    const entryOf = () => campaignCompounds.findOne({ campaign: body.id, compound: late }).lean();
    await until(async () => ((await entryOf())?.case ?? (await entryOf())?.failure ?? null) !== null);
    expect(await entryOf()).toMatchObject({ case: `rectification:${late}:1` });
  });

  it('are listed with the step that the case does not take, and start nothing then', async () => {
    const { id, etag } = await draft(api, 1);
    const compound = await api.compound();
    await send(id, [paper(compound)], etag);
    // As if the rules had become stricter between the import and the launch.
    const entry = { _id: `${id}|${compound}` };
    await api.services.spaces.live.campaigns.campaignCompounds.updateOne(entry, {
      $set: { 'underWay.steps.1.stage': 'plan' },
    });
    await api.as(coordinator, `POST /api/v1/campaigns/${id}/launch`, {});
    await campaignOnce(api, id, ({ status, progress }) => status === 'running' && progress.failed === 1);
    const failed = await api.as(coordinator, `GET /api/v1/campaigns/${id}/compounds?failed=true`);
    expect(failed.body.items).toMatchObject([{ compound, case: null }]);
    expect(failed.body.items[0].failure).toContain('/underWay/steps/1/stage');
    await expect(api.services.spaces.live.cases.cases.exists({ 'subject.id': compound })).resolves.toBeNull();
  });

  it('come from a table as well, with every bad cell by line and column', async () => {
    const { id, etag } = await draft(api, 1);
    const compound = await api.compound();
    const csv = [
      '小区编号,整治前月均投诉量,列入日期,所处环节,责任县级领导,红领书记,结对部门,提名日期,方案提交日期,问题清单',
      `${compound},20,${ago(30)},部门会审方案,示例副区长,示例局,示例一局、示例二局,${ago(29)},${ago(20)},电梯|maintenance|housingBureau|${ahead(30)}`,
      `${compound},很多,${ago(30)},无此环节,,,,,,`,
    ].join('\n');
    const path = `/api/v1/campaigns/${id}/paper-cases/file` as const;
    const headers = { 'content-type': 'text/csv', 'if-match': etag };
    const preview = await api.as(coordinator, `POST ${path}?dryRun=true`, csv, { headers });
    expect(preview).toMatchObject({ status: 200, body: { valid: 1, invalid: 1 } });
    expect(preview.body.rows).toMatchObject([
      { line: 2, compound, stage: 'planReview', errors: [] },
      { line: 3, errors: [{ column: '整治前月均投诉量' }, { column: '所处环节' }] },
    ]);
    const refused = await api.as(coordinator, `POST ${path}`, csv, { headers });
    expect(refused).toMatchObject({ status: 422, body: { code: 'rows-invalid' } });
  });

  it('may come from the template, filled in', async () => {
    const { id, etag } = await draft(api, 1);
    const compound = await api.compound();
    const template = await api.as(coordinator, 'GET /api/v1/campaigns/paper-cases/template?format=csv', undefined, {
      headers: { 'accept-language': 'zh' },
    });
    const filled = `${template.body}${compound},20,${ago(3)},提名三个一,,,,,,,,,,,,\n`;
    const path = `POST /api/v1/campaigns/${id}/paper-cases/file?dryRun=true` as const;
    const preview = await api.as(coordinator, path, filled, {
      headers: { 'content-type': 'text/csv', 'if-match': etag },
    });
    expect(preview.body).toMatchObject({
      valid: 1,
      invalid: 0,
      rows: [{ compound, stage: 'nomination', stageTitle: 'Nominate the three ones' }],
    });
  });
});
