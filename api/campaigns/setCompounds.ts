import { z } from 'zod';
import { campaignEntrySchema, campaignSchema } from '../../domain/campaign/campaign.ts';
import { placeIdSchema } from '../../domain/registers/place.ts';
import { endpoint } from '../endpoint.ts';
import { etag, requireMatch } from '../etag.ts';
import { changeDraft, entryDocuments, ownCampaign, requireDraft } from './campaignStore.ts';
import { campaignParams, campaignView } from './campaignView.ts';

const mostEntries = 5000;
const entries = () => z.array(campaignEntrySchema).max(mostEntries);

export const setCampaignCompounds = endpoint({
  method: 'put',
  path: '/api/v1/campaigns/{id}/compounds',
  operationId: 'setCampaignCompounds',
  tag: 'campaigns',
  summary: 'Put compounds on the list of a draft, or take them off',
  description:
    '`set` replaces the whole list; `add` puts compounds on it, or describes anew those that are on it; `remove` takes some off.',
  access: { roles: ['coordinator'] },
  ifMatch: 'required',
  params: campaignParams,
  body: z
    .strictObject({
      set: entries().optional(),
      add: entries().optional(),
      remove: z.array(placeIdSchema).max(mostEntries).optional(),
    })
    .refine(({ set, add, remove }) => (set === undefined) !== (add === undefined && remove === undefined), {
      error: 'either set, or add and remove',
    })
    .meta({ id: 'CampaignCompoundsChange' }),
  responses: { 200: campaignSchema },
  errors: ['not-found', 'campaign-launched'],
  handler: async ({ params: { id }, body, ifMatch, actor, space, services, address, requestId }) => {
    const found = await ownCampaign(space, actor, id);
    requireDraft(found);
    requireMatch(ifMatch, found.revision);
    const added = await entryDocuments(space, found, body.set ?? body.add ?? [], body.set ? '/set' : '/add');
    const { campaignCompounds } = space.campaigns;
    const gone = body.set ? {} : { compound: { $in: [...(body.remove ?? []), ...added.map((each) => each.compound)] } };
    const changed = await changeDraft(space, found, { updatedAt: services.clock() }, async (session) => {
      await campaignCompounds.deleteMany({ campaign: id, ...gone }, { session });
      if (added.length > 0) await campaignCompounds.collection.insertMany(added as never[], { session });
    });
    services.audit.record({
      what: 'campaignChanged',
      subject: id,
      detail: `${changed.compounds} compounds`,
      actor: { id: actor.id, role: actor.role },
      space: space.space,
      address,
      requestId,
    });
    return { status: 200, headers: { ETag: etag(changed.revision) }, body: campaignView(changed) };
  },
});
