import { type Connection, type Model, Schema } from 'mongoose';
import type { Compound } from '../domain/registers/compound.ts';
import { type EntryBase, type EntryView, type RegisterName, registerNames } from '../domain/registers/entry.ts';
import type { PlaceLevel } from '../domain/registers/place.ts';

/** What a document of any register holds besides the fields of its register. */
interface Found {
  /** The scope path and every path above it, of all places it belongs to: who sees one of them sees the entry. */
  within: string[];
  /** Pieces of the name and id, for search by part of a name; see `gramsOf`. */
  grams: string[];
}

export interface CompoundDocument
  extends Omit<Compound, 'id' | 'updatedAt' | 'branches' | 'committee' | 'secretary'>,
    Found {
  _id: string;
  updatedAt: Date;
}

/** An entry of a register. Where its fields do not say them, `district`, `street` and `community` say where it is. */
export interface EntryDocument extends EntryBase, Found {
  /** The id; in the register of places the scope path. */
  _id: string;
  updatedAt: Date;
  [field: string]: unknown;
}

/** An entry as it was at a revision; its id is in the field named after what it is: `compound`, `company`. */
export interface EntryVersionDocument {
  /** `id|revision` */
  _id: string;
  revision: number;
  at: Date;
  value: EntryView;
  [one: string]: unknown;
}

/** A compound as it was at a revision. */
export interface CompoundVersionDocument {
  _id: string;
  compound: string;
  revision: number;
  at: Date;
  value: Compound;
}

/** A place; streets and communities are entries of their registers as well. */
export interface PlaceDocument extends EntryDocument {
  level: PlaceLevel;
  /** The last part of the path, or, where another place of the level had that first, the whole path with `_`. */
  id: string;
}

/** What is being imported into a register, under its name; and, under `import|n`, the documents that are to be written. */
export interface ImportJournalDocument {
  _id: string;
  /** Counts writes of single entries, which wait for an import. */
  writes?: number;
  importing?: { id: string; until: Date; chunks?: number };
  documents?: EntryDocument[];
  /** Compounds among them that are somewhere else now. */
  moved?: string[];
}

export interface RegisterModels {
  compounds: Model<CompoundDocument>;
  compoundVersions: Model<CompoundVersionDocument>;
  places: Model<PlaceDocument>;
  /** Every register by its name; streets and communities are in the collection of places. */
  entries: Record<RegisterName, Model<EntryDocument>>;
  versions: Record<RegisterName, Model<EntryVersionDocument>>;
  imports: Model<ImportJournalDocument>;
}

/** What one entry of a register is called: the field of its versions that holds its id. */
export const entryWords = {
  compounds: 'compound',
  streets: 'street',
  communities: 'community',
  secretaries: 'secretary',
  companies: 'company',
  committees: 'committee',
  branches: 'branch',
} as const satisfies Record<RegisterName, string>;

/** Filters of lists besides the places, and the fields they compare. */
export const registerFilters: Readonly<Record<RegisterName, Readonly<Record<string, string>>>> = {
  compounds: { company: 'company' },
  streets: {},
  communities: {},
  secretaries: { compound: 'compound' },
  companies: {},
  committees: { compound: 'compound' },
  branches: { compound: 'compounds' },
};

/** Names are sorted as a Chinese reader expects, by pinyin. */
export const nameCollation = { locale: 'zh' } as const;

const options = { strict: false, minimize: false, versionKey: false } as const;
const placeFilters = ['within', 'district', 'street', 'community'] as const;

/** The registers of one space. Each index serves a listed query; what is retired is passed over within the index. */
export function registerModels(db: Connection): RegisterModels {
  const places = db.model<PlaceDocument>('Place', placeSchema(), 'places');
  const entries = {} as Record<RegisterName, Model<EntryDocument>>;
  const versions = {} as Record<RegisterName, Model<EntryVersionDocument>>;
  for (const name of registerNames) {
    const one = entryWords[name];
    const title = `${one.charAt(0).toUpperCase()}${one.slice(1)}`;
    const isPlace = name === 'streets' || name === 'communities';
    entries[name] = isPlace
      ? (places as unknown as Model<EntryDocument>)
      : db.model<EntryDocument>(title, entrySchema(Object.values(registerFilters[name])), name);
    const schema = new Schema<EntryVersionDocument>({ _id: String }, options);
    schema.index({ [one]: 1, revision: -1 });
    versions[name] = db.model<EntryVersionDocument>(`${title}Version`, schema, `${one}Versions`);
  }
  return {
    compounds: entries.compounds as unknown as Model<CompoundDocument>,
    compoundVersions: versions.compounds as unknown as Model<CompoundVersionDocument>,
    places,
    entries,
    versions,
    imports: db.model<ImportJournalDocument>(
      'RegisterImport',
      new Schema<ImportJournalDocument>({ _id: String }, options),
      'registerImports',
    ),
  };
}

function entrySchema(own: readonly string[]): Schema<EntryDocument> {
  const schema = new Schema<EntryDocument>({ _id: String }, options);
  for (const filter of [...placeFilters, ...own, 'grams']) schema.index({ [filter]: 1, _id: 1, retired: 1 });
  for (const filter of [undefined, ...placeFilters]) {
    schema.index({ ...(filter && { [filter]: 1 }), name: 1, _id: 1, retired: 1 }, { collation: nameCollation });
  }
  return schema;
}

function placeSchema(): Schema<PlaceDocument> {
  const schema = new Schema<PlaceDocument>({ _id: String }, options);
  schema.index({ within: 1, _id: 1 });
  schema.index({ level: 1, id: 1 });
  for (const filter of [undefined, ...placeFilters, 'grams']) {
    schema.index({ level: 1, ...(filter && { [filter]: 1 }), _id: 1, retired: 1 });
  }
  for (const filter of [undefined, ...placeFilters]) {
    schema.index(
      { level: 1, ...(filter && { [filter]: 1 }), name: 1, _id: 1, retired: 1 },
      { collation: nameCollation },
    );
  }
  return schema;
}

/** What every entry shows of itself, besides the fields of its register. */
export function entryTail(
  document: EntryDocument,
): Omit<EntryBase, 'updatedBy'> & Pick<EntryView, 'updatedAt' | 'updatedBy'> {
  const { name, scope, locality, retired, retirement, revision, updatedAt, updatedBy } = document;
  return {
    name,
    scope,
    locality,
    ...(retired && { retired }),
    ...(retirement && { retirement }),
    revision,
    updatedAt: updatedAt.toISOString(),
    updatedBy,
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
