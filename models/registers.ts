import { type Connection, type Model, Schema } from 'mongoose';
import type { Compound } from '../domain/registers/compound.ts';
import type { PlaceLevel } from '../domain/registers/place.ts';

export interface CompoundDocument extends Omit<Compound, 'id' | 'updatedAt'> {
  _id: string;
  updatedAt: Date;
  /** The scope path and every path above it: who sees one of them sees the compound. */
  within: string[];
  /** Pieces of the name and id, for search by part of a name; see `gramsOf`. */
  grams: string[];
}

/** A compound as it was at a revision. */
export interface CompoundVersionDocument {
  /** `compound|revision` */
  _id: string;
  compound: string;
  revision: number;
  at: Date;
  value: Compound;
}

export interface PlaceDocument {
  /** The scope path. */
  _id: string;
  level: PlaceLevel;
  name: string;
  /** The path and every path above it. */
  within: string[];
}

export interface RegisterModels {
  compounds: Model<CompoundDocument>;
  compoundVersions: Model<CompoundVersionDocument>;
  places: Model<PlaceDocument>;
}

/** Names are sorted as a Chinese reader expects, by pinyin. */
export const nameCollation = { locale: 'zh' } as const;

const options = { strict: false, minimize: false, versionKey: false } as const;

/** The registers of one space. Each index serves a listed query. */
export function registerModels(db: Connection): RegisterModels {
  const compounds = new Schema<CompoundDocument>({ _id: String }, options);
  for (const filter of ['within', 'district', 'street', 'community', 'grams']) compounds.index({ [filter]: 1, _id: 1 });
  for (const filter of [undefined, 'within', 'district', 'street', 'community']) {
    compounds.index({ ...(filter && { [filter]: 1 }), name: 1, _id: 1 }, { collation: nameCollation });
  }
  const compoundVersions = new Schema<CompoundVersionDocument>({ _id: String }, options);
  compoundVersions.index({ compound: 1, revision: -1 });
  const places = new Schema<PlaceDocument>({ _id: String }, options);
  places.index({ within: 1, _id: 1 });
  return {
    compounds: db.model<CompoundDocument>('Compound', compounds, 'compounds'),
    compoundVersions: db.model<CompoundVersionDocument>('CompoundVersion', compoundVersions, 'compoundVersions'),
    places: db.model<PlaceDocument>('Place', places, 'places'),
  };
}

/** A path and every path above it: `a/b` gives `a` and `a/b`. */
export function pathsTo(path: string): string[] {
  const parts = path.split('/');
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** Lengths of the pieces by which names are found. */
const gramLengths = [1, 2, 3] as const;

/** Every run of one to three neighbouring characters, in lower case: whatever part of a name is searched for holds some. */
export function gramsOf(...texts: string[]): string[] {
  const grams = texts.flatMap((each) => {
    const characters = Array.from(each.toLowerCase());
    return gramLengths.flatMap((length) =>
      characters.slice(length - 1).map((_, start) => characters.slice(start, start + length).join('')),
    );
  });
  return [...new Set(grams)];
}

/** The runs of a search text that say most: its longest. */
export function longestGramsOf(text: string): string[] {
  const length = Math.min(Array.from(text).length, gramLengths.length);
  return gramsOf(text).filter((gram) => Array.from(gram).length === length);
}
