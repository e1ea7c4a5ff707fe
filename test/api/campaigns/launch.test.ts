import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '../../../domain/organisation/actor.ts';
import { coordinator, office } from '../../support/cases.ts';
import { until } from '../../support/until.ts';
import { type CaseApi, input, startCaseApi } from '../cases/bench.ts';
import { campaignOnce, district, draft, enterDistrict, entry, newCampaign } from './support.ts';

let api: CaseApi;
beforeAll(async () => {
  api = await startCaseApi();
  await enterDistrict(api);
});
afterAll(() => api?.stopAll());

const launch = (id: string, options = {}) => api.as(coordinator, `POST /api/v1/campaigns/${id}/launch`, {}, options);

describe('a launch', () => {
  it('starts one case for each compound, whoever else launches in the same second', async () => {
    const { id, compounds } = await draft(api, 12);
    const answers = await Promise.all([launch(id), launch(id), launch(id)]);
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([202, 409, 409]);
    const launched = await campaignOnce(api, id, ({ progress }) => progress.visible === 12);
    expect(launched).toMatchObject({ launchedBy: coordinator.id, launchedByName: coordinator.name });
    expect(launched.progress).toMatchObject({ compounds: 12, started: 12, pending: 0, failed: 0 });
    const { body } = await api.as(coordinator, `GET /api/v1/cases?campaign=${id}`);
    expect(body.items.map(({ id: each }: { id: string }) => each).sort()).toEqual(
      compounds.map((each) => `rectification:${each}:1`).sort(),
    );
    expect(body.items[0]).toMatchObject({ campaign: id, stage: 'nomination' });
  });

  it('is answered the same when it is repeated with its key', async () => {
    const { id } = await draft(api, 1);
    const key = randomUUID();
    expect((await launch(id, { key })).status).toBe(202);
    expect((await launch(id, { key })).status).toBe(202);
    expect(await launch(id)).toMatchObject({ status: 409, body: { code: 'campaign-launched' } });
  });

  it('starts no second case where one is under way, and says which', async () => {
    const { id, compounds } = await draft(api, 2);
    const [busy = ''] = compounds;
    await api.as(coordinator, 'POST /api/v1/cases', { kind: 'rectification', subject: busy, input });
    await launch(id);
    await campaignOnce(api, id, ({ status }) => status === 'running');
    const { body } = await api.as(coordinator, `GET /api/v1/campaigns/${id}/compounds?failed=true`);
    expect(body.items).toMatchObject([{ compound: busy, case: null, activeCase: `rectification:${busy}:1` }]);
  });

  it('tries again what could not be started', async () => {
    const { id, compounds } = await draft(api, 2);
    const { registers } = api.services.spaces.live;
    const [gone = ''] = compounds;
    const kept = await registers.compounds.findById(gone).lean();
    await registers.compounds.deleteOne({ _id: gone });
    await launch(id);
    await campaignOnce(api, id, ({ status, progress }) => status === 'running' && progress.failed === 1);
    await registers.compounds.collection.insertOne(kept as never);
    expect((await api.as(coordinator, `POST /api/v1/campaigns/${id}/retries`)).status).toBe(202);
    const { progress } = await campaignOnce(api, id, (body) => body.progress.visible === 2);
    expect(progress).toMatchObject({ started: 2, failed: 0 });
  });
});

describe('the end of a campaign', () => {
  it('comes by itself when every case has ended, and only then can it be archived', async () => {
    const { id, compounds } = await draft(api, 2);
    await launch(id);
    await campaignOnce(api, id, ({ progress }) => progress.visible === 2);
    expect(await api.as(coordinator, `POST /api/v1/campaigns/${id}/archive`)).toMatchObject({
      status: 409,
      body: { code: 'campaign-open' },
    });
    for (const compound of compounds) {
      const path = `/api/v1/cases/rectification:${compound}:1/cancellation` as const;
      await api.as(office('districtPartyCommittee'), `POST ${path}`, { reason: '示例：列入有误' });
    }
    const closed = await campaignOnce(api, id, ({ status }) => status === 'closed');
    expect(closed.progress.byStatus).toEqual({ cancelled: 2 });
    expect(await api.as(coordinator, `POST /api/v1/campaigns/${id}/archive`)).toMatchObject({
      status: 200,
      body: { status: 'archived' },
    });
    const handle = api.services.spaces.live.temporal.workflow.getHandle(`campaign:${id}`);
    await until(async () => (await handle.describe()).status.name === 'COMPLETED');
    const { bulletins } = api.services.spaces.live.campaigns;
    await expect(bulletins.countDocuments({ campaign: id })).resolves.toBe(1);
  });
});

describe('a draft', () => {
  it('is numbered, listed, changed by its revision, and dropped', async () => {
    const created = await api.as(coordinator, 'POST /api/v1/campaigns', newCampaign);
    expect(created).toMatchObject({ status: 201, body: { status: 'draft', compounds: 0, place: district } });
    const { id } = created.body;
    expect(id).toMatch(/^K-\d{4}-\d{2,}$/);
    const listed = await api.as(coordinator, `GET /api/v1/campaigns?place=${district}&status=draft`);
    expect(listed.body.items[0]).toMatchObject({ id });
    const change = { name: '改名', month: '2026-09' };
    const path = `/api/v1/campaigns/${id}` as const;
    const changed = await api.as(coordinator, `PUT ${path}`, change, { headers: { 'if-match': '"1"' } });
    expect(changed).toMatchObject({ status: 200, body: { ...change, revision: 2 } });
    const late = await api.as(coordinator, `PUT ${path}`, change, { headers: { 'if-match': '"1"' } });
    expect(late).toMatchObject({ status: 412 });
    expect((await api.as(coordinator, `DELETE ${path}`, undefined, { headers: { 'if-match': '"2"' } })).status).toBe(
      204,
    );
    expect((await api.as(coordinator, `GET ${path}`)).status).toBe(404);
  });

  it('lists compounds of the register and of its place alone, each once', async () => {
    const { body } = await api.as(coordinator, 'POST /api/v1/campaigns', newCampaign);
    const inside = await api.compound();
    const outside = await api.compound({ id: `C-${randomUUID().slice(0, 8)}`, scope: 'linyi/hedong/a/b/C-x' });
    const answer = await api.as(
      coordinator,
      `PUT /api/v1/campaigns/${body.id}/compounds`,
      { add: [entry(inside), entry('C-unknown'), entry(outside), entry(inside)] },
      { headers: { 'if-match': '"1"' } },
    );
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid-input' } });
    expect(answer.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '/add/1/compound',
      '/add/2/compound',
      '/add/3/compound',
    ]);
  });

  it('is either launched or dropped or emptied, never two of them', async () => {
    for (let times = 0; times < 5; times += 1) {
      const { id } = await draft(api, 1);
      const path = `/api/v1/campaigns/${id}` as const;
      const { body } = await api.as(coordinator, `GET ${path}`);
      const headers = { 'if-match': `"${body.revision}"` };
      const answers = await Promise.all([
        launch(id),
        api.as(coordinator, `DELETE ${path}`, undefined, { headers }),
        api.as(coordinator, `PUT ${path}/compounds`, { set: [] }, { headers }),
      ]);
      expect(answers.filter(({ status }) => status < 300)).toHaveLength(1);
    }
  });

  it('is not launched while it is empty', async () => {
    const { body } = await api.as(coordinator, 'POST /api/v1/campaigns', newCampaign);
    expect(await launch(body.id)).toMatchObject({ status: 409, body: { code: 'not-ready' } });
  });

  it('is seen in the places it is about, and nowhere else', async () => {
    const { id } = await draft(api, 1);
    const inside = { role: 'monitor', scope: `${district}/yinqueshan`, posts: [] } satisfies Partial<Actor>;
    expect((await api.as(inside, `GET /api/v1/campaigns/${id}`)).status).toBe(200);
    const outside = { role: 'monitor', scope: 'linyi/hedong', posts: [] } satisfies Partial<Actor>;
    expect((await api.as(outside, `GET /api/v1/campaigns/${id}`)).status).toBe(404);
    const street = { ...inside, role: 'coordinator' } satisfies Partial<Actor>;
    expect((await api.as(street, `POST /api/v1/campaigns/${id}/launch`, {})).status).toBe(403);
  });
});
