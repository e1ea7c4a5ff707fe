import { z } from 'zod';
import { daySchema } from '../../domain/calendar/daySchema.ts';
import { Refusal } from '../../domain/errors.ts';
import { text } from '../../domain/text.ts';
import { type RollUnit, rollTotals } from '../../domain/votes/roll.ts';
import { pathsTo } from '../../models/registers.ts';
import { endpoint } from '../endpoint.ts';
import { requireNoErrors } from '../tables/parseTable.ts';
import { readTable, tableUpload } from '../tables/readTable.ts';
import { refuseFile } from '../tables/tableLimits.ts';
import { checkRoll } from './checkRoll.ts';
import { requireCompound, requireRollKeeper } from './rollAccess.ts';
import { rollColumns } from './rollColumns.ts';
import { compoundParams, type RollReport, rollReportSchema, rollView } from './rollViews.ts';
import { storeRoll, unitsOf } from './storeRoll.ts';

export const uploadRoll = endpoint({
  method: 'post',
  path: '/api/v1/compounds/{id}/rolls',
  operationId: 'uploadRoll',
  tag: 'rolls',
  summary: 'Hand in the roll of owners of a compound as of a day; it is a new version, and older ones stay',
  description:
    'All rows or none. The same file of the same day again is the same version. With `dryRun=true` nothing is written, and every error is listed.',
  access: { roles: ['coordinator', 'reviewer', 'integration'] },
  params: compoundParams,
  query: z.strictObject({
    asOf: daySchema.describe('The day whose ownership the file states'),
    dryRun: z.enum(['true', 'false']).optional(),
  }),
  upload: tableUpload,
  responses: { 200: rollReportSchema, 201: rollReportSchema },
  errors: ['not-found', 'file-refused', 'rows-invalid', 'payload-too-large', 'malformed-request', 'forbidden'],
  handler: async ({ params, query, actor, space, services, language, raw, address, requestId }) => {
    const { scope } = await requireCompound(space, actor, params.id);
    requireRollKeeper(actor, scope);
    const table = await readTable(raw, rollColumns, language);
    const checked = checkRoll(table, language);
    const { units, owners } = unitsOf(table);
    const { heads, area } = rollTotals(units, { kind: 'compound' });
    const buildings = [...new Set(units.map(({ building }) => building))].sort();
    const report: RollReport = {
      stored: 'no',
      roll: null,
      rows: table.rows.length,
      heads,
      area,
      units: byState(units),
      buildings,
      errors: table.errors.toSorted((a, b) => a.line - b.line),
      errorCount: table.errorCount,
      ...checked,
    };
    if (query.dryRun === 'true') return { status: 200, body: report };
    requireNoErrors(table);
    if (units.length === 0) throw refuseFile(text('名册中没有房屋', 'The roll has no unit'));
    const present = services.clock();
    if (query.asOf > new Date(present.getTime() + 86_400_000).toISOString().slice(0, 10)) {
      throw new Refusal('malformed-request', {
        zh: `asOf：${query.asOf} 尚未到来`,
        en: `asOf: ${query.asOf} is yet to come`,
      });
    }
    const { roll, isNew } = await storeRoll(
      space,
      {
        compound: params.id,
        asOf: query.asOf,
        scope,
        within: pathsTo(scope),
        units: units.length,
        heads,
        area,
        buildings,
        sha256: table.file.sha256,
        fileName: table.file.name ?? null,
        uploadedAt: present,
        uploadedBy: { id: actor.id, name: actor.name },
      },
      { units, owners },
    );
    if (!isNew) return { status: 200, body: { ...report, roll: rollView(roll), stored: 'same' as const } };
    services.audit.record({
      what: 'rollUploaded',
      subject: roll._id,
      actor: { id: actor.id, role: actor.role },
      space: space.space,
      address,
      requestId,
    });
    const headers = { Location: `/api/v1/compounds/${encodeURIComponent(params.id)}/rolls/${roll.version}` };
    return { status: 201, headers, body: { ...report, roll: rollView(roll), stored: 'new' as const } };
  },
});

function byState(units: readonly RollUnit[]): RollReport['units'] {
  const count = { sold: 0, unsold: 0, undelivered: 0 };
  for (const { state } of units) count[state] += 1;
  return count;
}
