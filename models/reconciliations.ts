import { type Connection, type Model, Schema } from 'mongoose';

/** What the last comparison of all cases with their workflows came to. */
export interface ReconciliationDocument {
  _id: 'last';
  at: Date;
  compared: number;
  differing: number;
  /** Some of those that differ. */
  cases: { case: string; findings: { what: string; detail: string }[] }[];
}

export function reconciliationModel(db: Connection): Model<ReconciliationDocument> {
  const schema = new Schema<ReconciliationDocument>(
    { _id: String },
    { strict: false, minimize: false, versionKey: false },
  );
  return db.model<ReconciliationDocument>('Reconciliation', schema, 'reconciliations');
}
