import { z } from 'zod';
import type { Text } from '../../domain/text.ts';

/** A column of a table file, as data: how it is called, what a cell may hold, and what the template says of it. */
export interface TableColumn {
  /** Names the value in a row that was read. */
  readonly key: string;
  /** The header; a file may use the Chinese or the English title, the key, or an alias, in any case. */
  readonly title: Text;
  readonly aliases?: readonly string[];
  /** The column must be there, and no cell of it may be empty. */
  readonly required?: true;
  /** Reads the trimmed text of a cell, which is never empty: an empty cell of an optional column has no value at all. */
  readonly schema: z.ZodType<unknown, string>;
  /** One sentence for those who fill in the file. */
  readonly help: Text;
}

type Required<C extends readonly TableColumn[]> = Extract<C[number], { required: true }>;
type Optional<C extends readonly TableColumn[]> = Exclude<C[number], { required: true }>;

/** What a row of these columns holds. */
export type RowValues<C extends readonly TableColumn[]> = {
  [E in Required<C> as E['key']]: z.output<E['schema']>;
} & { [E in Optional<C> as E['key']]?: z.output<E['schema']> };

/** One row of a file; `line` is the line of a CSV file it begins at, or the row of a sheet, counted from 1. */
export interface TableRow<V> {
  line: number;
  values: V;
}

/** A cell that cannot be read: the title of its column as the file has it, and the reason. */
export const tableErrorSchema = z
  .strictObject({
    line: z.int().describe('Line of a CSV file or row of a sheet, from 1'),
    column: z.string(),
    detail: z.string(),
  })
  .meta({ id: 'TableError' });
export type TableError = z.infer<typeof tableErrorSchema>;

/** A file as it was read: every row without an error, and the errors of all others. */
export interface Table<V> {
  rows: TableRow<V>[];
  /** At most `maxErrors` of them; `errorCount` says how many there are. */
  errors: TableError[];
  errorCount: number;
  /** Keys of the columns that the file has. */
  columns: string[];
  /** What the file itself calls each of them. */
  headings: string[];
}

/** Errors beyond this number are counted, not listed. */
export const maxErrors = 1000;
