import { type Unzipped, unzipSync, zipSync } from 'fflate';
import { InvalidSpreadsheetError, readSheet } from 'read-excel-file/node';
import { text } from '../../domain/text.ts';
import { isBlank, type RawRow, refuseFile, tableLimits } from './tableLimits.ts';

/** A sheet of the largest table is a fraction of this. */
const unpackedMax = 100 * 1024 * 1024;
const entriesMax = 1000;
/** The edges of a sheet (ECMA-376); what is beyond was not made by a spreadsheet program. */
const sheetEdge = { row: 1_048_576, column: 16_384 };
/** A cell with content further down or right makes the rows between it and the others long and many. */
const contentEdge = { row: 5 * tableLimits.rows, column: tableLimits.columns };

/** Whether bytes begin as a zip archive, which XLSX is. */
export function isZip(bytes: Buffer): boolean {
  return bytes.readUInt32BE(0) === 0x504b0304;
}

/**
 * The rows of the first sheet. Dates are given as 2026-01-31, numbers with the 15 digits a spreadsheet keeps; a formula counts
 * as its last result.
 *
 * @throws Refusal file-refused for a damaged archive, one that unpacks to far more than a table holds, or cells with an error
 */
export async function xlsxRows(bytes: Buffer): Promise<RawRow[]> {
  const files = unpack(bytes);
  for (const [name, content] of Object.entries(files)) {
    if (name.startsWith('xl/worksheets/') && name.endsWith('.xml')) checkCells(Buffer.from(content).toString('utf8'));
  }
  // Packed again, so that what is read is what was checked, whatever else the archive holds between its entries.
  const sheet = await readFirstSheet(Buffer.from(zipSync(files, { level: 0 })));
  return sheet
    .map((row, index) => ({ line: index + 1, cells: withoutTail(row.map(cellText)) }))
    .filter((row) => !isBlank(row));
}

function unpack(bytes: Buffer): Unzipped {
  let unpacked = 0;
  let entries = 0;
  let isBomb = false;
  const files = attempt(() =>
    unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        entries += 1;
        unpacked += originalSize;
        isBomb ||= entries > entriesMax || unpacked > unpackedMax;
        return !isBomb && /\.(xml|rels)$/.test(name);
      },
    }),
  );
  if (isBomb) throw refuseFile(text('压缩内容远超一张表', 'The archive unpacks to far more than a table holds'));
  if (!files || !Object.keys(files).some((name) => name.startsWith('xl/'))) {
    throw refuseFile(text('文件已损坏，或者不是XLSX文件', 'The archive is damaged, or no XLSX file'));
  }
  return files;
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}

/** Looks where a sheet has rows and cells, before anything of that size is built. */
function checkCells(xml: string): void {
  for (const [, attributes = ''] of xml.matchAll(/<(?:\w+:)?(?:row|c)(?=[\s/>])([^>]*)>/g)) {
    const quotes = attributes.match(/["']/g)?.length ?? 0;
    const given = /(?:^|\s)r\s*=\s*(["'])(.*?)\1/s.exec(attributes)?.[2];
    const place = given === undefined ? undefined : /^([A-Z]{0,3})(\d{1,7})$/.exec(given);
    if (quotes % 2 === 1 || (given !== undefined && !place)) {
      throw refuseFile(text('工作表已损坏', 'The sheet is damaged'));
    }
    const row = Number(place?.[2] ?? 0);
    const column = columnNumber(place?.[1] ?? '');
    const isCell = place !== undefined && place?.[1] !== '';
    const edge = isCell && !attributes.endsWith('/') ? contentEdge : sheetEdge;
    if (row > edge.row || column > edge.column) {
      throw refuseFile(
        text(
          `工作表在${given}处还有内容，请把表格放在左上角`,
          `The sheet has content as far away as ${given}; put the table in the upper left corner`,
        ),
      );
    }
  }
}

function columnNumber(letters: string): number {
  return Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}

async function readFirstSheet(file: Buffer): Promise<unknown[][]> {
  try {
    return await readSheet(file);
  } catch (error) {
    const place = error instanceof InvalidSpreadsheetError ? /row (\d+), col (\d+): (.*)/.exec(error.message) : null;
    throw refuseFile(
      place
        ? text(
            `第${place[1]}行第${place[2]}列有错误：${place[3]}`,
            `Row ${place[1]}, column ${place[2]} has an error: ${place[3]}`,
          )
        : text('工作表无法读取', 'The sheet cannot be read'),
    );
  }
}

/** A cell as it would stand in a CSV file. */
function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) {
    const [date = '', time = ''] = value.toISOString().split('T');
    return time.startsWith('00:00:00') ? date : `${date}T${time.slice(0, 8)}`;
  }
  // Beyond 15 digits there is only what binary fractions add: 0.30000000000000004.
  if (typeof value === 'number') return String(Number(value.toPrecision(15)));
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  return typeof value === 'string' ? value : '';
}

function withoutTail(cells: string[]): string[] {
  const last = cells.findLastIndex((cell) => cell.trim() !== '');
  return cells.slice(0, last + 1);
}
