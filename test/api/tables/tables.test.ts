import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { strToU8, unzipSync, zipSync } from 'fflate';
import writeXlsxFile, { type SheetData } from 'write-excel-file/node';
import { z } from 'zod';
import { endpoint } from '../../../api/endpoint.ts';
import {
  codeCell,
  dateCell,
  decimalCell,
  listCell,
  monthCell,
  wholeNumberCell,
  yesNoCell,
} from '../../../api/tables/cells.ts';
import { parseTable } from '../../../api/tables/parseTable.ts';
import { readTable, tableUpload } from '../../../api/tables/readTable.ts';
import type { TableColumn } from '../../../api/tables/tableColumn.ts';
import { tableLimits } from '../../../api/tables/tableLimits.ts';
import { tableReply, tableResponse, writeTable, writeTemplate } from '../../../api/tables/writeTable.ts';
import { Refusal } from '../../../domain/errors.ts';
import { text } from '../../../domain/text.ts';
import { damagedForms } from '../../support/damagedForms.ts';
import { startApi, type TestApi } from '../support.ts';

const columns = [
  {
    key: 'id',
    title: text('编号', 'Id'),
    required: true,
    schema: z.string().max(10),
    help: text('小区编号', 'The id'),
  },
  {
    key: 'households',
    title: text('户数', 'Households'),
    aliases: ['总户数'],
    schema: wholeNumberCell(0, 1000),
    help: text('整数', 'A whole number'),
  },
  { key: 'note', title: text('备注', 'Note'), schema: z.string().max(80), help: text('随意', 'Anything') },
] as const satisfies TableColumn[];

const read = (given: string | Buffer) => parseTable(Buffer.from(given), columns, 'en');
const rowsOf = async (given: string | Buffer) => (await read(given)).rows;
const refusal = async (given: string | Buffer) => {
  const error = await read(given).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(Refusal);
  return error as Refusal;
};
const sheet = (...data: SheetData) =>
  writeXlsxFile([
    { sheet: 'S', data },
    { sheet: 'Other', data: [['x']] },
  ]).toBuffer();
/** 编号,户数,备注 / C-01,12,镕𠮷 */
const gb18030 = Buffer.from('b1e0bac52cbba7cafd2cb1b8d7a20a432d30312c31322ce9469534b2350a', 'hex');

describe('a CSV table', () => {
  const expected = [{ line: 2, values: { id: 'C-01', households: 12, note: '兰亭，一期' } }];

  it.each([
    ['with Chinese titles', '编号,户数,备注\nC-01,12,"兰亭，一期"\n'],
    ['with English titles, keys and aliases in any case', 'ID,总户数,note\nC-01,12,"兰亭，一期"\n'],
    ['with a mark, Windows lines and no last line end', '\ufeff编号,户数,备注\r\nC-01,12,"兰亭，一期"'],
    ['by semicolon', '编号;户数;备注\nC-01;12;兰亭，一期\n'],
    ['by tab', '编号\t户数\t备注\nC-01\t１２\t兰亭，一期\n'],
  ])('is read %s', async (_, given) => {
    expect(await rowsOf(given)).toEqual(expected);
  });

  it('is read in GB18030', async () => {
    expect(await rowsOf(gb18030)).toEqual([{ line: 2, values: { id: 'C-01', households: 12, note: '镕𠮷' } }]);
  });

  it('knows the line each row begins at, past blank lines, remarks and fields of several lines', async () => {
    const given = '\n编号,备注\nA,"one\ntwo"\n\n# a remark\n,\nB,x\n';
    expect((await rowsOf(given)).map(({ line, values }) => [line, values.id])).toEqual([
      [3, 'A'],
      [8, 'B'],
    ]);
  });

  it('reports every bad cell with line and column, and reads the rows that are good', async () => {
    const table = await read('编号,户数\nA,1\n,x\nB,1001\nC,1,surplus\nD,2\n');
    expect(table.rows.map(({ values }) => values.id)).toEqual(['A', 'D']);
    expect(table.errors.map(({ line, column }) => [line, column])).toEqual([
      [3, '编号'],
      [3, '户数'],
      [4, '户数'],
      [5, '3'],
    ]);
    expect(table).toMatchObject({ errorCount: 4, columns: ['id', 'households'] });
  });

  it('lists a thousand errors and counts the others', async () => {
    const table = await read(`编号,户数\n${'A,x\n'.repeat(1500)}`);
    expect([table.errors.length, table.errorCount]).toEqual([1000, 1500]);
  });

  it.each([
    ['a column that is not known', '编号,颜色\nA,red\n', '颜色'],
    ['a column that is there twice, under two names', '编号,户数,总户数\nA,1,2\n', '总户数'],
    ['the lack of a required column', '户数\n1\n', '编号'],
    ['quotes that are not closed, with the line', '编号,备注\nA,x\nB,"y\n', 'Line 3'],
    ['an empty file', '   ', 'empty'],
    ['bytes that are no text', Buffer.from([0xff, 0xff, 0xfe, 0x00, 0x41]), 'UTF-8'],
    ['an old XLS file', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'XLS'],
    ['a flood of blank lines', '\n'.repeat(tableLimits.bytes), '200000 lines'],
    ['a flood of separators', ','.repeat(tableLimits.bytes), 'Line 1 has >20000 cells'],
    ['a flood of wide lines', `编号\n${`${'A,'.repeat(9000)}\n`.repeat(500)}`, 'Line 2 has 9001 cells'],
    ['too many rows', `编号\n${'A\n'.repeat(tableLimits.rows + 1)}`, '20000'],
  ])('is refused for %s', async (_, given, named) => {
    const { code, message } = await refusal(given);
    expect([code, message]).toEqual(['file-refused', expect.stringContaining(named)]);
  });
});

describe('an XLSX table', () => {
  it('is read from its first sheet by row, with numbers and dates as text', async () => {
    const date = { value: new Date('2026-01-31'), type: Date, format: 'yyyy-mm-dd' };
    const file = await sheet(
      ['编号', '户数', '备注'],
      [{ value: '007', type: String }, 12, 0.1 + 0.2],
      [],
      ['B', null, date],
    );
    expect(await rowsOf(file)).toEqual([
      { line: 2, values: { id: '007', households: 12, note: '0.3' } },
      { line: 4, values: { id: 'B', note: '2026-01-31' } },
    ]);
  });

  it('is refused when it is cut off, is another archive, or has content far away', async () => {
    const file = await sheet(['编号'], ['A']);
    expect((await refusal(file.subarray(0, 1500))).code).toBe('file-refused');
    expect((await refusal(Buffer.from(zipSync({ 'a.txt': strToU8('x') })))).code).toBe('file-refused');
    for (const place of ['B900000', 'ZZZ2', 'A99999999', '&#65;2']) {
      const files = unzipSync(file);
      const xml = Buffer.from(files['xl/worksheets/sheet1.xml'] ?? []).toString();
      files['xl/worksheets/sheet1.xml'] = strToU8(xml.replace('r="A2"', `r="${place}"`));
      expect((await refusal(Buffer.from(zipSync(files)))).code).toBe('file-refused');
    }
  });

  it('is refused unread when it says that it unpacks to more than a table, and never unpacks to more than it says', async () => {
    const files = unzipSync(await sheet(['编号'], ['A']));
    const saying = (size: number) => {
      const file = Buffer.from(zipSync(files));
      // The list of contents at the end: the size stands 22 bytes before the name.
      file.writeUInt32LE(size, file.lastIndexOf('xl/worksheets/sheet1.xml') - 22);
      return file;
    };
    expect((await refusal(saying(200 * 1024 * 1024))).message).toMatch(/unpacks/);
    expect((await refusal(saying(10))).message).toMatch(/cannot be read/);
  });
});

describe('a table that is written', () => {
  const rows = [
    { id: '007', households: 12, note: '=1+1' },
    { id: '-x', households: null, note: '一行，"二行"\n三行' },
  ];

  it.each(['csv', 'xlsx'] as const)('as %s is read back as it was, and holds no formula', async (format) => {
    const file = await writeTable(format, columns, rows);
    expect((await rowsOf(file)).map(({ values }) => values)).toEqual([rows[0], { id: '-x', note: rows[1]?.note }]);
    if (format === 'csv') {
      expect(file.subarray(0, 3).toString('hex')).toBe('efbbbf');
      expect(file.toString()).toContain("'=1+1");
    } else {
      expect(Buffer.from(unzipSync(file)['xl/worksheets/sheet1.xml'] ?? []).toString()).not.toContain('<f>');
    }
  });

  it.each(['csv', 'xlsx'] as const)(
    'as an empty template in %s is a table without rows that explains its columns',
    async (format) => {
      const file = await writeTemplate(format, columns);
      expect(await read(file)).toMatchObject({ rows: [], errorCount: 0, columns: ['id', 'households', 'note'] });
      const words =
        format === 'csv' ? file.toString() : Buffer.from(unzipSync(file)['xl/sharedStrings.xml'] ?? []).toString();
      expect(words).toContain('小区编号');
    },
  );
});

describe('a cell', () => {
  const type = { old: text('老旧小区', 'Old'), mixed: text('混合', 'Mixed') };
  it.each([
    ['1,105', 1105, wholeNumberCell(0, 9999)],
    ['1.5', undefined, wholeNumberCell(0, 9999)],
    ['96.5', 9650, decimalCell(2, 1_000_000)],
    ['96.505', undefined, decimalCell(2, 1_000_000)],
    ['是', true, yesNoCell],
    ['maybe', undefined, yesNoCell],
    ['老旧小区', 'old', codeCell(type)],
    ['MIXED', 'mixed', codeCell(type)],
    ['villa', undefined, codeCell(type)],
    ['2026年1月31日', '2026-01-31', dateCell],
    ['2026/2/30', undefined, dateCell],
    ['2026年1月', '2026-01', monthCell],
    ['2026-01-01', '2026-01', monthCell],
    ['2026-13', undefined, monthCell],
    ['B-1、B-2, B-1', ['B-1', 'B-2'], listCell(z.string().max(3), 3)],
  ])('%j is read as %j', (given, value, schema) => {
    expect(schema.safeParse(given).data).toEqual(value);
  });
});

describe('an uploaded table', () => {
  let api: TestApi;
  let token: string;
  beforeAll(async () => {
    const echo = endpoint({
      method: 'post',
      path: '/api/v1/echo-table',
      operationId: 'echoTable',
      tag: 'test',
      summary: 'The same table',
      access: { roles: ['coordinator'] },
      upload: tableUpload,
      responses: { 200: tableResponse },
      handler: async ({ raw }) => {
        const { rows } = await readTable(raw, columns);
        return tableReply(
          'csv',
          '小区',
          await writeTable(
            'csv',
            columns,
            rows.map(({ values }) => values),
          ),
        );
      },
    });
    api = await startApi({ endpoints: [echo] });
    token = await api.tokenFor({});
  });
  afterAll(() => api.stop());
  const send = (body: string | FormData, type?: string) =>
    fetch(`${api.base}/api/v1/echo-table`, {
      method: 'POST',
      body,
      headers: { authorization: `Bearer ${token}`, ...(type && { 'content-type': type }) },
    });

  it('comes as it is or as a form, and is answered as a file to save', async () => {
    const form = new FormData();
    form.append('file', new Blob(['编号\nA\n']), '小区.csv');
    for (const answer of [await send('编号\nA\n', 'text/csv'), await send(form)]) {
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-disposition')).toContain(`filename*=UTF-8''${encodeURIComponent('小区.csv')}`);
      expect(await answer.text()).toBe('编号,户数,备注\r\nA,,\r\n');
    }
  });

  it('is refused when it is too large, of another type, or no form', async () => {
    expect((await send('x'.repeat(tableLimits.bytes + 1), 'text/csv')).status).toBe(413);
    expect((await send('{}', 'application/json')).status).toBe(415);
    expect((await send('x', 'multipart/form-data')).status).toBe(400);
    expect((await send(new FormData())).status).toBe(400);
  });

  it.each(Object.entries(damagedForms('x')))(
    'is refused in a form with %s, and the service goes on',
    async (_, body) => {
      expect((await send(body, 'multipart/form-data; boundary=x')).status).toBe(400);
      expect((await send('编号\nA\n', 'text/csv')).status).toBe(200);
    },
  );
});
