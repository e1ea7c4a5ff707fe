import { z } from 'zod';
import { type CampaignEntry, campaignEntrySchema, campaignSchema } from '../../domain/campaign/campaign.ts';
import { Refusal } from '../../domain/errors.ts';
import type { Actor } from '../../domain/organisation/actor.ts';
import { placeIdSchema } from '../../domain/registers/place.ts';
import { endpoint } from '../endpoint.ts';
import { etag, requireMatch } from '../etag.ts';
import { visibleSelectionList } from '../selections/getSelectionList.ts';
import type { SpaceServices } from '../services.ts';
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
    '`set` replaces the whole list, `selection` by the list that a selection has decided; `add` puts compounds on it, or ' +
    'describes anew those that are on it; `remove` takes some off.',
  access: { roles: ['coordinator'] },
  ifMatch: 'required',
  params: campaignParams,
  body: z
    .strictObject({
      set: entries().optional(),
      selection: z.string().min(1).max(160).optional().describe('A selection (P01) whose list is decided'),
      add: entries().optional(),
      remove: z.array(placeIdSchema).max(mostEntries).optional(),
    })
    .refine(
      ({ set, selection, add, remove }) =>
        [set, selection, add ?? remove].filter((each) => each !== undefined).length === 1,
      { error: 'one of set, selection, or add and remove' },
    )
    .meta({ id: 'CampaignCompoundsChange' }),
  responses: { 200: campaignSchema },
  errors: ['not-found', 'campaign-launched', 'not-ready'],
  handler: async ({ params: { id }, body, ifMatch, actor, space, services, address, requestId }) => {
    const found = await ownCampaign(space, actor, id);
    requireDraft(found);
    requireMatch(ifMatch, found.revision);
    const whole = body.selection === undefined ? body.set : await listOf(space, actor, body.selection);
    const added = await entryDocuments(space, found, whole ?? body.add ?? [], (index) =>
      body.selection === undefined ? `/${whole ? 'set' : 'add'}/${index}/compound` : '/selection',
    );
    const { campaignCompounds } = space.campaigns;
    const gone = whole ? {} : { compound: { $in: [...(body.remove ?? []), ...added.map((each) => each.compound)] } };
    const set = { updatedAt: services.clock(), ...(whole && { selection: body.selection ?? null }) };
    const changed = await changeDraft(space, found, set, async (session) => {
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

/**
 * What a selection has listed, as entries.
 *
 * @throws Refusal not-found, not-ready
 */
async function listOf(space: SpaceServices, actor: Actor, id: string): Promise<CampaignEntry[]> {
  const { status, listed } = await visibleSelectionList(space, actor, id);
  if (status !== 'decided' && status !== 'published') {
    throw new Refusal('not-ready', {
      zh: `${id} 的名单处于 ${status} 状态；行动只能采用已决定的名单`,
      en: `The list of ${id} is ${status}; a campaign takes over what is decided`,
    });
  }
  return listed.map(({ compound, route, reason, baselineMonthlyComplaints }) => ({
    compound,
    route,
    reason,
    baselineMonthlyComplaints,
  }));
}
