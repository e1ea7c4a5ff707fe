import { z } from 'zod';
import { endpoint, everyone } from '../endpoint.ts';
import { tableFormatSchema, tableReply, tableResponse, writeTemplate } from '../tables/writeTable.ts';
import { rankingColumns } from './rankingColumns.ts';

export const rankingTemplate = endpoint({
  method: 'get',
  path: '/api/v1/rankings/template',
  operationId: 'getRankingTemplate',
  tag: 'rankings',
  summary: 'An empty ranking file with what each column means',
  access: { roles: everyone },
  query: z.strictObject({ format: tableFormatSchema.optional().describe('Default: xlsx') }),
  responses: { 200: tableResponse },
  handler: async ({ query: { format = 'xlsx' }, language }) =>
    tableReply(format, 'ranking-template', await writeTemplate(format, rankingColumns, language)),
});
