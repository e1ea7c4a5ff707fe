import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { coordinator } from '../../support/cases.ts';
import { type CaseApi, startCaseApi } from '../cases/bench.ts';
import { campaignOnce, draft, enterDistrict } from './support.ts';

let api: CaseApi;
beforeAll(async () => {
  api = await startCaseApi();
  await enterDistrict(api);
});
afterAll(() => api?.stopAll());

const staff = (id: string, body: object, etag: string, query = '') =>
  api.as(coordinator, `POST /api/v1/campaigns/${id}/staffing${query}`, body, { headers: { 'if-match': etag } });

describe('staffing', () => {
  it('is distributed within the limits, tells what is left uncovered, and counts the running cases of other campaigns', async () => {
    const pool = {
      mode: 'distribute',
      leaders: ['甲'],
      redSecretaries: ['A局', 'B局'],
      departments: ['住建局', '城管局'],
    };
    const { id, etag } = await draft(api, 4);
    const tried = await staff(id, pool, etag, '?dryRun=true');
    expect(tried).toMatchObject({ status: 200, body: { changed: 4, uncovered: { count: 1 } } });
    const staffed = await staff(id, pool, etag);
    expect(staffed.body).toMatchObject({
      changed: 4,
      uncovered: { count: 1, compounds: [{ missing: ['leader'] }] },
      limits: [
        { seat: 'leader', holder: '甲', count: 3, max: 3 },
        { seat: 'redSecretary', holder: 'A局', count: 2, max: 2 },
        { seat: 'redSecretary', holder: 'B局', count: 2, max: 2 },
      ],
    });
    const stale = await staff(id, pool, etag);
    expect(stale).toMatchObject({ status: 412 });

    await api.as(coordinator, `POST /api/v1/campaigns/${id}/launch`, {});
    const launched = await campaignOnce(api, id, ({ progress }) => progress.visible === 4);
    expect(launched.progress.byStage).toEqual({ acceptance: 3, nomination: 1 });

    const next = await draft(api, 1);
    const rows = [{ compound: next.compounds[0], leader: '甲', redSecretary: 'C局' }];
    const over = await staff(next.id, { mode: 'rows', rows }, next.etag);
    expect(over).toMatchObject({ status: 422, body: { errors: [{ pointer: '/rows/0/leader' }] } });
    const within = await staff(next.id, { mode: 'rows', rows: [{ ...rows[0], leader: '乙' }] }, next.etag);
    expect(within.body.uncovered.compounds).toEqual([{ compound: next.compounds[0], missing: ['department'] }]);
    const listed = await api.as(coordinator, `GET /api/v1/campaigns/${next.id}/compounds`);
    expect(listed.body.items[0].staffing).toEqual({ leader: '乙', redSecretary: 'C局', departments: [] });
  });

  it('names compounds that are not on the list', async () => {
    const { id, etag } = await draft(api, 1);
    const answer = await staff(id, { mode: 'rows', rows: [{ compound: 'C-unknown', leader: '丙' }] }, etag);
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: '/rows/0/compound' }] } });
  });
});
