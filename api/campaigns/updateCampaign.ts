import { z } from 'zod';
import { campaignFields, campaignSchema } from '../../domain/campaign/campaign.ts';
import { endpoint } from '../endpoint.ts';
import { etag, requireMatch } from '../etag.ts';
import { changeDraft, ownCampaign, requireDraft } from './campaignStore.ts';
import { campaignParams, campaignView } from './campaignView.ts';

export const updateCampaign = endpoint({
  method: 'put',
  path: '/api/v1/campaigns/{id}',
  operationId: 'updateCampaign',
  tag: 'campaigns',
  summary: 'Rename a draft or move its month; its place stays',
  access: { roles: ['coordinator'] },
  ifMatch: 'required',
  params: campaignParams,
  body: z.strictObject({ name: campaignFields.name, month: campaignFields.month }).meta({ id: 'CampaignChange' }),
  responses: { 200: campaignSchema },
  errors: ['not-found', 'campaign-launched'],
  handler: async ({ params: { id }, body, ifMatch, actor, space, services, address, requestId }) => {
    const found = await ownCampaign(space, actor, id);
    requireDraft(found);
    requireMatch(ifMatch, found.revision);
    const changed = await changeDraft(space, found, { ...body, updatedAt: services.clock() });
    services.audit.record({
      what: 'campaignChanged',
      subject: id,
      actor: { id: actor.id, role: actor.role },
      space: space.space,
      address,
      requestId,
    });
    return { status: 200, headers: { ETag: etag(changed.revision) }, body: campaignView(changed) };
  },
});
