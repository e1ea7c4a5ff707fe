import { type Connection, type Model, Schema } from 'mongoose';
import type { Month } from '../domain/rankings/complaintMonth.ts';
import type { SelectionWeights } from '../domain/selection/rank.ts';
import type { SelectedCompound } from '../domain/selection/select.ts';

/** A compound that a selection proposes, holds in reserve, or found active. */
export interface SnapshotCandidate extends SelectedCompound {
  name: string;
  scope: string;
  /** Its rectification under way, if there was one. */
  case: string | null;
}

/** What a selection was computed from and came to. It is named by its hash, so it is written once and never changed. */
export interface SelectionSnapshot {
  place: string;
  /** Last month of the window. */
  month: Month;
  windowMonths: number;
  /** Months of the window that were not published. */
  missing: Month[];
  weights: SelectionWeights;
  targetCount: number;
  reserveCount: number;
  /** Whose numbers these were, where the request named none. */
  policy: { locality: string; version: string };
  /** Compound, tickets, satisfied, surveyed: of every compound that was ranked, by id. */
  figures: [compound: string, complaints: number, satisfied: number, surveyed: number][];
  candidates: SnapshotCandidate[];
}

export interface SelectionSnapshotDocument extends SelectionSnapshot {
  /** Hash of everything above. */
  _id: string;
  takenAt: Date;
  takenBy: string;
}

export interface SelectionModels {
  selectionSnapshots: Model<SelectionSnapshotDocument>;
}

/** What selections were computed from, of one space; read by id alone. */
export function selectionModels(db: Connection): SelectionModels {
  const options = { strict: false, minimize: false, versionKey: false } as const;
  const schema = new Schema<SelectionSnapshotDocument>({ _id: String }, options);
  return { selectionSnapshots: db.model<SelectionSnapshotDocument>('SelectionSnapshot', schema, 'selectionSnapshots') };
}
