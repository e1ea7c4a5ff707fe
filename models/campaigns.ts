import { type Connection, type Model, Schema } from 'mongoose';
import type { CampaignCompound, CampaignStatus } from '../domain/campaign/campaign.ts';
import type { Month } from '../domain/rankings/complaintMonth.ts';

export interface CampaignDocument {
  /** Such as `K-2026-01`; stands in case views and search attributes as `campaign`. */
  _id: string;
  name: string;
  place: string;
  /** The place and every place above it. */
  within: string[];
  month: Month;
  status: CampaignStatus;
  /** The selection (P01) its list comes from, if any. */
  selection: string | null;
  revision: number;
  createdAt: Date;
  createdBy: string;
  updatedAt: Date;
  launchedAt?: Date;
  launchedBy?: string;
  closedAt?: Date;
  /** Set on every document of a rehearsal run; it is purged by this id. */
  rehearsal?: string;
}

export interface CampaignCompoundDocument extends CampaignCompound {
  /** `campaign|compound` */
  _id: string;
  campaign: string;
  within: string[];
  /** Why its case could not be started, when a wave tried in vain. */
  failure?: string;
}

export interface CampaignModels {
  campaigns: Model<CampaignDocument>;
  campaignCompounds: Model<CampaignCompoundDocument>;
}

/** Campaigns of one space. Each index serves a listed query. */
export function campaignModels(db: Connection): CampaignModels {
  const options = { strict: false, minimize: false, versionKey: false } as const;
  const campaigns = new Schema<CampaignDocument>({ _id: String }, options);
  campaigns.index({ within: 1, createdAt: -1, _id: 1 });
  campaigns.index({ status: 1, createdAt: -1, _id: 1 });
  const compounds = new Schema<CampaignCompoundDocument>({ _id: String }, options);
  compounds.index({ campaign: 1, case: 1, compound: 1 });
  compounds.index({ campaign: 1, compound: 1 });
  return {
    campaigns: db.model<CampaignDocument>('Campaign', campaigns, 'campaigns'),
    campaignCompounds: db.model<CampaignCompoundDocument>('CampaignCompound', compounds, 'campaignCompounds'),
  };
}
