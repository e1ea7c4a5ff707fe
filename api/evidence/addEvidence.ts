import { mongo } from 'mongoose';
import { z } from 'zod';
import { fieldErrors, inBothLanguages, Refusal } from '../../domain/errors.ts';
import { mayContribute } from '../../domain/permissions.ts';
import type { EvidenceDocument } from '../../models/evidenceModels.ts';
import { act, actErrors, actKey } from '../cases/act.ts';
import { visiblePlacesOf } from '../cases/caseAccess.ts';
import { caseParams } from '../cases/getCase.ts';
import { endpoint, type Session } from '../endpoint.ts';
import { refusalOf } from '../problem.ts';
import type { Services, SpaceServices } from '../services.ts';
import { evidenceSchema, evidenceView } from './evidenceView.ts';
import { type ReadUpload, readUpload } from './readUpload.ts';

const duplicateKey = 11_000;

const fieldsSchema = z.strictObject({
  stage: z.string().min(1).max(120).optional(),
});

export const addEvidence = endpoint({
  method: 'post',
  path: '/api/v1/cases/{id}/evidence',
  operationId: 'addEvidence',
  tag: 'evidence',
  summary: 'Attach a file to a case; decisions may then cite it',
  description: 'Accepted: JPEG, PNG, WebP, HEIC, PDF, DOCX, XLSX, PPTX, MP4, and text or CSV in UTF-8 or GB18030.',
  access: { roles: ['coordinator', 'reviewer', 'integration'] },
  idempotent: 'required',
  params: caseParams,
  upload: { mediaTypes: ['multipart/form-data'], description: 'The file as `file`; optionally the task as `stage`' },
  responses: { 201: evidenceSchema },
  errors: [...actErrors, 'file-refused', 'invalid-input', 'forbidden'],
  handler: async ({ params: { id }, session, space, services, idempotencyKey, raw }) => {
    const places = await visiblePlacesOf(space, session.actor, id);
    if (!mayContribute(session.actor, places))
      throw new Refusal('forbidden', { zh: '您不能在此添加证据', en: 'You may not add evidence here' });
    const upload = await readUpload(raw, space.evidence.bucket(), services.config.evidenceMaxBytes);
    const document = await attach(services, space, session, id, idempotencyKey, upload);
    return { status: 201, body: evidenceView(document) };
  },
});

/** Makes a stored file part of the case. When the case refuses it, it is gone; when nobody knows, it stays for the repeat. */
async function attach(
  services: Services,
  space: SpaceServices,
  session: Session,
  id: string,
  idempotencyKey: string,
  upload: ReadUpload,
): Promise<EvidenceDocument> {
  const { documents } = space.evidence;
  const evidenceId = `E${actKey(session, `attachEvidence ${id}`, idempotencyKey).slice(0, 24)}`;
  const { document, isNew } = await keepOnce(services, space, session, { id, evidenceId, upload });
  const { sha256, name, size, mediaType, stage } = document;
  const input = { id: evidenceId, sha256, name, size, mediaType, ...(stage !== undefined && { stage }) };
  try {
    await act(services, session, { id, name: 'attachEvidence', input, idempotencyKey });
  } catch (error) {
    const code = refusalOf(error)?.code;
    const isRefused = code !== undefined && !['outcome-unknown', 'case-parked', 'unavailable'].includes(code);
    if (isNew && isRefused) await remove(space, document);
    throw error;
  }
  await documents.updateOne({ _id: evidenceId }, { $set: { state: 'attached' } });
  return document;
}

/** The document of the upload, or the one an earlier call with the same key left. */
async function keepOnce(
  services: Services,
  space: SpaceServices,
  session: Session,
  { id, evidenceId, upload }: { id: string; evidenceId: string; upload: ReadUpload },
): Promise<{ document: EvidenceDocument; isNew: boolean }> {
  const { documents, bucket } = space.evidence;
  const { stored } = upload;
  try {
    const fields = fieldsSchema.safeParse(upload.fields, inBothLanguages);
    if (!fields.success) throw new Refusal('invalid-input', undefined, fieldErrors(fields.error));
    const { stage } = fields.data;
    const { actor } = session;
    const document: EvidenceDocument = {
      _id: evidenceId,
      case: id,
      ...stored,
      by: { id: actor.id, name: actor.name },
      at: services.clock(),
      ...(stage !== undefined && { stage }),
      state: 'stored',
    };
    const known = await insertOrFind(documents.collection as never, document);
    if (known === undefined) return { document, isNew: true };
    if (known.sha256 !== stored.sha256 || known.name !== stored.name || known.stage !== stage) {
      throw new Refusal('idempotency-key-reused');
    }
    await bucket().delete(stored.file);
    return { document: known, isNew: false };
  } catch (error) {
    await bucket()
      .delete(stored.file)
      .catch(() => undefined);
    throw error;
  }
}

async function insertOrFind(
  collection: mongo.Collection<EvidenceDocument>,
  document: EvidenceDocument,
): Promise<EvidenceDocument | undefined> {
  try {
    await collection.insertOne(document);
    return undefined;
  } catch (error) {
    if (!(error instanceof mongo.MongoServerError) || error.code !== duplicateKey) throw error;
    return (await collection.findOne({ _id: document._id })) ?? undefined;
  }
}

async function remove(
  { evidence: { documents, bucket } }: SpaceServices,
  { _id, file }: EvidenceDocument,
): Promise<void> {
  await documents.deleteOne({ _id, state: 'stored' });
  await bucket().delete(file);
}
