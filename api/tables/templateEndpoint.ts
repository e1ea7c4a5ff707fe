import { z } from 'zod';
import type { Role } from '../../domain/organisation/actor.ts';
import { type Endpoint, endpoint, everyone } from '../endpoint.ts';
import type { TableColumn } from './tableColumn.ts';
import { tableFormatSchema, tableReply, tableResponse, writeTemplate } from './writeTable.ts';

interface Template {
  path: `/${string}/template`;
  operationId: `get${string}Template`;
  tag: string;
  summary: string;
  /** The name of the file, without its ending. */
  file: string;
  columns: readonly TableColumn[];
  /** Default: everybody who signs in. */
  roles?: readonly Role[];
}

/** An empty file to fill in, with what each column means. */
export function templateEndpoint({ file, columns, roles = everyone, ...named }: Template): Endpoint {
  return endpoint({
    ...named,
    method: 'get',
    access: { roles },
    query: z.strictObject({ format: tableFormatSchema.optional().describe('Default: xlsx') }),
    responses: { 200: tableResponse },
    handler: async ({ query: { format = 'xlsx' }, language }) =>
      tableReply(format, file, await writeTemplate(format, columns, language)),
  });
}
