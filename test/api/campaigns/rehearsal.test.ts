import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { advanceCase, virtualTime } from '../../../temporal/clock.ts';
import { coordinator, office } from '../../support/cases.ts';
import { until } from '../../support/until.ts';
import { type CaseApi, startCaseApi } from '../cases/bench.ts';
import { enterDistrict, entry, newCampaign } from './support.ts';

let api: CaseApi;
beforeAll(async () => {
  api = await startCaseApi(undefined, ['rehearsal']);
  await enterDistrict(api);
});
afterAll(() => api?.stopAll());

const space = 'rehearsal';

describe('a campaign in the rehearsal space', () => {
  it('is launched at an instant of the rehearsal, reports month by month in order, and closes when its last case did', async () => {
    const compound = await api.compound();
    const { body } = await api.as(coordinator, 'POST /api/v1/campaigns', newCampaign, { space });
    const path = `/api/v1/campaigns/${body.id}` as const;
    const list = { set: [entry(compound)] };
    await api.as(coordinator, `PUT ${path}/compounds`, list, { space, headers: { 'if-match': '"1"' } });
    for (const never of ['0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z']) {
      const refused = await api.as(coordinator, `POST ${path}/launch`, { startAt: never }, { space });
      expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer: '/startAt' }] } });
    }
    const startAt = '2027-03-10T01:00:00.000Z';
    const launched = await api.as(coordinator, `POST ${path}/launch`, { startAt }, { space });
    expect(launched.status).toBe(202);
    const id = `rectification:${compound}:1`;
    const { cases, campaigns, temporal } = api.services.spaces.rehearsal;
    await until(async () => (await cases.cases.exists({ _id: id })) !== null);
    const begun = await cases.cases.findById(id).lean();
    expect(begun?.startedAt.slice(0, 10)).toBe('2027-03-10');
    // Three working days after 10 March 2027, a Wednesday.
    expect(begun?.dueAt?.toISOString()).toBe('2027-03-15T16:00:00.000Z');
    expect((await virtualTime(temporal, id)).now.toISOString().slice(0, 10)).toBe('2027-03-10');

    await until(async () => (await campaigns.campaigns.findById(body.id).lean())?.status === 'running');
    await advanceCase(temporal, `campaign:${body.id}`, 'P70D');
    await until(async () => (await campaigns.bulletins.countDocuments({ campaign: body.id })) === 2);
    const { body: written } = await api.as(coordinator, `GET ${path}/bulletins`, undefined, { space });
    expect(written.items).toMatchObject([
      { month: '2027-04', ranking: { published: false }, progress: { started: 1 } },
      { month: '2027-03', ranking: { published: false } },
    ]);
    // Not before the fifth working day of April; how far a clock runs past it is the server's.
    expect(written.items[1].at >= '2027-04-07T01:00').toBe(true);
    const missed = await campaigns.campaignNotices.find({ campaign: body.id, kind: 'rankingMissing' }).lean();
    expect(missed.map(({ month, to }) => [month, to])).toEqual([
      ['2027-03', ['hotlineOffice', 'coordinator']],
      ['2027-04', ['hotlineOffice', 'coordinator']],
    ]);

    await advanceCase(temporal, id, 'P100D');
    await api.as(
      office('districtPartyCommittee'),
      `POST /api/v1/cases/${id}/cancellation`,
      { reason: '示例' },
      { space },
    );
    await until(async () => (await campaigns.campaigns.findById(body.id).lean())?.status === 'closed');
    const closed = await campaigns.campaigns.findById(body.id).lean();
    expect(closed?.closedAt?.toISOString().slice(0, 4)).toBe('2027');
  });
});
