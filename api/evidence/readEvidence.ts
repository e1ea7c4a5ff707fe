import { z } from 'zod';
import { Refusal } from '../../domain/errors.ts';
import type { EvidenceDocument } from '../../models/evidenceModels.ts';
import { readYourWrites } from '../cases/acknowledged.ts';
import { visibleDocument } from '../cases/caseAccess.ts';
import { caseParams } from '../cases/getCase.ts';
import { endpoint, everyone } from '../endpoint.ts';
import type { SpaceServices } from '../services.ts';
import { evidenceSchema, evidenceView } from './evidenceView.ts';

/** Whatever a browser makes of the file, it may not run or load anything. */
const inert = "default-src 'none'; sandbox";

/** Files of a case that the case has accepted; one whose acceptance was not noted is looked up on the timeline. */
async function attachedFiles({ cases, evidence }: SpaceServices, id: string): Promise<EvidenceDocument[]> {
  const all = await evidence.documents.find({ case: id }).sort({ at: 1, _id: 1 }).lean<EvidenceDocument[]>();
  if (all.every(({ state }) => state === 'attached')) return all;
  const events = await cases.timeline.find({ case: id, 'event.type': 'evidenceAttached' }).lean();
  const accepted = new Set(events.flatMap(({ event }) => event.evidence.map((each) => each.id)));
  return all.filter(({ _id, state }) => state === 'attached' || accepted.has(_id));
}

export const listEvidence = endpoint({
  method: 'get',
  path: '/api/v1/cases/{id}/evidence',
  operationId: 'listEvidence',
  tag: 'evidence',
  summary: 'The files of a case, oldest first',
  access: { roles: everyone },
  params: caseParams,
  responses: { 200: z.strictObject({ items: z.array(evidenceSchema) }) },
  errors: ['not-found'],
  handler: async ({ params: { id }, actor, space }) => {
    await readYourWrites(space, actor.id, id);
    await visibleDocument(space, actor, id);
    return { status: 200, body: { items: (await attachedFiles(space, id)).map(evidenceView) } };
  },
});

export const getEvidence = endpoint({
  method: 'get',
  path: '/api/v1/cases/{id}/evidence/{evidence}',
  operationId: 'getEvidence',
  tag: 'evidence',
  summary: 'A file, to be saved; never shown as a page',
  access: { roles: everyone },
  params: caseParams.extend({ evidence: z.string().min(1).max(40) }),
  responses: { 200: { mediaTypes: ['*/*'], description: 'The bytes as they were uploaded' } },
  errors: ['not-found'],
  handler: async ({ params: { id, evidence }, actor, space }) => {
    await readYourWrites(space, actor.id, id);
    await visibleDocument(space, actor, id);
    const found = (await attachedFiles(space, id)).find(({ _id }) => _id === evidence);
    const bucket = space.evidence.bucket();
    const [stored] = found ? await bucket.find({ _id: found.file }).toArray() : [];
    if (!found || stored?.length !== found.size) throw new Refusal('not-found', `${id} has no file ${evidence}`);
    return {
      status: 200,
      mediaType: found.mediaType,
      headers: {
        'Content-Length': found.size,
        'Content-Disposition': disposition(found.name),
        'Content-Security-Policy': inert,
        'X-Content-Type-Options': 'nosniff',
        'Cache-Control': 'private, no-cache',
        ETag: `"${found.sha256}"`,
      },
      stream: bucket.openDownloadStream(found.file),
    };
  },
});

/** RFC 6266: the name in UTF-8, and a plain one for clients that do not know that. */
function disposition(name: string): string {
  const plain = name.replaceAll(/[^\w.-]/g, '_');
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
