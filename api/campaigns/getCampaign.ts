import { z } from 'zod';
import { campaignProgressSchema, campaignSchema } from '../../domain/campaign/campaign.ts';
import { campaignProgress } from '../../models/campaignProgress.ts';
import { endpoint, everyone } from '../endpoint.ts';
import { etag } from '../etag.ts';
import { visiblePlaces } from '../visibility.ts';
import { visibleCampaign } from './campaignStore.ts';
import { campaignParams, campaignView } from './campaignView.ts';

export const getCampaign = endpoint({
  method: 'get',
  path: '/api/v1/campaigns/{id}',
  operationId: 'getCampaign',
  tag: 'campaigns',
  summary: 'One campaign, and how far its cases within sight are',
  access: { roles: everyone },
  params: campaignParams,
  responses: {
    200: z
      .strictObject({ ...campaignSchema.shape, progress: campaignProgressSchema })
      .meta({ id: 'CampaignWithProgress' }),
  },
  errors: ['not-found'],
  handler: async ({ params: { id }, actor, space, services }) => {
    const found = await visibleCampaign(space, actor, id);
    const setting = { space: space.space, now: services.clock(), sight: visiblePlaces(actor) };
    const progress = await campaignProgress(space, id, setting);
    return { status: 200, headers: { ETag: etag(found.revision) }, body: { ...campaignView(found), progress } };
  },
});
