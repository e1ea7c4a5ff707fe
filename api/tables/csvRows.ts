import { TextDecoder } from 'node:util';
import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { isBlank, type RawRow, refuseFile } from './tableLimits.ts';

const separators = [',', ';', '\t'] as const;

/**
 * The rows of a CSV file in UTF-8 (with or without its mark) or GB18030, separated by comma, semicolon or tab.
 *
 * @param isTitle tells which header cells are known: the separator that finds most of them is the file's
 * @throws Refusal file-refused for what is no such text, and for quotes that do not fit
 */
export function csvRows(bytes: Buffer, isTitle: (cell: string) => boolean): RawRow[] {
  const text = decode(bytes).replaceAll(/\r\n?/g, '\n');
  const parsed = (separator: string, lines?: number) => parseRows(text, separator, lines);
  const found = (separator: string) => {
    const header = parsed(separator, 50).find((row) => !isBlank(row));
    return header?.cells.filter(isTitle).length ?? 0;
  };
  const [first, ...others] = separators;
  const separator = others.reduce<string>((best, each) => (found(each) > found(best) ? each : best), first);
  return parsed(separator).filter((row) => !isBlank(row));
}

function decode(bytes: Buffer): string {
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      // oxlint-disable-next-line no-control-regex -- control characters are what tells a binary file from text
      if (!/[\u0000-\u0008\u000e-\u0019\u001b-\u001f]/.test(text)) return text;
    } catch {
      // Not in this encoding.
    }
  }
  throw refuseFile('This is neither an XLSX file nor text in UTF-8 or GB18030');
}

interface ParsedRecord {
  record: string[];
  /** The record as it stands in the text, its line end included. */
  raw: string;
}

function parseRows(text: string, separator: string, lines?: number): RawRow[] {
  try {
    const records = parse(text, {
      delimiter: separator,
      record_delimiter: '\n',
      relax_column_count: true,
      raw: true,
      ...(lines !== undefined && { to: lines }),
    }) as unknown as ParsedRecord[];
    let line = 1;
    return records.map(({ record, raw }) => {
      const row = { line, cells: record.map(unescapeFormula) };
      line += raw.match(/\n/g)?.length ?? 0;
      return row;
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // Only the separator that is the file's in the end may complain.
    if (lines !== undefined) return [];
    throw refuseFile(`Line ${String(error['lines'])}: ${reasons[error.code] ?? 'cannot be read'}`);
  }
}

const reasons: Partial<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quotation mark is opened and never closed',
  INVALID_OPENING_QUOTE:
    'a quotation mark stands in the middle of a field; put the field in quotes and double the mark',
  CSV_INVALID_CLOSING_QUOTE: 'text follows a closing quotation mark; double marks within a field',
};

/** Takes back the apostrophe that keeps spreadsheets from running a text, as written by `writeTable`. */
function unescapeFormula(cell: string): string {
  return /^'[=+\-@\t\r＝＋－＠]/.test(cell) ? cell.slice(1) : cell;
}
