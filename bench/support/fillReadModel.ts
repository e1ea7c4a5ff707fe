import type { Connection, Model, mongo } from 'mongoose';
import { eventFields, taskFields, textsFields, viewFields } from '../../activities/caseDocuments.ts';
import type { CaseView } from '../../domain/case/caseView.ts';
import { caseModels } from '../../models/caseModels.ts';
import { PLACE } from '../../test/support/cases.ts';
import type { RealCase } from './realCases.ts';

/** A province: so many districts of 10 streets of 5 communities. */
const districts = 100;
const dayMs = 86_400_000;
/** Cases written at one go. */
const batch = 500;
/** Days before and after today on which something is due. */
const late = 20;
const ahead = 100;
/** Of a case that ended, which nobody lists by its events: so many of the newest. */
const kept = 3;

/** The community of the n-th case. */
export function placeOf(n: number): string {
  const [city] = PLACE.split('/');
  const district = n % districts;
  const street = Math.floor(n / districts) % 10;
  return `${city}/d${district}/d${district}s${street}/c${Math.floor(n / districts / 10) % 5}`;
}

/** Writes copies of real cases as the projection would. @returns the ids of the open ones */
export async function fillReadModel(
  database: Connection,
  real: { open: readonly RealCase[]; closed: readonly RealCase[] },
  { open, closed }: { open: number; closed: number },
): Promise<string[]> {
  const ids = await writeCopies(database, real.open, open, 'B');
  await writeCopies(
    database,
    real.closed.map((each) => ({
      ...each,
      timeline: each.timeline.slice(-kept),
      texts: [],
      tasks: each.tasks.slice(-1),
    })),
    closed,
    'E',
  );
  return ids;
}

async function writeCopies(
  database: Connection,
  real: readonly RealCase[],
  count: number,
  letter: string,
): Promise<string[]> {
  const { cases, tasks, timeline, texts } = caseModels(database);
  const ids: string[] = [];
  for (let from = 0; from < count; from += batch) {
    const copies = Array.from({ length: Math.min(batch, count - from) }, (_, n) =>
      copyOf(real[(from + n) % real.length] as RealCase, from + n, letter),
    );
    ids.push(...copies.map((copy) => copy.case._id));
    await Promise.all([
      insert(
        cases,
        copies.map((copy) => copy.case),
      ),
      insert(
        tasks,
        copies.flatMap((copy) => copy.tasks),
      ),
      insert(
        timeline,
        copies.flatMap((copy) => copy.timeline),
      ),
      insert(
        texts,
        copies.flatMap((copy) => copy.texts),
      ),
    ]);
  }
  return ids;
}

async function insert<T>(model: Model<T>, documents: readonly object[]): Promise<void> {
  const collection = model.collection as unknown as mongo.Collection;
  if (documents.length > 0) await collection.insertMany([...documents], { ordered: false });
}

/** The documents of a case, under another subject at another place, with other days. */
function copyOf(real: RealCase, n: number, letter: string) {
  const subject = `${letter}-${String(n).padStart(7, '0')}`;
  const place = placeOf(n);
  const renamed = JSON.parse(
    JSON.stringify(real)
      .replaceAll(real.case.subject.id, subject)
      .replaceAll(PLACE, place)
      .replaceAll('"space":"rehearsal"', '"space":"live"'),
  ) as RealCase;
  const { _id: id, updatedAt, clockAt, dueAt, ...stored } = renamed.case;
  const view = { ...stored, id } as unknown as CaseView;
  const now = new Date();
  const due = new Date(now.getTime() + ((n % (late + ahead)) - late) * dayMs);
  const labels = { kind: view.kind, subject: view.subject, scope: view.subject.scope, campaign: view.campaign };
  const startedAt = new Date(now.getTime() - (n % 300) * dayMs).toISOString();
  return {
    case: {
      _id: id,
      ...viewFields({ ...view, startedAt }),
      updatedAt: now,
      clockAt: now,
      dueAt: dueAt === null ? null : due,
    },
    tasks: renamed.tasks.map((task) => ({
      _id: task._id,
      ...taskFields(id, labels, { ...task, dueAt: task.dueAt === null ? null : due.toISOString() }),
      open: task.open,
      ...(task.ended && { ended: task.ended, closedAt: now }),
    })),
    timeline: renamed.timeline.map(({ _id, event }) => ({ _id, ...eventFields(labels, event) })),
    texts: renamed.texts.map(({ _id, case: of, epoch, seq, actor, texts }) => ({
      _id,
      ...textsFields({ case: of, epoch, seq, actor: { id: actor } } as never, texts),
    })),
  };
}
