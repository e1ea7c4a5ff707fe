import { type Connection, type Model, Schema } from 'mongoose';
import type { RollUnit } from '../domain/votes/roll.ts';

/** A version of a compound's roll of owners; nothing of it ever changes. */
export interface RollDocument {
  /** `compound@version` */
  _id: string;
  compound: string;
  version: number;
  /** The day whose ownership it states. */
  asOf: string;
  scope: string;
  /** The compound's scope path and every path above it. */
  within: string[];
  /** Of the units, without names: what cases refer to. */
  hash: string;
  units: number;
  /** Of the whole compound, by the statutory rules. */
  heads: number;
  /** In 0.01 m². */
  area: number;
  buildings: string[];
  sha256: string;
  fileName: string | null;
  uploadedAt: Date;
  uploadedBy: { id: string; name: string };
}

/** Who owns a unit. Personal data: it stands in no case, and the roll's hash holds only a salted hash of it. */
export interface UnitOwners {
  unit: string;
  names: string[];
  salt: string;
}

/** A run of a roll's units in the order of the file. */
export interface RollPartDocument {
  /** `roll|number` */
  _id: string;
  roll: string;
  number: number;
  units: RollUnit[];
  owners: UnitOwners[];
}

export interface RollModels {
  rolls: Model<RollDocument>;
  parts: Model<RollPartDocument>;
}

/** Units of one document: the largest table is a few of them. */
export const unitsOfPart = 1000;

const options = { strict: false, minimize: false, versionKey: false } as const;

/** Rolls of owners of one space. Each index serves a query. */
export function rollModels(db: Connection): RollModels {
  const rolls = new Schema<RollDocument>({ _id: String }, options);
  rolls.index({ compound: 1, version: -1 });
  const parts = new Schema<RollPartDocument>({ _id: String }, options);
  parts.index({ roll: 1, number: 1 });
  return {
    rolls: db.model<RollDocument>('Roll', rolls, 'rolls'),
    parts: db.model<RollPartDocument>('RollPart', parts, 'rollParts'),
  };
}
