import { type FieldError, fieldError, fieldErrors, inBothLanguages, Refusal } from '../../domain/errors.ts';
import { type Language, text } from '../../domain/text.ts';
import { csvRows } from './csvRows.ts';
import { maxErrors, type RowValues, type Table, type TableColumn } from './tableColumn.ts';
import { type RawRow, refuseFile, requireTableSize, tableLimits } from './tableLimits.ts';
import { isZip, xlsxRows } from './xlsxRows.ts';

/**
 * Reads a CSV or XLSX file by declared columns; which of the two it is, its content says. Its first row that is not blank is
 * the header; a row whose first cell begins with `#` is a remark.
 *
 * @param language of the reasons in errors
 * @throws Refusal file-refused when it is no table, is too large, lacks a required column or has one that is not known
 */
export async function parseTable<const C extends readonly TableColumn[]>(
  bytes: Buffer,
  columns: C,
  language: Language = 'zh',
): Promise<Table<RowValues<C>>> {
  const known = knownTitles(columns);
  const rows = await rawRows(bytes, (cell) => known.has(fold(cell)));
  requireTableSize(rows);
  const [header, ...content] = rows;
  if (!header) throw refuseFile(text('文件是空的', 'The file is empty'));
  const order = matchHeader(header, columns, known);
  const table: Table<RowValues<C>> = {
    rows: [],
    errors: [],
    errorCount: 0,
    columns: order.map(({ key }) => key),
    headings: header.cells.map((cell) => cell.trim()),
  };
  for (const row of content) readRow(row, header.cells, order, table, language);
  return table;
}

async function rawRows(bytes: Buffer, isTitle: (cell: string) => boolean): Promise<RawRow[]> {
  if (bytes.length < 4) throw refuseFile(text('文件是空的', 'The file is empty'));
  if (isZip(bytes)) return await xlsxRows(bytes);
  if (bytes.readUInt32BE(0) === 0xd0cf11e0) {
    throw refuseFile(
      text('这是旧版XLS或受保护的文件，请另存为XLSX', 'This is an old XLS or a protected file: save it as XLSX'),
    );
  }
  return csvRows(bytes, isTitle);
}

/** Titles are compared without regard to case, width and inner space. */
function fold(title: string): string {
  return title.normalize('NFKC').toLowerCase().replaceAll(/[\s*]/g, '');
}

function knownTitles(columns: readonly TableColumn[]): Map<string, TableColumn> {
  return new Map(
    columns.flatMap((column) =>
      [column.title.zh, column.title.en, column.key, ...(column.aliases ?? [])].map((title): [string, TableColumn] => [
        fold(title),
        column,
      ]),
    ),
  );
}

function matchHeader(
  { line, cells }: RawRow,
  columns: readonly TableColumn[],
  known: Map<string, TableColumn>,
): TableColumn[] {
  const matched = cells.map((cell) => known.get(fold(cell)));
  const keys = matched.map((column) => column?.key);
  const unknown = cells.filter((_, index) => !matched[index]);
  const twice = cells.filter((_, index) => matched[index] && keys.indexOf(keys[index]) !== index);
  const missing = columns.filter(({ key, required }) => required && !keys.includes(key));
  const errors = [
    ...unknown.map((title) => ({
      title,
      detail: title.trim() === '' ? text('没有列标题', 'has no title') : text('不是已知的列', 'is not known'),
    })),
    ...twice.map((title) => ({ title, detail: text('出现两次', 'is there twice') })),
    ...missing.map(({ title }) => ({ title: title.zh, detail: text('缺少这一列', `is missing (${title.en})`) })),
  ];
  if (errors.length === 0) return matched.filter((column) => column !== undefined);
  const offered = columns.map(({ title }) => title.zh);
  throw new Refusal(
    'file-refused',
    text(
      `第${line}行（表头）：${errors.map(({ title, detail }) => `“${title.slice(0, 80)}”${detail.zh}`).join('；')}。可用的列：${offered.join('、')}`,
      `Line ${line}, the header: ${errors.map(({ title, detail }) => `column “${title.slice(0, 80)}” ${detail.en}`).join('; ')}. Known: ${offered.join(', ')}`,
    ),
    errors.map(({ title, detail }) => fieldError(`/columns/${title.slice(0, 80)}`, detail)),
  );
}

function readRow<V>(
  { line, cells }: RawRow,
  titles: readonly string[],
  order: readonly TableColumn[],
  table: Table<V>,
  language: Language,
): void {
  const errors: { column: string; detail: string }[] = [];
  const values: Record<string, unknown> = {};
  for (const [index, { key, schema, required }] of order.entries()) {
    const cell = cells[index]?.trim() ?? '';
    const column = titles[index]?.trim() ?? key;
    if (cell === '') {
      if (required) errors.push({ column, detail: language === 'zh' ? '不能为空' : 'must not be empty' });
      continue;
    }
    if (cell.length > tableLimits.cellLength) {
      errors.push({ column, detail: `${cell.length} > ${tableLimits.cellLength}` });
      continue;
    }
    const parsed = schema.safeParse(cell, inBothLanguages);
    if (parsed.success) values[key] = parsed.data;
    else errors.push({ column, detail: fieldErrors(parsed.error).map(wordingIn(language)).join('; ') });
  }
  const surplus = cells.slice(titles.length).find((cell) => cell.trim() !== '');
  if (surplus !== undefined) {
    errors.push({
      column: String(titles.length + 1),
      detail: language === 'zh' ? '此处没有列标题' : 'there is no column here',
    });
  }
  // The values were parsed with the schemas that V is derived from, and no required one is absent.
  if (errors.length === 0) table.rows.push({ line, values: values as V });
  for (const error of errors) addError(table, { line, ...error });
}

/** The reason of an error of a schema, in the language of the answer. */
export function wordingIn(language: Language): (error: FieldError) => string {
  return ({ detail, zh }) => (language === 'zh' ? zh : detail);
}

/** How the file itself heads a column; where it has none of that kind, its title. */
export function headingOf(
  { columns, headings }: Pick<Table<unknown>, 'columns' | 'headings'>,
  { key, title }: Pick<TableColumn, 'key' | 'title'>,
  language: Language,
): string {
  return headings[columns.indexOf(key)] ?? title[language];
}

/** Notes an error found after reading, such as a reference to something that does not exist. */
export function addError<V>(table: Table<V>, error: Table<V>['errors'][number]): void {
  table.errorCount += 1;
  if (table.errors.length < maxErrors) table.errors.push(error);
}

/**
 * Holds a file to having no error before anything of it is written.
 *
 * @throws Refusal rows-invalid naming line and column of each, in `/lines/3/户数`
 */
export function requireNoErrors({ errors, errorCount }: Pick<Table<unknown>, 'errors' | 'errorCount'>): void {
  if (errorCount === 0) return;
  throw new Refusal(
    'rows-invalid',
    text(
      `文件中有${errorCount}处错误，未写入任何内容`,
      `${errorCount} cells of the file have errors; nothing was written`,
    ),
    errors
      .toSorted((a, b) => a.line - b.line)
      .map(({ line, column, detail }) => ({ pointer: `/lines/${line}/${column}`, detail, zh: detail })),
  );
}
