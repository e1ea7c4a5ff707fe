import { z } from 'zod';
import { entryRouteSchema } from '../../domain/campaign/campaign.ts';
import { scopeSchema } from '../../domain/organisation/scope.ts';
import { monthSchema } from '../../domain/rankings/complaintMonth.ts';
import { differenceOf, type SelectedCompound } from '../../domain/selection/select.ts';
import { textSchema } from '../../domain/text.ts';
import { endpoint } from '../endpoint.ts';
import { requireSight } from '../visibility.ts';
import { type Proposal, propose, proposeOtherwise } from './proposal.ts';
import { previewRequestSchema, weightsSchema } from './selectionRequest.ts';

/** A compound on the list, or next to it. */
export const rankedCompoundShape = {
  compound: z.string(),
  name: z.string(),
  scope: scopeSchema,
  position: z.int().describe('Place in the order of the list; no two share it'),
  scoreRank: z.int().describe('Rank by score; equal scores share it'),
  rank: z.int().describe('Rank by tickets, 1 the most; as many tickets share it'),
  complaints: z.int().describe('Tickets in the window'),
  satisfied: z.int(),
  surveyed: z.int(),
  satisfaction: z.int().nullable().describe('Per cent, rounded; null when nobody was surveyed'),
  score: z.string().describe('From 0 to 1, rounded; the order follows the exact value'),
  baselineMonthlyComplaints: z.int().describe('Tickets a month over the published months, rounded'),
  route: entryRouteSchema,
  reason: textSchema.describe('Such as: rank 3 of 1,105: 412 tickets, satisfaction 48 %'),
  tied: z.boolean().describe('Has the same score as one on the other side of the cut'),
  case: z.string().nullable().describe('Its rectification under way'),
};

const itemSchema = z
  .strictObject({
    ...rankedCompoundShape,
    standing: z
      .enum(['proposed', 'active', 'reserve', 'below'])
      .describe('active: among the first, but its rectification is under way, so it is not listed twice'),
  })
  .meta({ id: 'RankedCompound' });

const rulesSchema = z
  .strictObject({
    targetCount: z.int(),
    reserveCount: z.int(),
    windowMonths: z.int(),
    weights: weightsSchema,
  })
  .meta({ id: 'SelectionRules' });

const previewSchema = z
  .strictObject({
    place: scopeSchema,
    month: monthSchema,
    window: z.strictObject({
      from: monthSchema,
      to: monthSchema,
      published: z.int().describe('Months of it that are published'),
      missing: z.array(monthSchema).describe('Months that are not: the list is computed without them'),
    }),
    policy: z.strictObject({ locality: z.string(), version: z.string() }),
    rules: rulesSchema,
    counts: z.strictObject({
      compounds: z.int().describe('Compounds that were ranked'),
      complained: z.int().describe('Those with tickets in the window'),
      unsurveyed: z.int().describe('Those where nobody was surveyed: they count as the mean of the others'),
      proposed: z.int(),
      active: z.int().describe('Among the first, and under way already'),
      reserve: z.int(),
    }),
    items: z.array(itemSchema).describe('In the order of the list'),
    ties: z
      .array(z.string())
      .describe('Compounds of the same score at the cut; more tickets, lower satisfaction, then the id came first'),
    lowStars: z
      .array(z.strictObject({ compound: z.string(), star: z.int(), of: z.enum(['branch', 'secretary']) }))
      .describe('Compounds with few stars; with `lowStars` they are listed too'),
    comparison: z
      .strictObject({ rules: rulesSchema, enters: z.array(itemSchema), leaves: z.array(itemSchema) })
      .nullable(),
  })
  .meta({ id: 'SelectionPreview' });

export const previewSelection = endpoint({
  method: 'post',
  path: '/api/v1/campaigns/preview',
  operationId: 'previewCampaign',
  tag: 'campaigns',
  summary: 'Which compounds would be listed, why, and what other weights or another count would alter',
  description:
    'Computed from the published figures; nothing is stored. `items` holds at most `limit`; `counts` says of how many.',
  access: { roles: ['coordinator', 'reviewer', 'monitor', 'integration'] },
  body: previewRequestSchema,
  responses: { 200: previewSchema },
  errors: ['not-found'],
  handler: async ({ body: { compare, limit, ...request }, actor, space }) => {
    requireSight(actor, request.place, `place ${request.place}`);
    const proposal = await propose(space, request);
    const { place, month, policy, rules, published, missing, ranked } = proposal;
    const count = (standing: SelectedCompound['standing']) =>
      ranked.filter((each) => each.standing === standing).length;
    const other = compare && proposeOtherwise(proposal, compare);
    const difference = other && differenceOf(ranked, other.ranked);
    const shown = limit
      ? ranked.slice(0, limit)
      : ranked.filter(({ standing }) => standing !== 'below').slice(0, mostShown);
    return {
      status: 200,
      body: {
        place,
        month,
        window: {
          from: [...published, ...missing].sort()[0] ?? month,
          to: month,
          published: published.length,
          missing,
        },
        policy,
        rules,
        counts: {
          compounds: ranked.length,
          complained: ranked.filter(({ complaints }) => complaints > 0).length,
          unsurveyed: ranked.filter(({ surveyed }) => surveyed === 0).length,
          proposed: count('proposed'),
          active: count('active'),
          reserve: count('reserve'),
        },
        items: shown.map((each) => itemOf(each, proposal)),
        ties: ranked.flatMap(({ compound, tied }) => (tied ? [compound] : [])),
        lowStars: proposal.lowStars.slice(0, mostShown),
        comparison:
          other && difference
            ? {
                rules: other.rules,
                enters: difference.enters.slice(0, mostShown).map((each) => itemOf(each, proposal)),
                leaves: difference.leaves.slice(0, mostShown).map((each) => itemOf(each, proposal)),
              }
            : null,
      },
    };
  },
});

const mostShown = 2000;

function itemOf(
  ranked: SelectedCompound,
  { compounds, active }: Pick<Proposal, 'compounds' | 'active'>,
): z.infer<typeof itemSchema> {
  const { name = '', scope = '' } = compounds.get(ranked.compound) ?? {};
  return { ...ranked, name, scope, case: active.get(ranked.compound) ?? null };
}
