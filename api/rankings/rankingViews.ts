import { z } from 'zod';
import { complaintMonthSchema, monthSchema } from '../../domain/rankings/complaintMonth.ts';
import type { RankingRowDocument, RankingVersionDocument } from '../../models/rankings.ts';
import { tableErrorSchema } from '../tables/tableColumn.ts';

export const monthParams = z.strictObject({ month: monthSchema });
export const dryRunQuery = z.enum(['true', 'false']).optional().describe('Only say what would happen');
export const versionQuery = z.coerce.number().int().min(1).max(100_000).optional();

const compound = z.strictObject({ id: z.string(), name: z.string() });

export const rankingReportSchema = z
  .strictObject({
    month: monthSchema,
    version: z.int().nullable().describe('The version that holds the file; null after a dry run'),
    stored: z.enum(['new', 'same', 'no']).describe('`same`: this very file is the newest version already'),
    scopes: z.array(z.string()).describe('The places the file speaks for'),
    sha256: z.string(),
    rows: z.int().describe('Rows without an error'),
    carried: z.int().describe('Rows of other places, taken over from the version before'),
    ranks: z.enum(['given', 'computed']),
    errors: z.array(tableErrorSchema),
    errorCount: z.int(),
    duplicates: z.array(z.strictObject({ compound: z.string(), lines: z.array(z.int()).length(2) })),
    unknown: z.array(z.strictObject({ line: z.int(), given: z.string(), suggestions: z.array(compound).max(3) })),
    missing: z
      .strictObject({ count: z.int(), compounds: z.array(compound).describe('The first 200') })
      .describe('Compounds of the register that the file does not name'),
    warnings: z.array(z.strictObject({ line: z.int(), compound: z.string(), detail: z.string() })),
  })
  .meta({ id: 'RankingReport' });
export type RankingReport = z.infer<typeof rankingReportSchema>;

export const rankingVersionSchema = z
  .strictObject({
    version: z.int(),
    scopes: z.array(z.string()),
    sha256: z.string(),
    fileName: z.string().nullable(),
    uploadedAt: z.iso.datetime(),
    uploadedBy: z.strictObject({ id: z.string(), name: z.string() }),
    compounds: z.int(),
    carried: z.int(),
    warnings: z.int(),
  })
  .meta({ id: 'RankingVersion' });

export function versionView(document: RankingVersionDocument): z.input<typeof rankingVersionSchema> {
  const { _id, month, uploadedAt, ...rest } = document;
  return { ...rest, uploadedAt: uploadedAt.toISOString() };
}

export const rankingRowSchema = z
  .strictObject({
    ...complaintMonthSchema.shape,
    name: z.string(),
    scope: z.string(),
    rankGiven: z.boolean().describe('Whether the file gave the rank; else it was computed'),
    change: z.int().nullable().describe('Tickets more or less than the month before, as known at the upload'),
  })
  .meta({ id: 'RankingRow' });

export function rowView(document: RankingRowDocument): z.input<typeof rankingRowSchema> {
  const { _id, version, within, byRank, ...row } = document;
  return row;
}
