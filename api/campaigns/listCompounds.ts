import { z } from 'zod';
import { campaignCompoundSchema } from '../../domain/campaign/campaign.ts';
import { endpoint, everyone } from '../endpoint.ts';
import { choosePlan, type ListPlan, pageQuery, pageRequest, pageSchema } from '../pages.ts';
import { visiblePlaces } from '../visibility.ts';
import { visibleCampaign } from './campaignStore.ts';
import { campaignCompoundView, campaignParams } from './campaignView.ts';

const byCompound = [['compound', 1]] as const;
const plans: ListPlan[] = [[], ['failed']].map((filters) => ({ filters, sort: 'compound', order: byCompound }));

export const listCampaignCompounds = endpoint({
  method: 'get',
  path: '/api/v1/campaigns/{id}/compounds',
  operationId: 'listCampaignCompounds',
  tag: 'campaigns',
  summary: 'The compounds of a campaign within sight, with reason, staffing and case',
  access: { roles: everyone },
  params: campaignParams,
  query: z.strictObject({
    ...pageQuery,
    failed: z.literal('true').optional().describe('Those whose case could not be started'),
  }),
  responses: { 200: pageSchema(campaignCompoundSchema) },
  errors: ['not-found', 'unsupported-filter', 'invalid-cursor'],
  handler: async ({ params: { id }, query, actor, space }) => {
    await visibleCampaign(space, actor, id);
    const given = query.failed === undefined ? [] : ['failed'];
    const plan = choosePlan(plans, given, 'compound');
    const sight = visiblePlaces(actor);
    const { after, sort, limit, page } = pageRequest(query, plan.order, ['campaignCompounds', id, given, sight]);
    const found = await space.campaigns.campaignCompounds
      .find({
        $and: [
          { campaign: id },
          query.failed === undefined ? {} : { failure: { $exists: true } },
          sight === undefined ? {} : { within: { $in: sight } },
          after,
        ],
      })
      .sort(sort)
      .limit(limit + 1)
      .lean();
    return { status: 200, body: page(found, campaignCompoundView) };
  },
});
