import { z } from 'zod';
import { scopeSchema } from '../organisation/scope.ts';
import { monthSchema } from '../rankings/complaintMonth.ts';
import { placeIdSchema } from '../registers/place.ts';
import { textSchema } from '../text.ts';

/** How a compound came onto the list (P01: four entry routes, one record each). */
export const entryRoutes = ['initialRanking', 'monthlyTop50', 'lowStar', 'manual'] as const;
export const entryRouteSchema = z.enum(entryRoutes).meta({ id: 'EntryRoute' });
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
  })
  .meta({ id: 'CampaignCompound' });
export type CampaignCompound = z.infer<typeof campaignCompoundSchema>;

export const campaignFields = {
  name: z.string().trim().min(1).max(120),
  place: scopeSchema.describe('The city or district whose campaign it is'),
  month: monthSchema.describe('Last month of the ranking window'),
};
