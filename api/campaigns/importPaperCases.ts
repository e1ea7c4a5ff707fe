import { z } from 'zod';
import { paperCaseSchema } from '../../domain/campaign/paperCase.ts';
import { type FieldError, fieldErrors, inBothLanguages, Refusal } from '../../domain/errors.ts';
import { endpoint } from '../endpoint.ts';
import { addError, headingOf, requireNoErrors, wordingIn } from '../tables/parseTable.ts';
import { readTable, tableUpload } from '../tables/readTable.ts';
import { templateEndpoint } from '../tables/templateEndpoint.ts';
import { campaignParams } from './campaignView.ts';
import { type PaperRow, paperReportSchema, previewPaperCases, storePaperCases } from './paperCases.ts';
import { paperColumns } from './paperColumns.ts';

const query = z.strictObject({
  dryRun: z.literal('true').optional().describe('Say what each case would look like, and write nothing'),
});
const common = {
  method: 'post',
  tag: 'campaigns',
  access: { roles: ['coordinator'] },
  ifMatch: 'required',
  params: campaignParams,
  query,
  responses: { 200: paperReportSchema },
} as const;

export const importPaperCases = endpoint({
  ...common,
  path: '/api/v1/campaigns/{id}/paper-cases',
  operationId: 'importPaperCases',
  summary: 'Take over cases that are under way on paper',
  description:
    'All rows or none. They stand on the campaign’s list and start with it, or at once when it was launched already. A case ' +
    'has the last word on its earlier steps: one that does not take them is listed as failed, with the step.',
  body: z.strictObject({ rows: z.array(paperCaseSchema).min(1).max(2000) }).meta({ id: 'PaperCases' }),
  errors: ['not-found', 'campaign-launched'],
  handler: async ({ body, query: { dryRun }, ...call }) => {
    const rows = body.rows.map((values, index): PaperRow => ({ line: index, values }));
    const preview = await previewPaperCases(call, rows);
    if (dryRun !== undefined) return { status: 200, body: preview.report };
    const errors = preview.report.rows.flatMap(({ line, errors: each }) =>
      each.map(({ column, detail }): FieldError => ({ pointer: `/rows/${line}/${column}`, detail, zh: detail })),
    );
    if (errors.length > 0) throw new Refusal('invalid-input', undefined, errors);
    return { status: 200, body: await storePaperCases(call, preview) };
  },
});

export const importPaperCasesFile = endpoint({
  ...common,
  path: '/api/v1/campaigns/{id}/paper-cases/file',
  operationId: 'importPaperCasesFile',
  summary: 'Take over cases that are under way on paper, from a table',
  description: 'As `importPaperCases`, from a CSV or XLSX file; a problem is `title|category|office|due day`.',
  upload: tableUpload,
  errors: ['not-found', 'campaign-launched', 'file-refused', 'rows-invalid', 'payload-too-large', 'malformed-request'],
  handler: async ({ query: { dryRun }, raw, ...call }) => {
    const table = await readTable(raw, paperColumns, call.language);
    /** `problems/0/dueOn` stands in the cell of the problems. */
    const heading = (member: string): string => {
      const column = paperColumns.find(({ key }) => key === member.split('/')[0]);
      return column ? headingOf(table, column, call.language) : member;
    };
    const rows = table.rows.flatMap(({ line, values }): PaperRow[] => {
      const parsed = paperCaseSchema.safeParse(values, inBothLanguages);
      if (parsed.success) return [{ line, values: parsed.data }];
      for (const error of fieldErrors(parsed.error)) {
        addError(table, { line, column: heading(error.pointer.slice(1)), detail: wordingIn(call.language)(error) });
      }
      return [];
    });
    const preview = await previewPaperCases(call, rows);
    for (const row of preview.report.rows) {
      row.errors = row.errors.map(({ column, detail }) => ({ column: heading(column), detail }));
    }
    for (const { line, errors } of preview.report.rows) for (const each of errors) addError(table, { line, ...each });
    if (dryRun !== undefined) {
      const unread = table.errors.filter(({ line }) => !preview.report.rows.some((row) => row.line === line));
      const lines = [...new Set(unread.map(({ line }) => line))];
      const rowsUnread = lines.map((line) => ({
        line,
        compound: '',
        stage: null,
        stageTitle: null,
        startedOn: null,
        steps: 0,
        errors: unread.filter((each) => each.line === line).map(({ column, detail }) => ({ column, detail })),
      }));
      const all = [...preview.report.rows, ...rowsUnread].sort((a, b) => a.line - b.line);
      return { status: 200, body: { ...preview.report, rows: all, invalid: preview.report.invalid + lines.length } };
    }
    requireNoErrors(table);
    return { status: 200, body: await storePaperCases(call, preview) };
  },
});

export const paperCasesTemplate = templateEndpoint({
  path: '/api/v1/campaigns/paper-cases/template',
  operationId: 'getPaperCasesTemplate',
  tag: 'campaigns',
  summary: 'An empty file for cases that are under way on paper, with what each column means',
  file: 'paper-cases-template',
  columns: paperColumns,
});
