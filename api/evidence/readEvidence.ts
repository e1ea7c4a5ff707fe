import { z } from 'zod';
import { Refusal } from '../../domain/errors.ts';
import { attachment } from '../attachment.ts';
import { readYourWrites } from '../cases/acknowledged.ts';
import { visibleDocument } from '../cases/caseAccess.ts';
import { caseParams } from '../cases/getCase.ts';
import { endpoint, everyone } from '../endpoint.ts';
import { attachedFiles } from './attachedFiles.ts';
import { evidenceSchema, evidenceView } from './evidenceView.ts';

/** Whatever a browser makes of the file, it may not run or load anything. */
const inert = "default-src 'none'; sandbox";

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
    if (!found || stored?.length !== found.size)
      throw new Refusal('not-found', { zh: `${id} 没有文件 ${evidence}`, en: `${id} has no file ${evidence}` });
    return {
      status: 200,
      mediaType: found.mediaType,
      headers: {
        'Content-Length': found.size,
        'Content-Disposition': attachment(found.name),
        'Content-Security-Policy': inert,
        'X-Content-Type-Options': 'nosniff',
        'Cache-Control': 'private, no-cache',
        ETag: `"${found.sha256}"`,
      },
      stream: bucket.openDownloadStream(found.file),
    };
  },
});
