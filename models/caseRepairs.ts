import { type Connection, type Model, Schema } from 'mongoose';

/** What a repair put in place of what; kept, so that whoever looks for the cause has what was there. */
export interface CaseRepairDocument {
  case: string;
  at: Date;
  /** What was wrong, as it was reported. */
  findings: { what: string; detail: string }[];
  /** The documents as they were before, by collection. */
  replaced: Record<string, unknown[]>;
}

export function caseRepairModel(db: Connection): Model<CaseRepairDocument> {
  const schema = new Schema<CaseRepairDocument>({}, { strict: false, minimize: false, versionKey: false });
  schema.index({ case: 1, at: 1 });
  return db.model<CaseRepairDocument>('CaseRepair', schema, 'caseRepairs');
}
