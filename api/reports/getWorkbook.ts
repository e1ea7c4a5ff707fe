import { z } from 'zod';
import { monthSchema } from '../../domain/rankings/complaintMonth.ts';
import { campaignParams } from '../campaigns/campaignView.ts';
import { endpoint, everyone } from '../endpoint.ts';
import { tableMediaTypes } from '../tables/readTable.ts';
import { tableReply } from '../tables/writeTable.ts';
import { campaignReport } from './campaignReport.ts';
import { writeWorkbook } from './sheetCells.ts';
import { casesSheet, deadlinesSheet, figuresSheets, ladderSheet, stagesSheet } from './workbookSheets.ts';

export const getWorkbook = endpoint({
  method: 'get',
  path: '/api/v1/campaigns/{id}/report.xlsx',
  operationId: 'getCampaignWorkbook',
  tag: 'reports',
  summary: 'The campaign as a workbook: cases, stages, deadlines, ladder steps, figures',
  description: 'Of the cases within sight, in the language of Accept-Language. Every export is in the audit log.',
  access: { roles: everyone },
  params: campaignParams,
  query: z.strictObject({
    from: monthSchema
      .optional()
      .describe('First month of the figures and ladder steps; default the start of the campaign'),
    to: monthSchema.optional().describe('Last month; default the present one'),
  }),
  responses: { 200: { mediaTypes: [tableMediaTypes.xlsx], description: 'The workbook' } },
  errors: ['not-found', 'selection-too-large'],
  handler: async ({ params: { id }, query, actor, space, services, language, address, requestId }) => {
    const report = await campaignReport({ services, space, actor }, id, query);
    const bytes = await writeWorkbook([
      casesSheet(report, language),
      stagesSheet(report, language),
      await deadlinesSheet(space, report, language),
      await ladderSheet(space, report, language),
      ...figuresSheets(report, language),
    ]);
    await services.audit.append({
      at: services.clock(),
      what: 'reportExported',
      actor: { id: actor.id, role: actor.role },
      space: space.space,
      operation: 'getCampaignWorkbook',
      subject: id,
      detail: `${report.rows.length} cases, ${report.window.from} to ${report.window.to}`,
      address,
      requestId,
    });
    return tableReply('xlsx', `${id}-${report.window.to}`, bytes);
  },
});
