import type { ClientSession, Connection } from 'mongoose';
import {
  type CaseDocument,
  type CaseModels,
  caseModels,
  type ProblemDocument,
  type TaskDocument,
  type TextsDocument,
  type TimelineDocument,
} from '../../models/caseModels.ts';

/** Everything the read model holds of a case, at one instant. */
export interface StoredCase {
  document: CaseDocument | null;
  timeline: TimelineDocument[];
  texts: TextsDocument[];
  tasks: TaskDocument[];
  problems: ProblemDocument[];
}

/** Reads a case as of one instant: a flush is either in it or not. */
export async function readStored(database: Connection, id: string): Promise<StoredCase> {
  const session = await database.startSession();
  try {
    return await session.withTransaction(() => readWithin(caseModels(database), id, session), {
      readConcern: { level: 'snapshot' },
      writeConcern: { w: 'majority' },
    });
  } finally {
    await session.endSession();
  }
}

export async function readWithin(models: CaseModels, id: string, session: ClientSession): Promise<StoredCase> {
  // One after the other: a session carries one operation at a time.
  const document = await models.cases.findById(id).session(session).lean<CaseDocument | null>();
  const of = { case: id };
  const timeline = await models.timeline
    .find(of)
    .sort({ seq: 1, epoch: 1 })
    .session(session)
    .lean<TimelineDocument[]>();
  const texts = await models.texts.find(of).session(session).lean<TextsDocument[]>();
  const tasks = await models.tasks.find(of).session(session).lean<TaskDocument[]>();
  const problems = await models.problems.find(of).session(session).lean<ProblemDocument[]>();
  return { document, timeline, texts, tasks, problems };
}
