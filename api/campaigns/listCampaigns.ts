import { z } from 'zod';
import { campaignSchema, campaignStatusSchema } from '../../domain/campaign/campaign.ts';
import { scopeSchema } from '../../domain/organisation/scope.ts';
import { endpoint, everyone } from '../endpoint.ts';
import { choosePlan, type ListPlan, pageQuery, pageRequest, pageSchema } from '../pages.ts';
import { campaignsInSight } from './campaignStore.ts';
import { campaignView } from './campaignView.ts';

const newest = [
  ['createdAt', -1],
  ['_id', 1],
] as const;
const plans: ListPlan[] = [[], ['place'], ['status'], ['place', 'status']].map((filters) => ({
  filters,
  sort: 'newest',
  order: newest,
}));

export const listCampaigns = endpoint({
  method: 'get',
  path: '/api/v1/campaigns',
  operationId: 'listCampaigns',
  tag: 'campaigns',
  summary: 'Campaigns within sight, newest first',
  access: { roles: everyone },
  query: z.strictObject({
    ...pageQuery,
    place: scopeSchema.optional().describe('Campaigns of this city or district, and of places in it'),
    status: campaignStatusSchema.optional(),
  }),
  responses: { 200: pageSchema(campaignSchema) },
  errors: ['unsupported-filter', 'invalid-cursor'],
  handler: async ({ query, actor, space }) => {
    const { limit: _, cursor: __, place, status } = query;
    const given = { ...(place !== undefined && { place }), ...(status !== undefined && { status }) };
    const plan = choosePlan(plans, Object.keys(given), 'newest');
    const sight = campaignsInSight(actor);
    const { after, sort, limit, page } = pageRequest(query, plan.order, ['campaigns', given, sight]);
    const conditions = [
      ...(place === undefined ? [] : [{ within: place }]),
      ...(status === undefined ? [] : [{ status }]),
    ];
    const found = await space.campaigns.campaigns
      .find({ $and: [{}, ...conditions, sight, after] })
      .sort(sort)
      .limit(limit + 1)
      .lean();
    return { status: 200, body: page(found, campaignView) };
  },
});
