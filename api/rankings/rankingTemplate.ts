import { templateEndpoint } from '../tables/templateEndpoint.ts';
import { rankingColumns } from './rankingColumns.ts';

export const rankingTemplate = templateEndpoint({
  path: '/api/v1/rankings/template',
  operationId: 'getRankingTemplate',
  tag: 'rankings',
  summary: 'An empty ranking file with what each column means',
  file: 'ranking-template',
  columns: rankingColumns,
});
