import { endpoint } from '../endpoint.ts';
import { requireMatch } from '../etag.ts';
import { changedMeanwhile, ownCampaign, requireDraft } from './campaignStore.ts';
import { campaignParams } from './campaignView.ts';

export const deleteCampaign = endpoint({
  method: 'delete',
  path: '/api/v1/campaigns/{id}',
  operationId: 'deleteCampaign',
  tag: 'campaigns',
  summary: 'Drop a draft; a campaign that was launched is archived instead, once it is closed',
  access: { roles: ['coordinator'] },
  ifMatch: 'required',
  params: campaignParams,
  responses: { 204: null },
  errors: ['not-found', 'campaign-launched'],
  handler: async ({ params: { id }, ifMatch, actor, space, services, address, requestId }) => {
    const found = await ownCampaign(space, actor, id);
    requireDraft(found);
    requireMatch(ifMatch, found.revision);
    const { campaigns, campaignCompounds } = space.campaigns;
    await space.database.transaction(async (transaction) => {
      const { deletedCount } = await campaigns.deleteOne(
        { _id: id, status: 'draft', revision: found.revision },
        { session: transaction },
      );
      if (deletedCount === 0) throw changedMeanwhile();
      await campaignCompounds.deleteMany({ campaign: id }, { session: transaction });
    });
    services.audit.record({
      what: 'campaignDeleted',
      subject: id,
      actor: { id: actor.id, role: actor.role },
      space: space.space,
      address,
      requestId,
    });
    return { status: 204 };
  },
});
