import { z } from 'zod';
import type { EvidenceDocument } from '../../models/evidenceModels.ts';

export const evidenceSchema = z
  .strictObject({
    id: z.string(),
    case: z.string(),
    name: z.string(),
    mediaType: z.string(),
    size: z.int().describe('Bytes'),
    sha256: z.string(),
    stage: z.string().nullable(),
    by: z.strictObject({ id: z.string(), name: z.string() }),
    at: z.iso.datetime(),
  })
  .meta({ id: 'Evidence' });

export function evidenceView(document: EvidenceDocument): z.infer<typeof evidenceSchema> {
  const { _id, case: id, name, mediaType, size, sha256, stage, by, at } = document;
  return { id: _id, case: id, name, mediaType, size, sha256, stage: stage ?? null, by, at: at.toISOString() };
}
