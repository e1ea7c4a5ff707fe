import { z } from 'zod';
import { scopeSchema } from '../organisation/scope.ts';
import { placeIdSchema } from './place.ts';

/** The registers, as they are named in addresses. Offices are a list of their own: they are part of the program. */
export const registerNames = [
  'compounds',
  'streets',
  'communities',
  'secretaries',
  'companies',
  'committees',
  'branches',
] as const;
export type RegisterName = (typeof registerNames)[number];

/** Words that stand in the place of an id in addresses, such as `/compounds/export`. */
const reservedIds = ['export', 'imports', 'template'];

/** The id of an entry; it is part of case ids and never changes. */
export const entryIdSchema = placeIdSchema.refine(
  (id) => !reservedIds.includes(id),
  'this word has another meaning here',
);

/** The name an entry is found by. */
export const entryName = z.string().trim().min(1).max(80);

/** Stars from 1 to 5 (P19). */
export const starSchema = z.int().min(1).max(5);

/** What every entry shows besides its own fields. */
export const entryState = {
  scope: scopeSchema,
  locality: z.string().describe('Whose policy holds here'),
  retired: z.literal(true).optional().describe('No longer offered; kept because cases refer to it'),
  retirement: z
    .strictObject({ on: z.iso.date(), reason: z.string() })
    .optional()
    .describe('Since when and why it is retired'),
  revision: z.int(),
  updatedAt: z.iso.datetime(),
  updatedBy: z.string(),
};

/** What entries of all registers have. */
export interface EntryBase {
  name: string;
  scope: string;
  locality: string;
  retired?: true;
  retirement?: { on: string; reason: string };
  revision: number;
  updatedBy: string;
}

/** An entry of any register, as it is shown; the fields of its register are known to its schema. */
export interface EntryView extends EntryBase {
  id: string;
  updatedAt: string;
  [field: string]: unknown;
}

/** The codes of a list that is kept by code, for `z.enum`. */
export function codesOf<T extends Record<string, unknown>>(types: T): [keyof T & string, ...(keyof T & string)[]] {
  return Object.keys(types) as [keyof T & string, ...(keyof T & string)[]];
}
