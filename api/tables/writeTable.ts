import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify/sync';
import writeXlsxFile from 'write-excel-file/node';
import { z } from 'zod';
import { type Language, type Text, text } from '../../domain/text.ts';
import type { StreamReply } from '../endpoint.ts';
import { tableMediaTypes } from './readTable.ts';
import type { TableColumn } from './tableColumn.ts';

export const tableFormats = ['csv', 'xlsx'] as const;
export const tableFormatSchema = z.enum(tableFormats);
export type TableFormat = (typeof tableFormats)[number];

/** What a cell may be given as; a list is written with 、 between its items. */
export type CellValue = string | number | boolean | readonly string[] | null | undefined;

type Header = Pick<TableColumn, 'key' | 'title'>;

/**
 * A table file that spreadsheets open without asking, and `parseTable` reads back unchanged: CSV in UTF-8 with its mark, or
 * XLSX. Text stays text: `=1+1` is no formula, leading zeros stay.
 */
export async function writeTable(
  format: TableFormat,
  columns: readonly Header[],
  rows: Iterable<Readonly<Record<string, CellValue>>>,
  language: Language = 'zh',
): Promise<Buffer> {
  const header = columns.map(({ title }) => title[language]);
  const content = Array.from(rows, (row) => columns.map(({ key }) => plain(row[key], language)));
  if (format === 'csv') return csv([header, ...content]);
  return await xlsx([{ sheet: sheetNames.data[language], rows: [header, ...content] }]);
}

/**
 * An empty table to fill in. What each column means stands in remarks that are skipped when it is read (CSV), or on a second
 * sheet (XLSX).
 */
export async function writeTemplate(
  format: TableFormat,
  columns: readonly TableColumn[],
  language: Language = 'zh',
): Promise<Buffer> {
  const header = columns.map(({ title }) => title[language]);
  const help = columns.map(({ title, required, help: meaning }) => [
    title[language],
    required ? words.required[language] : '',
    meaning[language],
  ]);
  if (format === 'csv') {
    const remarks = help.map((cells) => [`# ${cells.filter((cell) => cell !== '').join(' · ')}`]);
    return csv([header, ...remarks]);
  }
  const helpHeader = [words.column[language], words.required[language], words.meaning[language]];
  return await xlsx([
    { sheet: sheetNames.data[language], rows: [header] },
    { sheet: sheetNames.help[language], rows: [helpHeader, ...help] },
  ]);
}

/** The answer that makes a browser save the file. @param name without its ending */
export function tableReply(format: TableFormat, name: string, bytes: Buffer): StreamReply & { status: 200 } {
  const plainName = name.replaceAll(/[^\w.-]/g, '_');
  return {
    status: 200,
    mediaType: format === 'csv' ? `${tableMediaTypes.csv}; charset=utf-8` : tableMediaTypes.xlsx,
    headers: {
      'Content-Length': bytes.length,
      'Content-Disposition': `attachment; filename="${plainName}.${format}"; filename*=UTF-8''${encodeURIComponent(`${name}.${format}`)}`,
      'X-Content-Type-Options': 'nosniff',
    },
    stream: Readable.from([bytes], { objectMode: false }),
  };
}

/** What an endpoint that answers with a table says in `responses`. */
export const tableResponse = { mediaTypes: Object.values(tableMediaTypes), description: 'The file' } as const;

const words = {
  column: text('列', 'Column'),
  required: text('必填', 'required'),
  meaning: text('说明', 'Meaning'),
  yes: text('是', 'yes'),
  no: text('否', 'no'),
} satisfies Record<string, Text>;

const sheetNames = { data: text('数据', 'Data'), help: text('填写说明', 'Help') } satisfies Record<string, Text>;

function plain(value: CellValue, language: Language): string | number {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? words.yes[language] : words.no[language];
  return typeof value === 'object' ? value.join('、') : value;
}

function csv(rows: (string | number)[][]): Buffer {
  return Buffer.from(stringify(rows, { bom: true, escape_formulas: true, record_delimiter: 'windows' }));
}

async function xlsx(sheets: { sheet: string; rows: (string | number)[][] }[]): Promise<Buffer> {
  const written = sheets.map(({ sheet, rows }) => ({
    sheet,
    stickyRowsCount: 1,
    columns: (rows[0] ?? []).map((_, column) => ({ width: widthOf(rows, column) })),
    data: rows.map((row, index) =>
      row.map((value) =>
        typeof value === 'number'
          ? { value, type: Number }
          : { value: forXml(value), type: String, ...(index === 0 && { fontWeight: 'bold' as const }) },
      ),
    ),
  }));
  return await writeXlsxFile(written).toBuffer();
}

/** Without the characters that XML cannot hold; with them no program would open the file. */
export function forXml(value: string): string {
  // oxlint-disable-next-line no-control-regex -- they are what is taken out
  return value.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');
}

/** Wide enough for its first rows; a Chinese character takes two. */
function widthOf(rows: (string | number)[][], column: number): number {
  const widths = rows
    .slice(0, 50)
    .map((row) =>
      Array.from(String(row[column] ?? ''), (each) => (each > '\u2e7f' ? 2 : 1)).reduce<number>((a, b) => a + b, 0),
    );
  return Math.min(60, Math.max(8, ...widths) + 2);
}
