import { type Connection, mongo } from 'mongoose';
import { caseModels } from './caseModels.ts';
import { evidenceBucket, evidenceModels } from './evidenceModels.ts';

/**
 * Clears away what broken-off uploads left: documents the case never accepted, files without a document, pieces without a
 * file. What the timeline knows of is kept, and marked so.
 *
 * @param before only what is older than this; an upload may be under way
 * @returns how many files were removed
 */
export async function removeOrphanedEvidence(db: Connection, before: Date): Promise<number> {
  const { documents, bucket } = evidenceModels(db);
  const { timeline } = caseModels(db);
  let removed = 0;
  for await (const { _id, case: id, file } of documents
    .find({ state: 'stored', at: { $lt: before } })
    .lean()
    .cursor()) {
    const known = await timeline.exists({ case: id, 'event.type': 'evidenceAttached', 'event.evidence.id': _id });
    if (known) {
      await documents.updateOne({ _id }, { $set: { state: 'attached' } });
      continue;
    }
    const { deletedCount } = await documents.deleteOne({ _id, state: 'stored' });
    if (deletedCount === 0) continue;
    await bucket().delete(file);
    removed += 1;
  }
  const files = db.collection<{ uploadDate: Date }>(`${evidenceBucket}.files`);
  for await (const { _id } of files.find({ uploadDate: { $lt: before } }, { projection: { _id: 1 } })) {
    if (await documents.exists({ file: _id })) continue;
    await bucket().delete(_id);
    removed += 1;
  }
  const chunks = db.collection(`${evidenceBucket}.chunks`);
  const youngest = mongo.ObjectId.createFromTime(Math.floor(before.getTime() / 1000));
  const unfinished = await chunks.distinct('files_id', { files_id: { $lt: youngest } });
  for (const file of unfinished) {
    if (await files.findOne({ _id: file }, { projection: { _id: 1 } })) continue;
    await chunks.deleteMany({ files_id: file });
    removed += 1;
  }
  return removed;
}
