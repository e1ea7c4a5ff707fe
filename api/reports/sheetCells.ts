import writeXlsxFile from 'write-excel-file/node';
import { forXml } from '../tables/writeTable.ts';

/** Text stays text: `=1+1` is no formula, leading zeros stay. `day` and `at` are dates of the Shanghai calendar. */
export type ReportCell = string | number | null | { day: string } | { at: string } | { share: number };

export interface ReportSheet {
  name: string;
  header: readonly { title: string; width: number }[];
  rows: Iterable<readonly ReportCell[]>;
}

/** A workbook with a frozen bold header row on every sheet. */
export async function writeWorkbook(sheets: readonly ReportSheet[]): Promise<Buffer> {
  return await writeXlsxFile(
    sheets.map(({ name, header, rows }) => ({
      sheet: name,
      stickyRowsCount: 1,
      columns: header.map(({ width }) => ({ width })),
      data: [
        header.map(({ title }) => ({
          value: title,
          type: String,
          fontWeight: 'bold' as const,
          backgroundColor: '#F2E3DE',
          wrap: true,
        })),
        ...Array.from(rows, (row) => row.map(cellOf)),
      ],
    })),
    { fontFamily: 'Noto Sans CJK SC', fontSize: 10 },
  ).toBuffer();
}

const shanghai = 8 * 3_600_000;

function cellOf(cell: ReportCell) {
  if (cell === null || cell === '') return null;
  if (typeof cell === 'string') return { value: forXml(cell), type: String };
  if (typeof cell === 'number') return { value: cell, type: Number };
  // A spreadsheet knows no zones: what it is given as UTC it shows as it is.
  if ('share' in cell) return { value: cell.share, type: Number, format: '0.0%' };
  if ('day' in cell) return { value: new Date(`${cell.day}T00:00:00Z`), type: Date, format: 'yyyy-mm-dd' };
  return { value: new Date(Date.parse(cell.at) + shanghai), type: Date, format: 'yyyy-mm-dd hh:mm' };
}
