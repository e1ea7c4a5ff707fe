import { z } from 'zod';
import { type Campaign, type CampaignCompound, campaignIdSchema } from '../../domain/campaign/campaign.ts';
import type { CampaignCompoundDocument, CampaignDocument } from '../../models/campaigns.ts';

export const campaignParams = z.strictObject({ id: campaignIdSchema });

/** A campaign as it is shown, field by field. */
export function campaignView(document: CampaignDocument): Campaign {
  const { _id, name, place, month, status, selection, revision, createdBy, launchedBy, launchedByName, rehearsal } =
    document;
  return {
    id: _id,
    name,
    place,
    month,
    status,
    selection,
    compounds: document.compounds,
    revision,
    createdAt: document.createdAt.toISOString(),
    createdBy,
    updatedAt: document.updatedAt.toISOString(),
    ...(document.launchedAt && { launchedAt: document.launchedAt.toISOString() }),
    ...(launchedBy !== undefined && { launchedBy }),
    ...(launchedByName !== undefined && { launchedByName }),
    ...(document.closedAt && { closedAt: document.closedAt.toISOString() }),
    ...(rehearsal !== undefined && { rehearsal }),
  };
}

/** A compound of a campaign as it is shown. */
export function campaignCompoundView(document: CampaignCompoundDocument): CampaignCompound {
  const { compound, name, scope, route, reason, baselineMonthlyComplaints, staffing, activeCase, failure } = document;
  return {
    compound,
    name,
    scope,
    route,
    reason,
    baselineMonthlyComplaints,
    staffing,
    case: document.case,
    ...(activeCase !== undefined && { activeCase }),
    ...(failure !== undefined && { failure }),
  };
}
