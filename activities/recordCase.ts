import type { ClientSession, Connection, Model, mongo } from 'mongoose';
import type { Procedure } from '../domain/procedures/declaration.ts';
import { type CaseDocument, type CaseModels, caseKeys, caseModels } from '../models/caseModels.ts';
import { type NoticeModels, noticeModels } from '../models/notices.ts';
import { endedTaskFields, eventFields, eventKey, openTaskFields, textsFields, viewFields } from './caseDocuments.ts';
import type { CaseActivities, CaseLabels, CaseRecord, CaseRecordResult } from './caseRecords.ts';
import { enterOutcome } from './enterOutcome.ts';
import { writeNotices } from './notices/writeNotices.ts';

/**
 * Writes flushes of running cases to the read model of one space.
 *
 * A flush is repeated until it is acknowledged, so every write must be harmless when it comes twice or late: timeline
 * entries are inserted once and never changed, the view moves only forward in (epoch, revision), and a stale flush
 * leaves tasks and problems alone. What people are to be told goes into an outbox with it. When the case has ended, the
 * registers take note of what it came to.
 */
export function createCaseActivities(
  database: Connection,
  procedures: () => Promise<readonly Pick<Procedure, 'kind' | 'enters'>[]> = async () => [],
): CaseActivities {
  const models = { ...caseModels(database), ...noticeModels(database) };
  return {
    recordCase: async ({ labels, record }) => {
      const session = await database.startSession();
      let result: CaseRecordResult;
      try {
        result = await session.withTransaction(() => write(models, labels, record, session));
      } finally {
        await session.endSession();
      }
      const { status } = 'whole' in record.view ? record.view.whole : record.view.changed;
      if (status === 'completed') await enterOutcome(database, record.case, await procedures());
      return result;
    },
  };
}

async function write(
  models: CaseModels & NoticeModels,
  labels: CaseLabels,
  record: CaseRecord,
  session: ClientSession,
): Promise<CaseRecordResult> {
  const diverged = await writeTimeline(models, labels, record, session);
  const moved = await moveView(models, labels, record, session);
  await markSuperseded(models, record, moved === 'stale', session);
  if (moved !== 'stale') {
    await writeTasks(models, labels, record, session);
    await writeProblems(models, labels, record, session);
    await writeNotices(models, labels, record, session);
  }
  const [first] = diverged;
  if (first) {
    await models.cases.updateOne(
      { _id: record.case },
      { $set: { diverged: { ...first, at: new Date() } } },
      { session },
    );
  }
  return { wholeViewNeeded: moved === 'missing', diverged };
}

/** The driver's own collection: the workflow's types have checked what is written, and casting would cost. */
function raw<T>(model: Model<T>): mongo.Collection<T & mongo.Document> {
  return model.collection as unknown as mongo.Collection<T & mongo.Document>;
}

/** Inserts what is not there; the same seq with another hash is never skipped silently. */
async function writeTimeline(
  { timeline, texts }: CaseModels,
  labels: CaseLabels,
  { events }: CaseRecord,
  session: ClientSession,
): Promise<CaseRecordResult['diverged']> {
  if (events.length === 0) return [];
  const { upsertedCount } = await raw(timeline).bulkWrite(
    events.map(({ event }) => ({
      updateOne: {
        filter: { _id: eventKey(event) },
        update: { $setOnInsert: eventFields(labels, event) },
        upsert: true,
      },
    })),
    { session, ordered: false },
  );
  const written = events.flatMap(({ event, texts: words }) => (words === undefined ? [] : [{ event, words }]));
  if (written.length > 0) {
    await raw(texts).bulkWrite(
      written.map(({ event, words }) => ({
        updateOne: {
          filter: { _id: eventKey(event) },
          update: { $setOnInsert: textsFields(event, words) },
          upsert: true,
        },
      })),
      { session, ordered: false },
    );
  }
  // All new, as nearly always: nothing to compare with.
  if (upsertedCount === events.length) return [];
  const stored = await timeline
    .find({ _id: { $in: events.map(({ event }) => eventKey(event)) } })
    .session(session)
    .lean();
  const hashes = new Map(stored.map((each) => [each.seq, each.event.hash]));
  return events.flatMap(({ event: { seq, hash } }) => {
    const found = hashes.get(seq);
    return found === undefined || found === hash ? [] : [{ seq, stored: found, arrived: hash }];
  });
}

/** A later epoch replaces what earlier ones recorded from its first event on; that stays, marked. */
async function markSuperseded(
  { timeline }: CaseModels,
  { case: id, epoch, events }: CaseRecord,
  stale: boolean,
  session: ClientSession,
): Promise<void> {
  const [first] = events;
  if (first === undefined) return;
  const from = (seq: number) => ({ case: id, seq: { $gte: seq }, supersededBy: { $exists: false } });
  if (epoch > 1) {
    const replaced = { ...from(first.event.seq), epoch: { $lt: epoch } };
    await timeline.updateMany(replaced, { $set: { supersededBy: epoch } }, { session });
  }
  if (!stale) return;
  const later = await timeline
    .findOne({ case: id, epoch: { $gt: epoch } }, { epoch: 1, seq: 1 })
    .sort({ epoch: 1, seq: 1 })
    .session(session)
    .lean();
  if (later)
    await timeline.updateMany({ ...from(later.seq), epoch }, { $set: { supersededBy: later.epoch } }, { session });
}

/** A guarded update, then an insert if the case is not there and this flush carries the whole view. */
async function moveView(
  { cases }: CaseModels,
  labels: CaseLabels,
  record: CaseRecord,
  session: ClientSession,
): Promise<'moved' | 'stale' | 'missing'> {
  const { case: id, epoch, revision, now, dueAt, view } = record;
  const older = { $or: [{ epoch: { $lt: epoch } }, { epoch, revision: { $lt: revision } }] };
  const clock = {
    updatedAt: new Date(),
    clockAt: new Date(now),
    dueAt: dueAt === null ? null : new Date(dueAt),
  };
  if ('whole' in view) {
    const document = { ...viewFields(view.whole), ...clock };
    const { matchedCount } = await raw(cases).updateOne({ _id: id, ...older }, { $set: document }, { session });
    if (matchedCount > 0) return 'moved';
    if (await cases.exists({ _id: id }).session(session)) return 'stale';
    await raw(cases).insertOne({ _id: id, ...document } as never, { session });
    return 'moved';
  }
  const stages = Object.fromEntries(Object.entries(view.stages).map(([key, stage]) => [`stages.${key}`, stage]));
  const { asked } = view.changed;
  const within = asked && { within: caseKeys(labels.scope, labels.campaign, asked) };
  const { matchedCount } = await raw(cases).updateOne(
    { _id: id, ...older },
    { $set: { ...view.changed, ...stages, ...within, revision, epoch, ...clock } as Partial<CaseDocument> },
    { session },
  );
  if (matchedCount > 0) return 'moved';
  return (await cases.exists({ _id: id }).session(session)) ? 'stale' : 'missing';
}

async function writeTasks(
  { tasks }: CaseModels,
  labels: CaseLabels,
  { case: id, tasks: { open, ended } }: CaseRecord,
  session: ClientSession,
): Promise<void> {
  if (open.length === 0 && ended.length === 0) return;
  await raw(tasks).bulkWrite(
    [
      ...open.map((task) => ({
        replaceOne: {
          filter: { _id: `${id}|${task.id}` },
          replacement: openTaskFields(id, labels, task),
          upsert: true,
        },
      })),
      ...ended.map((task) => ({
        updateOne: {
          filter: { _id: `${id}|${task.id}` },
          update: { $set: endedTaskFields(id, labels, task) },
          upsert: task.asked !== undefined,
        },
      })),
    ],
    { session },
  );
}

async function writeProblems(
  { problems }: CaseModels,
  { scope }: CaseLabels,
  { case: id, problems: changed, problemsGone }: CaseRecord,
  session: ClientSession,
): Promise<void> {
  if (problemsGone) {
    await problems.deleteMany({ _id: { $in: problemsGone.map((problem) => `${id}|${problem}`) } }, { session });
  }
  if (changed.length === 0) return;
  await raw(problems).bulkWrite(
    changed.map((problem) => ({
      replaceOne: {
        filter: { _id: `${id}|${problem.id}` },
        replacement: { case: id, scope, ...problem },
        upsert: true,
      },
    })),
    { session },
  );
}
