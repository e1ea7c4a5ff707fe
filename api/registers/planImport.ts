import { isDeepStrictEqual } from 'node:util';
import { fieldErrors, inBothLanguages } from '../../domain/errors.ts';
import type { Actor } from '../../domain/organisation/actor.ts';
import { covers } from '../../domain/organisation/scope.ts';
import { entryIdSchema } from '../../domain/registers/entry.ts';
import { type Language, type Text, text } from '../../domain/text.ts';
import type { EntryDocument } from '../../models/registers.ts';
import type { SpaceServices } from '../services.ts';
import { addError, headingOf } from '../tables/parseTable.ts';
import type { Table, TableRow } from '../tables/tableColumn.ts';
import { movesPlace, retirementOf } from './changeEntries.ts';
import { checkEntries, type Draft } from './checkEntries.ts';
import { entryDocument, entryId, fieldsOf } from './entryDocument.ts';
import { keyField, ofRegister } from './entryStore.ts';
import { PlaceNames } from './placeNames.ts';
import type { EntryFields, Register } from './register.ts';

export type Row = TableRow<Record<string, unknown>>;

/** What an import would do. */
export interface ImportPlan {
  /** Documents to be written, new and changed. */
  documents: EntryDocument[];
  /** What stands there now, by id. */
  before: Map<string, EntryDocument>;
  changes: { line: number; id: string; change: 'new' | 'changed'; fields: string[] }[];
  unchanged: number;
}

interface RowDraft extends Draft {
  line: number;
  found: EntryDocument | undefined;
}

/**
 * Works out what the rows of a file change. Columns the file does not have stay as they are; an empty cell clears its field.
 * Whatever stands in the way is added to the errors of the table.
 */
export async function planImport(
  space: SpaceServices,
  register: Register,
  table: Table<Record<string, unknown>>,
  { actor, at, language }: { actor: Actor; at: Date; language: Language },
): Promise<ImportPlan> {
  const refuse: Refuse = (line, key, detail) => {
    const column = register.columns.find((each) => each.key === key);
    const heading = column ? headingOf(table, column, language) : key;
    addError(table, { line, column: heading, detail: detail[language] });
  };
  const rows = onlyOnce(table.rows, refuse);
  const before = await findExisting(space, register, rows);
  const places = register.placeColumns.length > 0 ? await PlaceNames.read(space) : undefined;
  const drafts = rows.flatMap((row): RowDraft[] => {
    const found = before.get(String(row.values['id']));
    const draft = draftOf(register, table.columns, row, found, places, refuse);
    return draft ? [draft] : [];
  });
  const { scopes, errors } = await checkEntries(space, register, drafts, actor);
  for (const { draft, field, detail } of errors) refuse((draft as RowDraft).line, field, detail);
  const bad = new Set<Draft>(errors.map(({ draft }) => draft));

  const plan: ImportPlan = { documents: [], before, changes: [], unchanged: 0 };
  for (const draft of drafts) {
    if (bad.has(draft)) continue;
    const { id, line, fields, found } = draft;
    const written = { revision: (found?.revision ?? 0) + 1, at, by: actor.id };
    const document = {
      ...entryDocument(register, id, fields, space, written, scopes),
      ...(found && retirementOf(found)),
    };
    const reason = refuseWrite(register, actor, document, found);
    if (reason) refuse(line, 'id', reason);
    else if (found && isDeepStrictEqual(fieldsOf(register, found), fieldsOf(register, document))) plan.unchanged += 1;
    else {
      plan.documents.push(document);
      plan.changes.push({
        line,
        id,
        change: found ? 'changed' : 'new',
        fields: changedFields(document, found, register),
      });
    }
  }
  table.errors.sort((a, b) => a.line - b.line);
  return plan;
}

type Refuse = (line: number, key: string, detail: Text) => void;

function onlyOnce(rows: readonly Row[], refuse: Refuse): Row[] {
  const lines = new Map<unknown, number>();
  return rows.filter(({ line, values: { id } }) => {
    const first = lines.get(id);
    if (first === undefined) lines.set(id, line);
    else refuse(line, 'id', text(`${String(id)}与第${first}行重复`, `${String(id)} is on line ${first} too`));
    return first === undefined;
  });
}

async function findExisting(
  { registers }: SpaceServices,
  register: Register,
  rows: readonly Row[],
): Promise<Map<string, EntryDocument>> {
  const ids = rows.map(({ values }) => values['id']);
  const found = await registers.entries[register.name]
    .find({ ...ofRegister(register), [keyField(register.name)]: { $in: ids } })
    .lean<EntryDocument[]>();
  return new Map(found.map((document) => [entryId(document), document]));
}

/** What a row says of an entry, with what is known of it already. */
function draftOf(
  register: Register,
  columns: readonly string[],
  { line, values }: Row,
  found: EntryDocument | undefined,
  places: PlaceNames | undefined,
  refuse: Refuse,
): RowDraft | undefined {
  const { id, ...given } = values;
  const kept = found ? Object.entries(fieldsOf(register, found)).filter(([key]) => !columns.includes(key)) : [];
  const resolved = places ? resolvePlaces(register, given, places) : given;
  if (typeof resolved === 'string') {
    const named = String(given[resolved]);
    refuse(line, resolved, text(`${named}不存在`, `there is no ${named} there`));
    return undefined;
  }
  const parsed = register.fields.safeParse({ ...Object.fromEntries(kept), ...resolved }, inBothLanguages);
  const parsedId = entryIdSchema.safeParse(id, inBothLanguages);
  if (parsed.success && parsedId.success) {
    return { id: parsedId.data, fields: parsed.data as EntryFields, line, found };
  }
  for (const { detail, zh } of parsedId.error ? fieldErrors(parsedId.error) : []) refuse(line, 'id', text(zh, detail));
  for (const { pointer, detail, zh } of parsed.error ? fieldErrors(parsed.error) : []) {
    refuse(line, pointer.split('/')[1] ?? 'id', text(zh, detail));
  }
  return undefined;
}

/** Values with places by id; or the key of the first column whose place is not known. */
function resolvePlaces(
  { placeColumns }: Register,
  values: Readonly<Record<string, unknown>>,
  places: PlaceNames,
): Record<string, unknown> | string {
  const resolved = { ...values };
  let above = '';
  for (const key of placeColumns) {
    const written = String(values[key]);
    const id = placeColumns.length === 1 ? places.pathOf(written) : places.idOf(above, written);
    if (id === undefined) return key;
    resolved[key] = id;
    above = above === '' ? id : `${above}/${id}`;
  }
  return resolved;
}

function refuseWrite(
  register: Register,
  actor: Actor,
  document: EntryDocument,
  found: EntryDocument | undefined,
): Text | undefined {
  const outside = [document, ...(found ? [found] : [])].find(({ scope }) => !covers(actor.scope, scope));
  // Where an entry of somebody else is, is not told.
  if (outside && outside === found) return text('编号已被占用', 'this id is taken');
  if (outside) return text(`${outside.scope}不在您的范围内`, `${outside.scope} is outside of your scope`);
  if (found && movesPlace(register, found, document))
    return text('不能迁移，请另行登记', 'cannot move; enter a new one');
  return undefined;
}

function changedFields(document: EntryDocument, found: EntryDocument | undefined, register: Register): string[] {
  const after = fieldsOf(register, document);
  if (!found) return Object.keys(after);
  const old = fieldsOf(register, found);
  return Object.keys({ ...old, ...after }).filter((key) => !isDeepStrictEqual(old[key], after[key]));
}
