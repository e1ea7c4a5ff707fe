import { type Connection, type Model, mongo, Schema } from 'mongoose';

/** A file of a case. Its bytes are in GridFS; which files belong to the case is on the case's timeline. */
export interface EvidenceDocument {
  /** Derived from the Idempotency-Key of the upload, so that a repeat finds it. */
  _id: string;
  case: string;
  /** The file in the bucket. */
  file: mongo.ObjectId;
  sha256: string;
  size: number;
  mediaType: string;
  name: string;
  by: { id: string; name: string };
  at: Date;
  stage?: string;
  /** `stored` until the case has accepted it. */
  state: 'stored' | 'attached';
}

export interface EvidenceModels {
  documents: Model<EvidenceDocument>;
  /** Made when it is used: before the first contact there is no database to put it in. */
  bucket: () => mongo.GridFSBucket;
}

export const evidenceBucket = 'evidence';

export function evidenceModels(db: Connection): EvidenceModels {
  const schema = new Schema<EvidenceDocument>({ _id: String }, { strict: false, minimize: false, versionKey: false });
  schema.index({ case: 1, at: 1, _id: 1 });
  schema.index({ state: 1, at: 1 });
  schema.index({ file: 1 });
  const documents = db.model<EvidenceDocument>('Evidence', schema, 'evidenceDocuments');
  return {
    documents,
    bucket: () => {
      if (!db.db) throw new mongo.MongoNotConnectedError('MongoDB has not been reached yet');
      return new mongo.GridFSBucket(db.db, { bucketName: evidenceBucket });
    },
  };
}
