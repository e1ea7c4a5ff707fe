import { type Connection, type Model, Schema } from 'mongoose';
import type { CampaignBulletin, CampaignCompound, CampaignStatus } from '../domain/campaign/campaign.ts';
import type { CaseOpening } from '../domain/case/opening.ts';
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
  /** How many are on the list. */
  compounds: number;
  revision: number;
  createdAt: Date;
  createdBy: string;
  updatedAt: Date;
  launchedAt?: Date;
  launchedBy?: string;
  /** As they were called then. */
  launchedByName?: string;
  closedAt?: Date;
  archivedAt?: Date;
  /** The call that launched it: a repeat is answered the same. */
  launch?: { key: string; body: string };
  /** Set on every document of a rehearsal run; it is purged by this id. */
  rehearsal?: string;
}

export interface CampaignCompoundDocument extends CampaignCompound {
  /** `campaign|compound` */
  _id: string;
  campaign: string;
  within: string[];
  /** For a case that began on paper: when, and what has happened since. */
  underWay?: NonNullable<CaseOpening['underWay']>;
  /** How often a wave tried in vain to start its case. */
  attempts?: number;
}

/** What a month of a campaign came to, written once when its bulletin fell due. */
export interface BulletinDocument extends Omit<CampaignBulletin, 'at'> {
  /** `campaign|month` */
  _id: string;
  /** The campaign's place and every place above it. */
  within: string[];
  at: Date;
  rehearsal?: string;
}

/** Something the campaign office or another office should know, such as a ranking that is missing. */
export interface CampaignNoticeDocument {
  /** `campaign|kind|month` */
  _id: string;
  campaign: string;
  kind: 'rankingMissing' | 'bulletinDue';
  month: Month;
  place: string;
  within: string[];
  /** Offices, and `coordinator`. */
  to: string[];
  at: Date;
  rehearsal?: string;
}

export interface CampaignModels {
  campaigns: Model<CampaignDocument>;
  campaignCompounds: Model<CampaignCompoundDocument>;
  bulletins: Model<BulletinDocument>;
  campaignNotices: Model<CampaignNoticeDocument>;
}

/** Campaigns of one space. Each index serves a listed query. */
export function campaignModels(db: Connection): CampaignModels {
  const options = { strict: false, minimize: false, versionKey: false } as const;
  const campaigns = new Schema<CampaignDocument>({ _id: String }, options);
  campaigns.index({ within: 1, createdAt: -1, _id: 1 });
  campaigns.index({ place: 1, createdAt: -1, _id: 1 });
  campaigns.index({ status: 1, createdAt: -1, _id: 1 });
  campaigns.index({ createdAt: -1, _id: 1 });
  const compounds = new Schema<CampaignCompoundDocument>({ _id: String }, options);
  compounds.index({ campaign: 1, case: 1, compound: 1 });
  compounds.index({ campaign: 1, compound: 1 });
  compounds.index({ campaign: 1, within: 1, compound: 1 });
  compounds.index(
    { campaign: 1, compound: 1 },
    { name: 'failed', partialFilterExpression: { failure: { $exists: true } } },
  );
  const bulletins = new Schema<BulletinDocument>({ _id: String }, options);
  bulletins.index({ campaign: 1, month: -1 });
  const notices = new Schema<CampaignNoticeDocument>({ _id: String }, options);
  notices.index({ at: -1, _id: 1 });
  return {
    bulletins: db.model<BulletinDocument>('CampaignBulletin', bulletins, 'campaignBulletins'),
    campaignNotices: db.model<CampaignNoticeDocument>('CampaignNotice', notices, 'campaignNotices'),
    campaigns: db.model<CampaignDocument>('Campaign', campaigns, 'campaigns'),
    campaignCompounds: db.model<CampaignCompoundDocument>('CampaignCompound', compounds, 'campaignCompounds'),
  };
}
