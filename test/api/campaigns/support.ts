import { randomInt, randomUUID } from 'node:crypto';
import type { CampaignEntry } from '../../../domain/campaign/campaign.ts';
import { pathsTo } from '../../../models/registers.ts';
import { coordinator } from '../../support/cases.ts';
import { until } from '../../support/until.ts';
import type { CaseApi } from '../cases/bench.ts';
import type { Answer } from '../support.ts';

export const district = 'linyi/lanshan';

/**
 * Enters the district, without which no campaign is drafted. Suites share a Temporal server, where an id belongs to one
 * campaign: numbers go on from one that no other suite has.
 */
export async function enterDistrict(api: CaseApi): Promise<void> {
  const before = `K-${new Date().getUTCFullYear()}-${randomInt(1_000, 1_000_000_000)}`;
  for (const space of ['live', 'rehearsal'] as const) {
    const { campaigns } = api.services.spaces[space].campaigns;
    await campaigns.collection.insertOne({
      _id: before as never,
      place: 'elsewhere',
      within: [],
      status: 'archived',
      createdAt: new Date(0),
      updatedAt: new Date(0),
    });
    await api.services.spaces[space].registers.places.collection.updateOne(
      { _id: district as never },
      { $set: { level: 'district', name: '兰山区（示例）', within: pathsTo(district) } },
      { upsert: true },
    );
  }
}

export function entry(compound: string, overrides: Partial<CampaignEntry> = {}): CampaignEntry {
  return {
    compound,
    route: 'initialRanking',
    reason: { zh: '第3名', en: 'rank 3' },
    baselineMonthlyComplaints: 12,
    ...overrides,
  };
}

export const newCampaign = { name: '示例集中整治', place: district, month: '2026-10' };

/** A draft with so many fresh compounds. */
export async function draft(
  api: CaseApi,
  compounds: number,
  overrides: (n: number) => Partial<CampaignEntry> = () => ({}),
): Promise<{ id: string; compounds: string[]; etag: string }> {
  const ids = await Promise.all(
    Array.from({ length: compounds }, () => api.compound({ id: `C-${randomUUID().slice(0, 12)}` })),
  );
  const { body } = await api.as(coordinator, 'POST /api/v1/campaigns', newCampaign);
  const filled = await api.as(
    coordinator,
    `PUT /api/v1/campaigns/${body.id}/compounds`,
    { set: ids.map((id, n) => entry(id, overrides(n))) },
    { headers: { 'if-match': '"1"' } },
  );
  if (filled.status !== 200) throw new Error(JSON.stringify(filled.body));
  return { id: body.id, compounds: ids, etag: filled.headers.get('etag') ?? '' };
}

/** The campaign once it looks as wanted. */
export async function campaignOnce(
  api: CaseApi,
  id: string,
  // oxlint-disable-next-line typescript/no-explicit-any -- answers are read as they come
  wanted: (body: any) => boolean,
): Promise<Answer['body']> {
  let body: Answer['body'];
  await until(async () => {
    ({ body } = await api.as(coordinator, `GET /api/v1/campaigns/${id}`));
    return wanted(body);
  });
  return body;
}
