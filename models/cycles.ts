import { type Connection, type Model, Schema } from 'mongoose';
import type { Subject } from '../domain/case/caseView.ts';
import type { Actor } from '../domain/organisation/actor.ts';
import type { CycleCase } from '../domain/procedures/cycle.ts';

/** `listing`: the register is being read. `running`: cases are started, awaited and told. `closed`: all have ended. */
export const cycleStatuses = ['listing', 'running', 'closed'] as const;
export type CycleStatus = (typeof cycleStatuses)[number];

/** One round of a procedure over a register: a half-year's assessment of all secretaries of a street or district. */
export interface CycleDocument {
  /** `kind:place:key`, such as `assess:linyi_lanshan:2026-H1`. */
  _id: string;
  kind: string;
  place: string;
  key: string;
  /** The place and every place above it. */
  within: string[];
  /** Whose register was read. */
  subjects: Subject['type'];
  status: CycleStatus;
  /** The last entry of the register that is listed, while it is being read. */
  listedTo?: string;
  /** Its cases are expected until the end of this day. */
  dueOn: string;
  startedBy: Actor;
  startedAt: Date;
  closedAt?: Date;
}

/** One subject of a cycle, and its case once started. */
export interface CycleItemDocument {
  /** `cycle|subject` */
  _id: string;
  cycle: string;
  subject: string;
  name: string;
  scope: string;
  within: string[];
  /** The place whose cases are compared. */
  pool: string;
  case: string | null;
  /** Why its case could not be started. */
  failure?: string;
}

/** A pool that was compared: its cases as they were then, with those that came or were corrected later. */
export interface CyclePoolDocument {
  /** `cycle|pool` */
  _id: string;
  cycle: string;
  pool: string;
  comparedAt: Date;
  cases: CycleCase[];
}

export interface CycleModels {
  cycles: Model<CycleDocument>;
  items: Model<CycleItemDocument>;
  pools: Model<CyclePoolDocument>;
}

/** Cycles of one space. Each index serves a listed query. */
export function cycleModels(db: Connection): CycleModels {
  const options = { strict: false, minimize: false, versionKey: false } as const;
  const model = <T>(name: string, collection: string, schema: () => Schema<T>): Model<T> =>
    (db.models[name] as Model<T> | undefined) ?? db.model<T>(name, schema(), collection);
  return {
    cycles: model<CycleDocument>('Cycle', 'cycles', () => {
      const schema = new Schema<CycleDocument>({ _id: String }, options);
      schema.index({ startedAt: -1, _id: 1 });
      schema.index({ kind: 1, startedAt: -1, _id: 1 });
      return schema;
    }),
    items: model<CycleItemDocument>('CycleItem', 'cycleItems', () => {
      const schema = new Schema<CycleItemDocument>({ _id: String }, options);
      schema.index({ cycle: 1, case: 1, subject: 1 });
      schema.index({ cycle: 1, within: 1, subject: 1 });
      return schema;
    }),
    pools: model<CyclePoolDocument>('CyclePool', 'cyclePools', () => {
      const schema = new Schema<CyclePoolDocument>({ _id: String }, options);
      schema.index({ cycle: 1 });
      return schema;
    }),
  };
}
