import { type Connection, type Model, Schema } from 'mongoose';
import type { CaseOpening } from '../domain/case/opening.ts';
import type { Actor } from '../domain/organisation/actor.ts';
import type { ComplaintMonth, Month } from '../domain/rankings/complaintMonth.ts';
import type { NotTakenBack } from '../domain/rankings/publicationPlan.ts';
import type { MonthFigures } from '../domain/rankings/publishedMonth.ts';
import type { Text } from '../domain/text.ts';

/**
 * The published figures of one compound and month, as they hold now. Whatever computes with complaints (selection, dynamic
 * inclusion, dashboards) reads these; what was published before and who corrected it is in the versions of the ranking.
 */
export interface ComplaintMonthDocument extends ComplaintMonth {
  /** `compound|month` */
  _id: string;
  /** The compound's scope path and every path above it. */
  within: string[];
  /** Version of the month's ranking that says so. */
  version: number;
  publishedAt: Date;
  /** The day from which the rank holds: its publication, or that of the correction that changed it. */
  publishedOn?: string;
}

/** A month of the ranking: which versions there are and which is published. */
export interface RankingDocument {
  /** The month. */
  _id: Month;
  latest: number;
  published: number | null;
  publishedOn: string | null;
  /** The version whose publication is being carried out. */
  publishing: number | null;
  updatedAt: Date;
}

/** What a file said of a month; nothing of it ever changes. */
export interface RankingVersionDocument {
  /** `month|version` */
  _id: string;
  month: Month;
  version: number;
  /** Places the file speaks for; rows of others are carried over from the version before. */
  scopes: string[];
  sha256: string;
  fileName: string | null;
  uploadedAt: Date;
  uploadedBy: { id: string; name: string };
  compounds: number;
  carried: number;
  warnings: number;
}

export interface RankingRowDocument extends ComplaintMonth {
  /** `month|version|compound` */
  _id: string;
  version: number;
  name: string;
  scope: string;
  within: string[];
  /** Whether the file gave the rank, or it was computed from the property-class tickets. */
  rankGiven: boolean;
  /** The rank to sort by: those without one come last. */
  byRank: number;
  /** Tickets more or less than the month before, as known when it was uploaded; null without figures to compare with. */
  change: number | null;
}

/** The journal of a publication: what is to be done is decided once, then carried out piece by piece. */
export interface PublicationDocument {
  /** `month|version` */
  _id: string;
  month: Month;
  version: number;
  replaces: number | null;
  publishedOn: string;
  by: Actor;
  /** Hash of the key it was asked for with. */
  key: string;
  /** Hash of what was asked for: a repeat asks for the same. */
  body: string;
  status: 'running' | 'done';
  excluded: { compound: string; name: string; scope: string; reason: string }[];
  notTakenBack: NotTakenBack[];
  startedAt: Date;
  finishedAt: Date | null;
}

export interface PublicationItemDocument {
  /** `month|version|case` or `month|version|compound` */
  _id: string;
  publication: string;
  kind: 'figures' | 'inclusion';
  /** Figures before inclusions, then as listed. */
  order: number;
  compound: string;
  name: string;
  within: string[];
  state: 'pending' | 'done' | 'skipped' | 'failed';
  attempts: number;
  /** The running case that receives figures, or the case that was started. */
  case: string | null;
  detail: string | null;
  figures?: MonthFigures;
  opening?: CaseOpening;
  /** Why the compound enters. */
  reason?: Text;
}

export interface ComplaintModels {
  complaintMonths: Model<ComplaintMonthDocument>;
  rankings: Model<RankingDocument>;
  versions: Model<RankingVersionDocument>;
  rows: Model<RankingRowDocument>;
  publications: Model<PublicationDocument>;
  items: Model<PublicationItemDocument>;
}

const options = { strict: false, minimize: false, versionKey: false } as const;

/** Complaint figures of one space, their versions and publications. Each index serves a query. */
export function complaintModels(db: Connection): ComplaintModels {
  const schema = new Schema<ComplaintMonthDocument>({ _id: String }, options);
  schema.index({ compound: 1, month: 1 });
  schema.index({ month: 1, cityRank: 1 });
  schema.index({ within: 1, month: 1 });
  const versions = new Schema<RankingVersionDocument>({ _id: String }, options);
  versions.index({ month: 1, version: -1 });
  const rows = new Schema<RankingRowDocument>({ _id: String }, options);
  for (const place of [{}, { within: 1 as const }]) {
    rows.index({ month: 1, version: 1, ...place, byRank: 1, compound: 1 });
    rows.index({ month: 1, version: 1, ...place, change: -1, compound: 1 });
  }
  const publications = new Schema<PublicationDocument>({ _id: String }, options);
  publications.index({ month: 1, version: -1 });
  const items = new Schema<PublicationItemDocument>({ _id: String }, options);
  items.index({ publication: 1, state: 1, order: 1 });
  items.index({ publication: 1, kind: 1, order: 1 });
  items.index({ compound: 1, kind: 1 });
  return {
    complaintMonths: db.model<ComplaintMonthDocument>('ComplaintMonth', schema, 'complaintMonths'),
    rankings: db.model<RankingDocument>('Ranking', new Schema<RankingDocument>({ _id: String }, options), 'rankings'),
    versions: db.model<RankingVersionDocument>('RankingVersion', versions, 'rankingVersions'),
    rows: db.model<RankingRowDocument>('RankingRow', rows, 'rankingRows'),
    publications: db.model<PublicationDocument>('RankingPublication', publications, 'rankingPublications'),
    items: db.model<PublicationItemDocument>('RankingPublicationItem', items, 'rankingPublicationItems'),
  };
}

/** The key of a month's version, and of its publication. */
export function versionKey(month: Month, version: number): string {
  return `${month}|${version}`;
}
