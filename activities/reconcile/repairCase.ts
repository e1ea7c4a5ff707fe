import type { ClientSession, Connection, Model, mongo } from 'mongoose';
import { type CaseModels, caseModels } from '../../models/caseModels.ts';
import { type CaseRepairDocument, caseRepairModel } from '../../models/caseRepairs.ts';
import type { Comparison, Repair } from './findings.ts';
import { readWithin, type StoredCase } from './storedCase.ts';

/**
 * Writes what a comparison found to be recorded otherwise, in one transaction; what was there before is kept in
 * `caseRepairs`.
 *
 * @returns false when a flush came in between: compare again
 */
export async function repairCase(database: Connection, compared: Comparison, stored: StoredCase): Promise<boolean> {
  const models = caseModels(database);
  const repairs = caseRepairModel(database);
  const session = await database.startSession();
  try {
    return await session.withTransaction(async () => {
      const present = await readWithin(models, compared.case, session);
      if (standing(present) !== standing(stored)) return false;
      await repairs.collection.insertOne(keptOf(compared, present) as never, { session });
      await write(models, compared, present, session);
      return true;
    });
  } finally {
    await session.endSession();
  }
}

/** Whether there is anything that a repair writes. */
export function hasWork({ document, clearMark, ...lists }: Repair): boolean {
  return document !== undefined || clearMark || Object.values(lists).some((list) => list.length > 0);
}

function standing({ document, timeline }: StoredCase): string {
  return JSON.stringify([document?.epoch, document?.revision, timeline.length]);
}

async function write(
  models: CaseModels,
  { case: id, repair }: Comparison,
  present: StoredCase,
  session: ClientSession,
): Promise<void> {
  if (repair.dropEvents.length > 0) {
    await raw(models.timeline).deleteMany({ _id: { $in: repair.dropEvents } } as never, { session });
  }
  await putAll(models.timeline, repair.putEvents, session);
  await putAll(models.texts, repair.putTexts, session);
  await putAll(models.tasks, repair.putTasks, session);
  if (repair.dropProblems.length > 0) {
    await raw(models.problems).deleteMany({ _id: { $in: repair.dropProblems } } as never, { session });
  }
  await putAll(models.problems, repair.putProblems, session);
  const { clockAt, ...recorded } = repair.document ?? {};
  const later = clockAt && (present.document?.clockAt ?? clockAt) > clockAt ? present.document?.clockAt : clockAt;
  // It is written in any case, so that a flush of the same moment comes before or after, not in between.
  await raw(models.cases).updateOne(
    { _id: id } as never,
    {
      $set: { ...recorded, ...(later && { clockAt: later }), updatedAt: new Date() },
      ...(repair.clearMark && { $unset: { diverged: '' } }),
    } as never,
    { session, upsert: repair.document !== undefined },
  );
}

async function putAll<T extends { _id: string }>(
  model: Model<T>,
  documents: readonly T[],
  session: ClientSession,
): Promise<void> {
  if (documents.length === 0) return;
  await raw(model).bulkWrite(
    documents.map((document) => ({
      replaceOne: { filter: { _id: document._id } as never, replacement: document as never, upsert: true },
    })),
    { session },
  );
}

/** What the repair replaces or removes, as it is now. */
function keptOf({ case: id, findings, repair }: Comparison, present: StoredCase): CaseRepairDocument {
  const replacedBy = <T extends { _id: string }>(
    there: readonly T[],
    put: readonly { _id: string }[],
    gone: string[] = [],
  ) => {
    const ids = new Set([...put.map(({ _id }) => _id), ...gone]);
    return there.filter(({ _id }) => ids.has(_id));
  };
  const replaced = {
    cases: present.document && (repair.document || repair.clearMark) ? [present.document] : [],
    timeline: replacedBy(present.timeline, repair.putEvents, repair.dropEvents),
    texts: replacedBy(present.texts, repair.putTexts),
    tasks: replacedBy(present.tasks, repair.putTasks),
    problems: replacedBy(present.problems, repair.putProblems, repair.dropProblems),
  };
  return {
    case: id,
    at: new Date(),
    findings: findings.map(({ what, detail }) => ({ what, detail })),
    replaced: Object.fromEntries(Object.entries(replaced).filter(([, list]) => list.length > 0)),
  };
}

function raw<T>(model: Model<T>): mongo.Collection<mongo.Document> {
  return model.collection as unknown as mongo.Collection<mongo.Document>;
}
