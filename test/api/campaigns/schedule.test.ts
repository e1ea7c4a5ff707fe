import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '../../../domain/organisation/actor.ts';
import { coordinator, office } from '../../support/cases.ts';
import { until } from '../../support/until.ts';
import { type CaseApi, startCaseApi } from '../cases/bench.ts';
import { campaignOnce, draft, enterDistrict } from './support.ts';

let api: CaseApi;
let id: string;
let compounds: string[];
beforeAll(async () => {
  api = await startCaseApi();
  await enterDistrict(api);
  ({ id, compounds } = await draft(api, 3));
  await api.as(coordinator, `POST /api/v1/campaigns/${id}/launch`, {});
  await campaignOnce(api, id, ({ status, progress }) => status === 'running' && progress.visible === 3);
});
afterAll(() => api?.stopAll());

describe('the schedule of a campaign', () => {
  it('shows each case with the time it spent at its stages, page by page', async () => {
    const path = `GET /api/v1/campaigns/${id}/schedule` as const;
    const first = (await api.as(coordinator, `${path}?limit=2`)).body;
    const second = (await api.as(coordinator, `${path}?limit=2&cursor=${first.next}`)).body;
    expect(second.next).toBeNull();
    const items = [...first.items, ...second.items];
    expect(new Set(items.map(({ compound }) => compound))).toEqual(new Set(compounds));
    expect(items).toHaveLength(3);
    for (const each of items) {
      expect(each).toMatchObject({ stage: 'nomination', status: 'running', endedAt: null, overdue: false });
      expect(each.spans).toMatchObject([{ stage: 'nomination', visit: 1, status: 'open', to: null }]);
      expect(each.dueAt > each.now).toBe(true);
    }
  });

  it('closes the time at a stage when the next one opens', async () => {
    const [compound = ''] = compounds;
    const path = `POST /api/v1/cases/rectification:${compound}:1/cancellation` as const;
    await api.as(office('districtPartyCommittee'), path, { reason: '示例：列入有误' });
    const read = async () => {
      const { body } = await api.as(coordinator, `GET /api/v1/campaigns/${id}/schedule`);
      return body.items.find((each: { compound: string }) => each.compound === compound);
    };
    // Somebody else reads of it when it has reached the lists.
    await until(async () => (await read()).status === 'cancelled');
    const ended = await read();
    expect(ended).toMatchObject({ stage: null, dueAt: null });
    expect(ended.spans[0].to).not.toBeNull();
  });

  it('is seen in the places it is about, and nowhere else', async () => {
    const elsewhere: Actor = { ...coordinator, scope: 'linyi/hedong' };
    expect((await api.as(elsewhere, `GET /api/v1/campaigns/${id}/schedule`)).status).toBe(404);
  });
});
