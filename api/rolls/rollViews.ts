import { z } from 'zod';
import type { RollDocument } from '../../models/rolls.ts';
import { tableErrorSchema } from '../tables/tableColumn.ts';

export const compoundParams = z.strictObject({ id: z.string().min(1).max(40).describe('Of the compound') });
export const rollParams = z.strictObject({
  ...compoundParams.shape,
  version: z.coerce.number().int().min(1).max(100_000),
});

export const rollSchema = z
  .strictObject({
    id: z.string().describe('As notices of votes name it, such as C-01@3'),
    compound: z.string(),
    version: z.int(),
    asOf: z.iso.date().describe('The day whose ownership it states'),
    hash: z.string().describe('SHA-256 over the units in canonical JSON, names only as salted hashes'),
    units: z.int(),
    heads: z.int().describe('Of the whole compound: the developer is one head, and so is a buyer of several units'),
    area: z.int().describe('In 0.01 m²'),
    buildings: z.array(z.string()),
    sha256: z.string().describe('Of the file'),
    fileName: z.string().nullable(),
    uploadedAt: z.iso.datetime(),
    uploadedBy: z.strictObject({ id: z.string(), name: z.string() }),
  })
  .meta({ id: 'Roll' });

export function rollView(document: RollDocument): z.input<typeof rollSchema> {
  const { _id, scope, within, uploadedAt, ...rest } = document;
  return { id: _id, ...rest, uploadedAt: uploadedAt.toISOString() };
}

export const rollReportSchema = z
  .strictObject({
    stored: z.enum(['new', 'same', 'no']).describe('`same`: this very file is the newest version already'),
    roll: rollSchema.nullable().describe('null after a dry run'),
    rows: z.int().describe('Rows without an error'),
    heads: z.int(),
    area: z.int().describe('In 0.01 m²'),
    units: z.strictObject({ sold: z.int(), unsold: z.int(), undelivered: z.int() }),
    buildings: z.array(z.string()),
    errors: z.array(tableErrorSchema),
    errorCount: z.int(),
    warnings: z.array(z.strictObject({ line: z.int(), detail: z.string() })),
    warningCount: z.int(),
  })
  .meta({ id: 'RollReport' });
export type RollReport = z.input<typeof rollReportSchema>;
