import { z } from 'zod';
import { campaignBulletinSchema } from '../../domain/campaign/campaign.ts';
import type { BulletinDocument } from '../../models/campaigns.ts';
import { endpoint, everyone } from '../endpoint.ts';
import { pageQuery, pageRequest, pageSchema } from '../pages.ts';
import { visibleCampaign } from './campaignStore.ts';
import { campaignParams } from './campaignView.ts';

export const listCampaignBulletins = endpoint({
  method: 'get',
  path: '/api/v1/campaigns/{id}/bulletins',
  operationId: 'listCampaignBulletins',
  tag: 'campaigns',
  summary: 'What each month of a campaign came to, newest first',
  access: { roles: everyone },
  params: campaignParams,
  query: z.strictObject(pageQuery),
  responses: { 200: pageSchema(campaignBulletinSchema) },
  errors: ['not-found', 'invalid-cursor'],
  handler: async ({ params: { id }, query, actor, space }) => {
    await visibleCampaign(space, actor, id);
    const { after, sort, limit, page } = pageRequest(query, [['month', -1]], ['campaignBulletins', id]);
    const found = await space.campaigns.bulletins
      .find({ $and: [{ campaign: id }, after] })
      .sort(sort)
      .limit(limit + 1)
      .lean();
    return { status: 200, body: page(found, shown) };
  },
});

function shown({ campaign, month, at, progress, ranking }: BulletinDocument): z.input<typeof campaignBulletinSchema> {
  return { campaign, month, at: at.toISOString(), progress, ranking };
}
