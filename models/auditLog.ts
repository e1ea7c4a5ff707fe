import { type ClientSession, type Connection, Schema, Types } from 'mongoose';
import { z } from 'zod';
import { spaceSchema } from '../domain/case/caseView.ts';
import { roleSchema } from '../domain/organisation/actor.ts';

/** One act or refusal that is not on any case's timeline. */
export const auditEntrySchema = z
  .strictObject({
    at: z.iso.datetime(),
    what: z.enum([
      'refused',
      'signedIn',
      'signInFailed',
      'signedOut',
      'userCreated',
      'userChanged',
      'passwordSet',
      'compoundCreated',
      'compoundChanged',
      'placeCreated',
      'campaignCreated',
      'campaignChanged',
      'campaignDeleted',
      'campaignLaunched',
      'campaignRetried',
      'campaignArchived',
      'cycleStarted',
      'cycleRetried',
      'entryCreated',
      'entryChanged',
      'entryRetired',
      'entryRestored',
      'registerImported',
      'registerExported',
      'rehearsalStarted',
      'rehearsalCancelled',
      'rehearsalPurged',
      'policyChanged',
      'policyApplied',
      'policyApplicationCancelled',
      'calendarChanged',
      'notificationSettingsChanged',
      'webhookCreated',
      'webhookChanged',
      'webhookDeleted',
      'webhookSecretRotated',
      'webhookTested',
      'deliveriesReplayed',
      'calendarFeedCreated',
      'calendarFeedRevoked',
      'rankingUploaded',
      'rankingPublished',
      'reportExported',
      'documentExported',
      'archiveExported',
      'rollUploaded',
      'rollExported',
      'ballotsImported',
      'ballotsExported',
      'ballotCodesIssued',
      'substitutionEntered',
      'substitutionEnded',
    ]),
    actor: z.strictObject({ id: z.string(), role: roleSchema.optional() }),
    space: spaceSchema.optional(),
    /** The operation that was called. */
    operation: z.string().optional(),
    path: z.string().optional(),
    /** What it concerned: a user name, a compound. */
    subject: z.string().optional(),
    code: z.string().optional(),
    detail: z.string().optional(),
    address: z.string().optional(),
    requestId: z.string().optional(),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntry = z.infer<typeof auditEntrySchema>;

export type AuditDocument = Omit<AuditEntry, 'at'> & { _id: Types.ObjectId; at: Date };

/** A log that can be added to and read; this module offers nothing to change or remove an entry. */
export interface AuditLog {
  append(entry: Omit<AuditEntry, 'at'> & { at: Date }, session?: ClientSession): Promise<void>;
  find(filter: Record<string, unknown>, sort: Record<string, 1 | -1>, limit: number): Promise<AuditDocument[]>;
}

export function auditLog(db: Connection): AuditLog {
  const schema = new Schema<AuditDocument>({}, { strict: false, minimize: false, versionKey: false });
  schema.index({ at: -1, _id: -1 });
  schema.index({ 'actor.id': 1, at: -1, _id: -1 });
  schema.index({ what: 1, at: -1, _id: -1 });
  const model = db.model<AuditDocument>('AuditEntry', schema, 'auditLog');
  return {
    append: async (entry, session) => {
      await model.collection.insertOne({ _id: new Types.ObjectId(), ...entry }, { ...(session && { session }) });
    },
    find: async (filter, sort, limit) => await model.find(filter).sort(sort).limit(limit).lean<AuditDocument[]>(),
  };
}
