import { type Connection, type Model, Schema } from 'mongoose';
import type { Space } from '../domain/case/caseView.ts';
import type { RehearsalPlan } from '../domain/rehearsal/plan.ts';
import type { RehearsalStatus } from '../domain/rehearsal/rehearsal.ts';
import type { RehearsalReport } from '../domain/rehearsal/report.ts';
import type { Sensitivity } from '../domain/rehearsal/sensitivity.ts';

export interface RehearsalProgress {
  /** Compounds that have been played to their end, or that of the rehearsal. */
  done: number;
  acts: number;
  skips: number;
}

/** A rehearsal on the engine; in the rehearsal space's database, whichever space its campaign is in. */
export interface RehearsalDocument {
  /** Such as `R-1f6a09c2`. */
  _id: string;
  campaign: { id: string; name: string; space: Space };
  place: string;
  /** The place and every place above it. */
  within: string[];
  status: RehearsalStatus;
  months: number;
  startOn: string;
  endOn: string;
  assumptions: RehearsalPlan['assumptions'];
  compounds: number;
  progress: RehearsalProgress;
  /** The call that asked for it, hashed: a repeat finds it. */
  key: string;
  body: string;
  createdAt: Date;
  createdBy: string;
  startedAt?: Date;
  endedAt?: Date;
  /** Why it failed. */
  error?: string;
  report?: RehearsalReport;
  sensitivity?: Sensitivity;
}

export interface RehearsalModels {
  rehearsals: Model<RehearsalDocument>;
  /** What a rehearsal is played from, by its id; too large for lists. */
  plans: Model<{ _id: string; plan: RehearsalPlan }>;
}

/** Rehearsals; only the rehearsal space's database has any. Each index serves a query. */
export function rehearsalModels(db: Connection): RehearsalModels {
  const options = { strict: false, minimize: false, versionKey: false } as const;
  const rehearsals = new Schema<RehearsalDocument>({ _id: String }, options);
  rehearsals.index({ createdAt: -1, _id: 1 });
  rehearsals.index({ within: 1, createdAt: -1, _id: 1 });
  rehearsals.index({ place: 1, createdAt: -1, _id: 1 });
  const plans = new Schema<{ _id: string; plan: RehearsalPlan }>({ _id: String }, options);
  return {
    rehearsals: db.model<RehearsalDocument>('Rehearsal', rehearsals, 'rehearsals'),
    plans: db.model<{ _id: string; plan: RehearsalPlan }>('RehearsalPlan', plans, 'rehearsalPlans'),
  };
}
