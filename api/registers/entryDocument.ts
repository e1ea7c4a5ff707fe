import type { EntryView } from '../../domain/registers/entry.ts';
import { placeLevelOf } from '../../domain/registers/place.ts';
import {
  type EntryDocument,
  type EntryVersionDocument,
  entryTail,
  entryWords,
  gramsOf,
  type PlaceDocument,
  pathsTo,
} from '../../models/registers.ts';
import type { PolicyShelf } from '../policies/policyShelf.ts';
import type { EntryFields, Register } from './register.ts';

/** When and by whom a revision was written. */
export interface Written {
  revision: number;
  at: Date;
  by: string;
}

/** Scope paths of compounds by id, for entries that are where their compound is. */
export type CompoundScopes = ReadonlyMap<string, string>;

/**
 * The document of an entry, with what follows from its fields.
 *
 * @param scopes of every compound the fields name
 */
export function entryDocument(
  { placement, fields: declared, level }: Pick<Register, 'placement' | 'fields' | 'level'>,
  id: string,
  fields: EntryFields,
  { policies }: { policies: PolicyShelf },
  written: Written,
  scopes: CompoundScopes = new Map(),
): EntryDocument {
  const given = Object.fromEntries(
    Object.keys(declared.shape).flatMap((key) => (fields[key] === undefined ? [] : [[key, fields[key]]])),
  ) as EntryFields;
  const place = placeOf(placement, id, given, scopes);
  return {
    ...areaOf(place.within),
    ...given,
    _id: level ? place.scope : id,
    ...(level && { id, level }),
    scope: place.scope,
    locality: policies.localityOf(place.scope),
    revision: written.revision,
    updatedAt: written.at,
    updatedBy: written.by,
    within: place.within,
    grams: gramsOf(given.name, id),
  };
}

/** Where an entry is: its scope, and every path that shows it. */
export function placeOf(
  placement: Register['placement'],
  id: string,
  fields: EntryFields,
  scopes: CompoundScopes,
): { scope: string; within: string[] } {
  const scopeOf = (compound: unknown) => scopes.get(String(compound)) ?? '';
  if ('of' in placement) {
    const scope = scopeOf(fields['compound']);
    return { scope, within: pathsTo(scope) };
  }
  const path = placement.path(fields);
  const scope = placement.own ? `${path}/${partOf(path, id)}` : path;
  const others = Array.isArray(fields['compounds']) ? fields['compounds'].map(scopeOf) : [];
  return { scope, within: [...new Set([scope, ...others].flatMap(pathsTo))] };
}

/** What an id adds to the path above it; a place whose name was taken has its whole path as id (`placeDocument`). */
function partOf(path: string, id: string): string {
  const whole = `${path.replaceAll('/', '_')}_`;
  return id.startsWith(whole) ? id.slice(whole.length) : id;
}

/** The parts of paths by which lists are filtered; several where an entry is in several places. */
export function areaOf(within: readonly string[]): Record<string, string | string[]> {
  const parts = within.map((path) => path.split('/'));
  const levels = [
    ['district', 2],
    ['street', 3],
    ['community', 4],
  ] as const;
  return Object.fromEntries(
    levels.flatMap(([field, depth]) => {
      const found = parts.flatMap((each) => (each.length === depth ? [each.at(-1) ?? ''] : []));
      const [only] = found;
      if (only === undefined) return [];
      return [[field, found.length === 1 ? only : [...new Set(found)]]];
    }),
  );
}

/** The id of an entry; in the register of places the document's key is the path. */
export function entryId(document: EntryDocument): string {
  return typeof document['id'] === 'string' ? document['id'] : document._id;
}

/** An entry as it is shown and kept in its versions, field by field; links are added where it is read. */
export function entryView({ fields }: Pick<Register, 'fields'>, document: EntryDocument): EntryView {
  return { id: entryId(document), ...fieldsOf({ fields }, document), ...entryTail(document) };
}

/** What was entered of an entry. */
export function fieldsOf({ fields }: Pick<Register, 'fields'>, document: EntryDocument): EntryFields {
  return Object.fromEntries(
    Object.keys(fields.shape).flatMap((key) => (document[key] === undefined ? [] : [[key, document[key]]])),
  ) as EntryFields;
}

/** What is kept of a revision for good. */
export function entryVersion(
  register: Pick<Register, 'name' | 'fields'>,
  document: EntryDocument,
): EntryVersionDocument {
  const id = entryId(document);
  return {
    _id: `${id}|${document.revision}`,
    [entryWords[register.name]]: id,
    revision: document.revision,
    at: document.updatedAt,
    value: entryView(register, document),
  };
}

/** The document of a city, district, street or community that is entered by its path. */
export function placeDocument(
  path: string,
  name: string,
  { policies }: { policies: PolicyShelf },
  written: Written,
  id = path.split('/').at(-1) ?? path,
): PlaceDocument {
  const within = pathsTo(path);
  const parts = path.split('/');
  const [city = '', district, street] = parts;
  return {
    _id: path,
    id,
    level: placeLevelOf(path) ?? 'community',
    name,
    // As the registers of streets and communities have them.
    ...(parts.length > 1 && { city }),
    ...(parts.length > 2 && { district }),
    ...(parts.length > 3 && { street }),
    ...Object.fromEntries(Object.entries(areaOf(within))),
    scope: path,
    locality: policies.localityOf(path),
    revision: written.revision,
    updatedAt: written.at,
    updatedBy: written.by,
    within,
    grams: gramsOf(name, id),
  };
}
