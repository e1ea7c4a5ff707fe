import { TextDecoder } from 'node:util';
import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { type Text, text } from '../../domain/text.ts';
import { isBlank, type RawRow, refuseFile, requireTableSize, tableLimits, tooWide } from './tableLimits.ts';

const separators = [',', ';', '\t'] as const;

/**
 * The rows of a CSV file in UTF-8 (with or without its mark) or GB18030, separated by comma, semicolon or tab.
 *
 * @param isTitle tells which header cells are known: the separator that finds most of them is the file's
 * @throws Refusal file-refused for what is no such text, and for quotes that do not fit
 */
export function csvRows(bytes: Buffer, isTitle: (cell: string) => boolean): RawRow[] {
  const content = decode(bytes).replaceAll(/\r\n?/g, '\n');
  requirePlausible(content);
  const found = (separator: string) => {
    const [header] = parseRows(content, separator, 50);
    return header?.cells.filter(isTitle).length ?? 0;
  };
  const [first, ...others] = separators;
  const separator = others.reduce<string>((best, each) => (found(each) > found(best) ? each : best), first);
  return parseRows(content, separator);
}

function decode(bytes: Buffer): string {
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      const content = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      // oxlint-disable-next-line no-control-regex -- control characters are what tells a binary file from text
      if (!/[\u0000-\u0008\u000e-\u0019\u001b-\u001f]/.test(content)) return content;
    } catch {
      // Not in this encoding.
    }
  }
  throw refuseFile(
    text('既不是XLSX文件，也不是UTF-8或者GB18030文本', 'This is neither an XLSX file nor text in UTF-8 or GB18030'),
  );
}

/** Far more than a table has, blank lines, remarks and separators within texts included. */
const mostLines = 200_000;
const mostSeparatorsOfLine = 20_000;

/** Looks at the file before it is taken apart. @throws Refusal file-refused */
function requirePlausible(content: string): void {
  let [line, found] = [1, 0];
  for (let index = 0; index < content.length; index += 1) {
    const character = content[index];
    if (character === '\n') [line, found] = [line + 1, 0];
    else if (character === ',' || character === ';' || character === '\t') found += 1;
    if (found > mostSeparatorsOfLine) {
      throw tooWide(line, `>${mostSeparatorsOfLine}`);
    }
    if (line > mostLines) {
      throw refuseFile(
        text(`文件超过${mostLines}行（含空行）`, `The file has more than ${mostLines} lines, blank ones included`),
      );
    }
  }
}

interface ParsedRecord {
  record: string[];
  /** The record as it stands in the text, its line end included. */
  raw: string;
}

/**
 * The rows that are not blank. Nothing else is kept, and reading ends with the first row that is too much: a file of
 * separators or line ends must not become a hundred times its size in memory.
 *
 * @param probe so many records are tried with a separator that may be another's
 */
function parseRows(content: string, separator: string, probe?: number): RawRow[] {
  const rows: RawRow[] = [];
  let line = 1;
  const keep = ({ record, raw }: ParsedRecord): null => {
    const row = { line, cells: record.map(unescapeFormula) };
    line += raw.match(/\n/g)?.length ?? 0;
    if (isBlank(row)) return null;
    rows.push(row);
    if (probe === undefined) requireTableSize(row.cells.length > tableLimits.columns ? [row] : rows);
    return null;
  };
  try {
    parse(content, {
      delimiter: separator,
      record_delimiter: '\n',
      relax_column_count: true,
      raw: true,
      // Typed for records alone; with `raw` it is called with both.
      on_record: keep as never,
      ...(probe !== undefined && { to: probe }),
    });
    return rows;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // Only the separator that is the file's in the end may complain.
    if (probe !== undefined) return [];
    const reason = reasons[error.code] ?? text('无法读取', 'cannot be read');
    const line = String(error['lines']);
    throw refuseFile(text(`第${line}行：${reason.zh}`, `Line ${line}: ${reason.en}`));
  }
}

const reasons: Partial<Record<string, Text>> = {
  CSV_QUOTE_NOT_CLOSED: text('引号没有闭合', 'a quotation mark is opened and never closed'),
  INVALID_OPENING_QUOTE: text(
    '字段中间有引号，请把整个字段放入引号，并将其中的引号写两遍',
    'a quotation mark stands in the middle of a field; put the field in quotes and double the mark',
  ),
  CSV_INVALID_CLOSING_QUOTE: text(
    '闭合引号之后还有文字，字段中的引号请写两遍',
    'text follows a closing quotation mark; double marks within a field',
  ),
};

/** Takes back the apostrophe that keeps spreadsheets from running a text, as written by `writeTable`. */
function unescapeFormula(cell: string): string {
  return /^'[=+\-@\t\r＝＋－＠]/.test(cell) ? cell.slice(1) : cell;
}
