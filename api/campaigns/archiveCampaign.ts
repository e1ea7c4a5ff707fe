import { campaignSchema } from '../../domain/campaign/campaign.ts';
import { Refusal } from '../../domain/errors.ts';
import { endpoint } from '../endpoint.ts';
import { etag } from '../etag.ts';
import { ownCampaign } from './campaignStore.ts';
import { campaignParams, campaignView } from './campaignView.ts';

export const archiveCampaign = endpoint({
  method: 'post',
  path: '/api/v1/campaigns/{id}/archive',
  operationId: 'archiveCampaign',
  tag: 'campaigns',
  summary: 'Put a closed campaign away; nothing of it is lost',
  access: { roles: ['coordinator'] },
  params: campaignParams,
  responses: { 200: campaignSchema },
  errors: ['not-found', 'campaign-open'],
  handler: async ({ params: { id }, actor, space, services, address, requestId }) => {
    const found = await ownCampaign(space, actor, id);
    if (found.status !== 'closed' && found.status !== 'archived') {
      throw new Refusal('campaign-open', {
        zh: `${id} 处于 ${found.status} 状态；全部案件结束后会自动关闭`,
        en: `${id} is ${found.status}; it closes by itself when every case has ended`,
      });
    }
    const now = services.clock();
    const archived = await space.campaigns.campaigns
      .findOneAndUpdate(
        { _id: id, status: 'closed' },
        { $set: { status: 'archived', archivedAt: now, updatedAt: now }, $inc: { revision: 1 } },
        { returnDocument: 'after' },
      )
      .lean();
    if (archived !== null) {
      services.audit.record({
        what: 'campaignArchived',
        subject: id,
        actor: { id: actor.id, role: actor.role },
        space: space.space,
        address,
        requestId,
      });
    }
    const shown = archived ?? found;
    return { status: 200, headers: { ETag: etag(shown.revision) }, body: campaignView(shown) };
  },
});
