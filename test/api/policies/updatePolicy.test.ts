import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import type { Actor } from '../../../domain/organisation/actor.ts';
import { suiteConfig } from '../../support/servers.ts';
import { until } from '../../support/until.ts';
import { type Answer, startApi, type TestApi } from '../support.ts';

const whole: Partial<Actor> = { id: 'xitong', role: 'administrator', duties: ['system'], scope: '*' };
const ofDistrict: Partial<Actor> = { ...whole, id: 'lanshan-admin', scope: 'linyi/lanshan' };

describe('changing a policy', () => {
  let api: TestApi;
  let other: TestApi;
  beforeAll(async () => {
    const config = await suiteConfig({ LOG_LEVEL: 'silent' });
    [api, other] = await Promise.all([startApi({ config }), startApi({ config })]);
    await Promise.all([api.connected, other.connected]);
  });
  afterAll(async () => {
    await Promise.all([api.stop(), other.stop()]);
  });

  const read = async (locality: string, at = api): Promise<Answer> =>
    await at.call(`GET /api/v1/policies/${locality}`, { token: await at.tokenFor({ role: 'monitor' }) });

  async function change(
    locality: string,
    changes: Record<string, unknown>,
    { by = whole, ifMatch, at = api }: { by?: Partial<Actor>; ifMatch?: string; at?: TestApi } = {},
  ): Promise<Answer> {
    const tag = ifMatch ?? (await read(locality, at)).headers.get('etag') ?? '';
    return await at.call(`PUT /api/v1/policies/${locality}`, {
      token: await at.tokenFor(by),
      headers: { 'if-match': tag },
      body: { changes, reason: '示例：会议决定' },
    });
  }

  const stated = (value: unknown): Record<string, unknown> => ({ value, source: '示例发〔2026〕3号', note: '示例' });

  it('holds at once, for the jurisdiction and those below it, with its source and where it comes from', async () => {
    const [before, below, beside] = [await read('linyi'), await read('lanshan'), await read('qingdao')];
    const answer = await change('linyi', { 'rectification.planDueDays': stated(20) });
    expect(answer.status).toBe(200);
    expect(answer.body.version).not.toBe(before.body.version);
    const after = await read('lanshan');
    expect(after.body.version).not.toBe(below.body.version);
    expect(after.body.sections.rectification.planDueDays).toMatchObject({
      value: 20,
      source: '示例发〔2026〕3号',
      note: '示例',
      from: 'linyi',
      unit: 'workingDays',
      statedIn: answer.body.change,
    });
    expect((await read('qingdao')).body.version).toBe(beside.body.version);
    const { body } = await api.call('GET /api/v1/policies/lanshan/versions', {
      token: await api.tokenFor({ role: 'monitor' }),
    });
    expect(body.items[0]).toMatchObject({
      locality: 'linyi',
      from: below.body.version,
      to: after.body.version,
      by: { id: 'xitong' },
      reason: '示例：会议决定',
      changes: [{ parameter: 'rectification.planDueDays', before: { value: 15 }, after: { value: 20, from: 'linyi' } }],
    });
  });

  it('is known to every other process soon, and after a restart', async () => {
    const answer = await change('mengyin', { 'rectification.planDueDays': stated(21) });
    await until(async () => (await read('mengyin', other)).body.version === answer.body.version);
    const config = api.services.config;
    const restarted = await startApi({ config });
    try {
      await restarted.connected;
      expect((await read('mengyin', restarted)).body.version).toBe(answer.body.version);
    } finally {
      await restarted.stop();
    }
  });

  it('leaves the other space alone', async () => {
    await change('linshu', { 'rectification.planDueDays': stated(22) });
    const token = await api.tokenFor({ role: 'monitor' }, 'rehearsal');
    const { body } = await api.call('GET /api/v1/policies/linshu', { token });
    expect(body.sections.rectification.planDueDays.value).not.toBe(22);
  });

  it('goes back to what the files say', async () => {
    const before = await read('hedong');
    await change('hedong', { 'rectification.planDueDays': stated(23) });
    const back = await change('hedong', { 'rectification.planDueDays': null });
    expect(back.body.version).toBe(before.body.version);
    expect(back.body.sections.rectification.planDueDays).toEqual(before.body.sections.rectification.planDueDays);
  });

  it('names every problem with its place, and then changes nothing', async () => {
    const before = await read('luozhuang');
    const answer = await change('luozhuang', {
      'rectification.planDueDays': stated(900),
      'rectification.departmentReplyDays': stated('five'),
      'rectification.noSuchThing': stated(5),
      'vote.participationArea': stated('0.5'),
    });
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid-input' } });
    expect(answer.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
      '/changes/rectification.departmentReplyDays/value',
      '/changes/rectification.noSuchThing',
      '/changes/rectification.planDueDays/value',
      '/changes/vote.participationArea',
    ]);
    expect((await read('luozhuang')).body).toEqual(before.body);
  });

  it('wants a source and a note for every value', async () => {
    const answer = await change('luozhuang', { 'rectification.planDueDays': { value: 18 } });
    expect(answer.status).toBe(422);
  });

  test.each([
    ['a period fixed by law', 'shandong', 'vote.participationArea', '0.5'],
    ['a notice of the province, by a district', 'lanshan', 'election.meetingNoticeDays', 14],
    ['a notice, by the province that defines it', 'shandong', 'election.meetingNoticeDays', 10],
    ['a sum that has to fit', 'linyi', 'election.meetingNoticeDays', 20],
    ['a period fixed by law, by the nation itself', 'national', 'vote.participationArea', '0.5'],
  ])('never loosens %s', async (_, locality, parameter, value) => {
    const answer = await change(locality, { [parameter]: stated(value) });
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid-input' } });
    expect(answer.body.errors[0].detail).toMatch(/may only be raised|fixed by|the sum is/);
  });

  it('raises a floor above which those below must stay', async () => {
    expect((await change('linyi', { 'election.reelectionLeadDays': stated(100) })).status).toBe(200);
    const answer = await change('lanshan', { 'election.reelectionLeadDays': stated(95) });
    expect(answer.body.errors[0]).toMatchObject({ pointer: '/changes/election.reelectionLeadDays/value' });
    expect((await change('lanshan', { 'election.reelectionLeadDays': stated(110) })).status).toBe(200);
    // Those below who would fall short are named.
    const above = await change('linyi', { 'election.reelectionLeadDays': stated(120) });
    expect(above.body.errors).toContainEqual({
      pointer: '/changes',
      detail: expect.stringContaining('lanshan election'),
    });
  });

  it('lets one of two writers win', async () => {
    const tag = (await read('shinan')).headers.get('etag') ?? '';
    const answers = await Promise.all(
      [api, other].map((at, index) =>
        change('shinan', { 'rectification.planDueDays': stated(10 + index) }, { ifMatch: tag, at }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(expect.arrayContaining([200, 412]));
    expect((await change('shinan', { 'rectification.planDueDays': stated(30) }, { ifMatch: tag })).status).toBe(412);
    const token = await api.tokenFor(whole);
    const body = { changes: { 'rectification.planDueDays': stated(31) }, reason: '示例' };
    expect((await api.call('PUT /api/v1/policies/shinan', { token, body })).status).toBe(428);
  });

  it('of different places goes on side by side', async () => {
    const answers = await Promise.all(
      ['luozhuang', 'mengyin', 'hedong'].map((locality, index) =>
        change(locality, { 'rectification.planMaxReturns': stated(4 + index) }, { at: index === 1 ? other : api }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  test.each<[string, string, Partial<Actor>, number]>([
    ['its own policy', 'lanshan', ofDistrict, 200],
    ['the city’s', 'linyi', ofDistrict, 403],
    ['the nation’s', 'national', ofDistrict, 403],
    ['a neighbour’s', 'luozhuang', ofDistrict, 403],
    ['any below it', 'luozhuang', { ...whole, scope: 'linyi' }, 200],
    ['the province’s', 'shandong', { ...whole, scope: 'linyi' }, 403],
    ['its district’s, being a street', 'lanshan', { ...whole, scope: 'linyi/lanshan/yinqueshan' }, 403],
    ['any without the duty', 'lanshan', { ...whole, duties: ['audit'] }, 403],
    ['any, being a coordinator', 'lanshan', { role: 'coordinator', scope: '*' }, 403],
  ])('lets an administrator change %s or not', async (_, locality, by, status) => {
    const answer = await change(locality, { 'rectification.departmentReplyDays': stated(7) }, { by });
    expect(answer.status).toBe(status);
  });

  it('is in the audit log', async () => {
    await change('dongyingEtdz', { 'rectification.planDueDays': stated(16) });
    await api.services.audit.settled();
    const entries = await api.services.audit.find({ what: 'policyChanged', subject: 'dongyingEtdz' }, { at: -1 }, 1);
    expect(entries).toMatchObject([{ actor: { id: 'xitong' }, detail: expect.stringContaining('planDueDays') }]);
  });
});
