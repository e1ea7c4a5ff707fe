import { z } from 'zod';
import { dayOf } from '../../domain/calendar/calendar.ts';
import type { Space } from '../../domain/case/caseView.ts';
import { Refusal } from '../../domain/errors.ts';
import { monthSchema } from '../../domain/rankings/complaintMonth.ts';
import { text } from '../../domain/text.ts';
import { endpoint } from '../endpoint.ts';
import type { SpaceServices } from '../services.ts';
import { requireNoErrors } from '../tables/parseTable.ts';
import { readTable, tableUpload } from '../tables/readTable.ts';
import { refuseFile } from '../tables/tableLimits.ts';
import { checkRows, type KnownCompound } from './checkRows.ts';
import { rankingColumns } from './rankingColumns.ts';
import { dryRunQuery, type RankingReport, rankingReportSchema } from './rankingViews.ts';
import { baseRows, mergedRows, monthBefore, storeVersion } from './storeVersion.ts';
import { uploadScopes } from './uploadScopes.ts';

/** So many compounds that a file leaves out are named; more are counted. */
const missingNamed = 200;

export const uploadRanking = endpoint({
  method: 'post',
  path: '/api/v1/rankings',
  operationId: 'uploadRanking',
  tag: 'rankings',
  summary: 'Hand in a month’s 12345 ranking; it is a new version of the month, not yet published',
  description:
    'All rows or none. The same file again is the same version. Rows of places outside of your scope are errors; those of an earlier version stay.',
  access: { roles: ['coordinator', 'integration', 'reviewer'] },
  query: z.strictObject({ month: monthSchema, dryRun: dryRunQuery }),
  upload: tableUpload,
  responses: { 200: rankingReportSchema, 201: rankingReportSchema },
  errors: ['file-refused', 'rows-invalid', 'payload-too-large', 'malformed-request', 'forbidden'],
  handler: async ({ query, actor, space, services, language, raw, address, requestId }) => {
    const { month } = query;
    const scopes = uploadScopes(actor);
    requireBegun(month, space.space, services.clock());
    const table = await readTable(raw, rankingColumns, language);
    if (table.rows.length === 0 && table.errorCount === 0) {
      throw refuseFile(text('文件只有表头，没有一行数据', 'The file has a header and no row'));
    }
    const before = await monthBefore(space, month);
    const checked = checkRows(table, { compounds: await register(space), scopes, before }, language);
    const ranksGiven = table.columns.includes('cityRank');
    const merge = (base: Parameters<typeof mergedRows>[2]) =>
      mergedRows(month, checked, base, { scopes, ranksGiven, before });
    // A file of a part of the city does not know the others' tickets.
    if (!ranksGiven && !scopes.some((scope) => !scope.includes('/'))) {
      const { rows } = merge((await baseRows(space, month)).rows);
      const detail =
        language === 'zh'
          ? `文件没有全市排名列：仅按${rows.length}个小区计算，未必是全市排名`
          : `The file has no city rank: it is computed among ${rows.length} compounds, which may not be the whole city`;
      checked.warnings.unshift({ line: 1, compound: '', detail });
    }
    const report: RankingReport = {
      month,
      version: null,
      stored: 'no',
      scopes,
      sha256: table.file.sha256,
      rows: checked.rows.length,
      carried: 0,
      ranks: ranksGiven ? 'given' : 'computed',
      errors: table.errors.toSorted((a, b) => a.line - b.line),
      errorCount: table.errorCount,
      duplicates: checked.duplicates,
      unknown: checked.unknown,
      missing: { count: checked.missing.length, compounds: checked.missing.slice(0, missingNamed) },
      warnings: checked.warnings,
    };
    if (query.dryRun === 'true') {
      return { status: 200, body: { ...report, carried: merge((await baseRows(space, month)).rows).carried } };
    }
    requireNoErrors(table);
    const facts = {
      scopes,
      sha256: table.file.sha256,
      fileName: table.file.name ?? null,
      uploadedAt: services.clock(),
      uploadedBy: { id: actor.id, name: actor.name },
      warnings: checked.warnings.length,
    };
    const { version, isNew, carried } = await storeVersion(space, month, facts, merge);
    if (!isNew) return { status: 200, body: { ...report, version, stored: 'same' as const, carried } };
    services.audit.record({
      what: 'rankingUploaded',
      subject: `${month}|${version}`,
      actor: { id: actor.id, role: actor.role },
      space: space.space,
      address,
      requestId,
    });
    const headers = { Location: `/api/v1/rankings/${month}?version=${version}` };
    return { status: 201, headers, body: { ...report, version, stored: 'new' as const, carried } };
  },
});

/**
 * A month that has not begun has no tickets: it is a slip of the pen. The rehearsal space has no present of its own.
 *
 * @throws Refusal malformed-request
 */
function requireBegun(month: string, space: Space, now: Date): void {
  const present = dayOf(now.toISOString()).slice(0, 7);
  if (space === 'rehearsal' || month <= present) return;
  const detail = text(
    `month：${month}尚未开始，当前月份为${present}`,
    `month: ${month} has not begun; the present month is ${present}`,
  );
  throw new Refusal('malformed-request', detail);
}

async function register({ registers }: SpaceServices): Promise<KnownCompound[]> {
  const found = await registers.compounds.find({}, { name: 1, scope: 1, retired: 1 }).sort({ _id: 1 }).lean();
  return found.map(({ _id, name, scope, retired }) => ({ id: _id, name, scope, retired }));
}
