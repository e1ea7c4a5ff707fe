import { type Connection, type Model, Schema } from 'mongoose';

/** Somebody of an office works on a task; others see it and leave it alone until the lease ends. */
export interface ClaimDocument {
  /** `case|task` */
  _id: string;
  case: string;
  task: string;
  by: { id: string; name: string };
  at: Date;
  until: Date;
}

export function claimModel(db: Connection): Model<ClaimDocument> {
  const schema = new Schema<ClaimDocument>({ _id: String }, { strict: false, minimize: false, versionKey: false });
  schema.index({ until: 1 }, { expireAfterSeconds: 0 });
  schema.index({ 'by.id': 1 });
  return db.model<ClaimDocument>('Claim', schema, 'claims');
}

const duplicateKey = 11_000;

/**
 * Claims a task, or renews one's own claim.
 *
 * @returns the claim that holds: one's own, or that of whoever was first
 */
export async function claimTask(
  claims: Model<ClaimDocument>,
  claim: Omit<ClaimDocument, '_id'>,
): Promise<ClaimDocument> {
  const _id = `${claim.case}|${claim.task}`;
  try {
    const taken = await claims
      .findOneAndUpdate(
        { _id, $or: [{ until: { $lte: claim.at } }, { 'by.id': claim.by.id }] },
        { $set: claim },
        { upsert: true, returnDocument: 'after' },
      )
      .lean<ClaimDocument>();
    if (taken) return taken;
  } catch (error) {
    // The upsert found nothing of ours, and the id taken.
    if ((error as { code?: unknown }).code !== duplicateKey) throw error;
  }
  const held = await claims.findById(_id).lean<ClaimDocument>();
  // It was released in this very moment: then it is free.
  return held ?? (await claimTask(claims, claim));
}
