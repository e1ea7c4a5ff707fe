import type { z } from 'zod';
import type { RegisterName } from '../../domain/registers/entry.ts';
import type { PlaceLevel } from '../../domain/registers/place.ts';
import type { AuditEntry } from '../../models/auditLog.ts';
import { entryWords } from '../../models/registers.ts';
import type { TableColumn } from '../tables/tableColumn.ts';
import type { CellValue } from '../tables/writeTable.ts';

/** The fields of an entry, as its register declares them. */
export type EntryFields = Record<string, unknown> & { name: string };

/** A column of a register's files. What its schema reads is the value of the field of that key, or the id. */
export interface RegisterColumn extends TableColumn {
  /** The cell for a value, where it is not the value itself. */
  readonly cell?: (value: unknown) => CellValue;
}

/** Where an entry is, and so who sees it. */
export type Placement =
  /** At a place of the register of places, or (`own`) below it, as a path part of its own. The field is named in errors. */
  | { path: (fields: EntryFields) => string; field: string; own?: true }
  /** Where its compound is. */
  | { of: 'compound' };

/** A register as data; `registerEndpoints` makes of it everything a register offers. */
export interface Register {
  name: RegisterName;
  /** Sentences of the documentation: `a property company`, `property companies`. */
  words: { one: string; many: string };
  /** What is entered; always with a name. */
  fields: z.ZodObject;
  /** How an entry is shown. */
  view: z.ZodType;
  placement: Placement;
  /** Fields that name entries of other registers, which have to exist and not be retired. */
  references: readonly { field: string; to: RegisterName }[];
  /** Shown, and entered elsewhere: the entries of another register that name this one. */
  links?: readonly { field: string; from: RegisterName; by: string; many?: true }[];
  /** The level, for what is kept in the register of places. */
  level?: PlaceLevel;
  columns: readonly RegisterColumn[];
  /** Columns in which a place is written by id or name: one for each part of the path, or one for the whole. */
  placeColumns: readonly string[];
  audit: { created: AuditEntry['what']; changed: AuditEntry['what'] };
}

/** Whether a register is part of the register of places. */
export function isPlaceRegister(name: RegisterName): name is 'streets' | 'communities' {
  return name === 'streets' || name === 'communities';
}

/** What operations and schemas are called after: `Company`, `Companies`. */
export function operationNames({ name }: Pick<Register, 'name'>): { one: string; many: string } {
  const capital = (word: string) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
  return { one: capital(entryWords[name]), many: capital(name) };
}
