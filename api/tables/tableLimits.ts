import { fieldError, Refusal } from '../../domain/errors.ts';
import { type Text, text } from '../../domain/text.ts';

/** What a table file may weigh and hold. */
export const tableLimits = {
  bytes: 10 * 1024 * 1024,
  /** Rows with content, the header not counted. */
  rows: 20_000,
  columns: 100,
  cellLength: 4000,
} as const;

/** A row of a file before its cells are looked at; an empty cell is an empty string. */
export interface RawRow {
  line: number;
  cells: string[];
}

/** What is wrong with a file as a whole, so that none of its rows can be judged. */
export function refuseFile(detail: Text): Refusal {
  return new Refusal('file-refused', detail, [fieldError('/file', detail)]);
}

/** @throws Refusal file-refused when a file has more rows or columns than are taken at once */
export function requireTableSize(rows: readonly RawRow[]): void {
  if (rows.length > tableLimits.rows + 1) {
    throw refuseFile(
      text(
        `文件超过${tableLimits.rows}行，一次最多读取这么多`,
        `The file has more than ${tableLimits.rows} rows; no more are taken at once`,
      ),
    );
  }
  const wide = rows.find(({ cells }) => cells.length > tableLimits.columns);
  if (wide) throw tooWide(wide.line, String(wide.cells.length));
}

/** A line with more cells than a table has columns. */
export function tooWide(line: number, cells: string): Refusal {
  return refuseFile(
    text(
      `第${line}行有${cells}个单元格，最多${tableLimits.columns}个`,
      `Line ${line} has ${cells} cells; at most ${tableLimits.columns}`,
    ),
  );
}

/** Whether a row says nothing: it is blank, or a remark that begins with `#`, as the template's. */
export function isBlank({ cells }: RawRow): boolean {
  return cells.every((cell) => cell.trim() === '') || (cells[0]?.trimStart().startsWith('#') ?? false);
}
