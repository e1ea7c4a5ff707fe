import { type Connection, type Model, Schema } from 'mongoose';
import type { ComplaintMonth } from '../domain/rankings/complaintMonth.ts';

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
}

export interface ComplaintModels {
  complaintMonths: Model<ComplaintMonthDocument>;
}

/** Published complaint figures of one space. Each index serves a query. */
export function complaintModels(db: Connection): ComplaintModels {
  const schema = new Schema<ComplaintMonthDocument>(
    { _id: String },
    { strict: false, minimize: false, versionKey: false },
  );
  schema.index({ compound: 1, month: 1 });
  schema.index({ month: 1, cityRank: 1 });
  schema.index({ within: 1, month: 1 });
  return { complaintMonths: db.model<ComplaintMonthDocument>('ComplaintMonth', schema, 'complaintMonths') };
}
