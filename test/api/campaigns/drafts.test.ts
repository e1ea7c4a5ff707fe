import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pathsTo } from '../../../models/registers.ts';
import { coordinator } from '../../support/cases.ts';
import { startApi, type TestApi } from '../support.ts';
import { district, newCampaign } from './support.ts';

/** In Shandong the new year has begun, in Greenwich it has not. */
const now = new Date('2027-12-31T16:30:00Z');

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ clock: () => now });
  await api.connected;
  const { places } = api.services.spaces.live.registers;
  await places.collection.insertOne({
    _id: district,
    level: 'district',
    name: '兰山区',
    within: pathsTo(district),
  } as never);
});
afterAll(() => api.stop());

describe('a draft', () => {
  it('is numbered within the year of its place, not of Greenwich', async () => {
    const token = await api.tokenFor(coordinator);
    const { body } = await api.call('POST /api/v1/campaigns', { token, body: newCampaign });
    expect(body).toMatchObject({ id: 'K-2028-01', createdAt: now.toISOString() });
  });

  it.each([
    ['en', ['must not be empty', 'is missing', 'a month such as 2026-05, from 1900-01 to 2199-12']],
    ['zh', ['不能为空', '必填', '应为月份，如2026-05']],
  ])('is refused in plain words (%s)', async (language, details) => {
    const { status, body } = await api.call('POST /api/v1/campaigns', {
      token: await api.tokenFor(coordinator),
      body: { name: '', month: '2026-13' },
      headers: { 'accept-language': language },
    });
    expect(status).toBe(422);
    expect(body.errors.map(({ detail }: { detail: string }) => detail)).toEqual(details);
  });
});
