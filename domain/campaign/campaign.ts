import { z } from 'zod';
import { scopeSchema } from '../organisation/scope.ts';
import { oneOf } from '../procedures/forms.ts';
import { monthSchema } from '../rankings/complaintMonth.ts';
import { placeIdSchema } from '../registers/place.ts';
import { type Text, text, textSchema } from '../text.ts';

/** How a compound came onto the list (P01: four entry routes, one record each). */
export const entryRoutes = {
  initialRanking: text('初次排名', 'Initial ranking'),
  monthlyTop50: text('月排名前50', 'Monthly top 50'),
  lowStar: text('低星级', 'Low star'),
  manual: text('区级决定', 'District decision'),
} as const satisfies Record<string, Text>;
export const entryRouteSchema = oneOf(entryRoutes).meta({ id: 'EntryRoute' });
export type EntryRoute = z.infer<typeof entryRouteSchema>;

/**
 * `draft`: compounds and staffing may change. `launching`: cases are being started in waves. `running`: all are started.
 * `closed`: every case has ended. `archived`: closed and put away.
 */
export const campaignStatuses = ['draft', 'launching', 'running', 'closed', 'archived'] as const;
export const campaignStatusSchema = z.enum(campaignStatuses).meta({ id: 'CampaignStatus' });
export type CampaignStatus = z.infer<typeof campaignStatusSchema>;

const post = () => z.string().trim().min(1).max(80);

/** The three ones 三个一 of a compound (P03), as nominated by the campaign: posts and units, never private persons' data. */
export const staffingSchema = z
  .strictObject({
    leader: post().optional().describe('Responsible county-level leader (post)'),
    redSecretary: post().optional().describe('Red-property secretary (sending unit)'),
    departments: z.array(post()).max(6).describe('Paired departments'),
  })
  .meta({ id: 'Staffing' });
export type Staffing = z.infer<typeof staffingSchema>;

/** One compound of a campaign: why it is on the list, who is to take it on, and its case once started. */
export const campaignCompoundSchema = z
  .strictObject({
    compound: placeIdSchema,
    name: z.string(),
    scope: scopeSchema,
    route: entryRouteSchema,
    reason: textSchema.describe('Such as: rank 3 of 1,105: 412 tickets, satisfaction 48 %'),
    baselineMonthlyComplaints: z.int().min(0).describe('Monthly mean before the campaign, rounded'),
    staffing: staffingSchema,
    case: z.string().nullable().describe('The rectification once it is started'),
    activeCase: z
      .string()
      .optional()
      .describe('Its rectification is under way already, started by somebody else: the campaign starts no second one'),
    failure: z.string().optional().describe('Why its case could not be started; POST …/retries tries again'),
  })
  .meta({ id: 'CampaignCompound' });
export type CampaignCompound = z.infer<typeof campaignCompoundSchema>;

export const campaignFields = {
  name: z.string().trim().min(1).max(120),
  place: scopeSchema.describe('The city or district whose campaign it is'),
  month: monthSchema.describe('Last month of the ranking window'),
};

export const campaignIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/, 'letters, digits, "_" and "-", at most 40')
  .describe('Such as K-2026-01');

/** What a draft says of one compound; name and place come from the register. */
export const campaignEntrySchema = z
  .strictObject({
    compound: placeIdSchema,
    route: entryRouteSchema,
    reason: textSchema,
    baselineMonthlyComplaints: z.int().min(0).max(100_000),
    staffing: staffingSchema.optional(),
  })
  .meta({ id: 'CampaignEntry' });
export type CampaignEntry = z.infer<typeof campaignEntrySchema>;

export const noStaffing: Staffing = { departments: [] };

export const campaignSchema = z
  .strictObject({
    id: campaignIdSchema,
    ...campaignFields,
    status: campaignStatusSchema,
    selection: z.string().nullable().describe('The selection (P01) its list comes from, if any'),
    compounds: z.int().describe('How many are on the list'),
    revision: z.int(),
    createdAt: z.iso.datetime(),
    createdBy: z.string(),
    updatedAt: z.iso.datetime(),
    launchedAt: z.iso.datetime().optional(),
    launchedBy: z.string().optional(),
    launchedByName: z.string().optional().describe('As they were called then'),
    closedAt: z.iso.datetime().optional(),
    rehearsal: z.string().optional(),
  })
  .meta({ id: 'Campaign' });
export type Campaign = z.infer<typeof campaignSchema>;

const tally = () => z.int().min(0);

/** How far a campaign is, counted from the documents of its compounds and cases. */
export const campaignProgressSchema = z
  .strictObject({
    compounds: tally(),
    pending: tally().describe('Cases still to be started'),
    started: tally(),
    elsewhere: tally().describe('Compounds with an active case of somebody else'),
    failed: tally().describe('Compounds whose case could not be started'),
    visible: tally().describe('Cases that lists show already'),
    byStatus: z.record(z.string(), tally()),
    byStage: z.record(z.string(), tally()).describe('Open cases by their main stage'),
    overdue: tally().describe('Cases in which something is overdue'),
    byStreet: z.record(z.string(), z.strictObject({ cases: tally(), open: tally(), overdue: tally(), ended: tally() })),
  })
  .meta({ id: 'CampaignProgress' });
export type CampaignProgress = z.infer<typeof campaignProgressSchema>;

export const campaignBulletinSchema = z
  .strictObject({
    campaign: z.string(),
    month: monthSchema,
    at: z.iso.datetime().describe('When it was written, by the campaign’s own clock'),
    progress: campaignProgressSchema,
    ranking: z
      .strictObject({
        published: z.boolean().describe('Whether the month’s complaint figures were out when the bulletin was due'),
        compounds: tally().describe('Compounds of the campaign that have figures'),
        complaints: tally(),
        satisfied: tally(),
        surveyed: tally(),
      })
      .describe('Sums over the compounds of the campaign'),
  })
  .meta({ id: 'CampaignBulletin' });
export type CampaignBulletin = z.infer<typeof campaignBulletinSchema>;
