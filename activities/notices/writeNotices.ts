import type { ClientSession, mongo } from 'mongoose';
import { deriveNotices } from '../../domain/notices/deriveNotices.ts';
import { addresseeKey } from '../../domain/notices/notice.ts';
import { isRehearsal } from '../../domain/rehearsal/rehearsal.ts';
import { placesOf } from '../../models/caseModels.ts';
import type { NoticeDocument, NoticeModels } from '../../models/notices.ts';
import type { CaseLabels, CaseRecord } from '../caseRecords.ts';

/**
 * Puts what people are told of a flush into the outbox, in the flush's own transaction. A flush that comes again finds its
 * notices there and leaves them as they are; one that nobody is told of costs nothing.
 */
export async function writeNotices(
  { notices }: Pick<NoticeModels, 'notices'>,
  labels: CaseLabels,
  { case: id, epoch, events, tasks }: CaseRecord,
  session: ClientSession,
): Promise<void> {
  // Nobody is bothered by a rehearsal: it is played by scripts.
  if (labels.campaign !== null && isRehearsal.test(labels.campaign)) return;
  const derived = deriveNotices({
    case: id,
    epoch,
    campaign: labels.campaign,
    events: events.map(({ event }) => event),
    tasks: tasks.open,
  });
  if (derived.length === 0) return;
  const now = new Date();
  const common = {
    case: id,
    kind: labels.kind,
    subject: labels.subject,
    scope: labels.scope,
    within: placesOf(labels.scope),
    campaign: labels.campaign,
    createdAt: now,
    waiting: true,
    nextAt: now,
  };
  const collection = notices.collection as unknown as mongo.Collection<NoticeDocument>;
  await collection.bulkWrite(
    derived.map((notice, index) => ({
      updateOne: {
        filter: { _id: `${notice.event}|${addresseeKey(notice.to)}` },
        update: {
          $setOnInsert: { ...common, ...notice, at: new Date(notice.at), order: now.getTime() * 1000 + index },
        },
        upsert: true,
      },
    })),
    { session, ordered: false },
  );
}
