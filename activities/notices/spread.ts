import { createHash, randomUUID } from 'node:crypto';
import { mongo } from 'mongoose';
import { buildCalendar, type Calendar } from '../../domain/calendar/calendar.ts';
import { isUrgent } from '../../domain/notices/notice.ts';
import { sendingTime } from '../../domain/notices/sendingTime.ts';
import { type NotificationSettings, standardSettings } from '../../domain/notices/settings.ts';
import { covers } from '../../domain/organisation/scope.ts';
import { currentCalendar } from '../../models/keptVersions.ts';
import type { DeliveryDocument, NoticeDocument, NotificationDocument, WebhookDocument } from '../../models/notices.ts';
import type { DeliveryParts } from './deliveryParts.ts';
import { Addressees } from './resolveAddressees.ts';

const batchSize = 100;
/** A worker that was killed is waited for this long before another takes its notices. */
const leaseMilliseconds = 30_000;
const duplicateKey = 11_000;

/**
 * Takes a batch of the outbox and writes what each addressee is told: in the app, by e-mail, by webhook. Every write is
 * harmless when it comes twice, so a batch that was broken off is done again from its beginning.
 *
 * @returns how many notices it took
 */
export async function spreadNotices(parts: DeliveryParts): Promise<number> {
  const taken = await takeNotices(parts);
  if (taken.length === 0) return 0;
  const addressees = new Addressees(parts);
  const told = await Promise.all(taken.map(async (notice) => ({ notice, users: await addressees.of(notice) })));
  const settings = await settingsOf(parts, [...new Set(told.flatMap(({ users }) => users))]);
  const choices = told.flatMap(({ notice, users }) =>
    users.map((user) => ({ notice, user, chosen: settings.get(user) ?? standardSettings })),
  );
  await writeNotifications(
    parts,
    choices.filter(({ notice, chosen }) => chosen.kinds[notice.what].inApp),
  );
  await writeMail(
    parts,
    choices.filter(({ notice, chosen }) => wantsMail(parts, notice, chosen)),
  );
  await writeWebhookDeliveries(
    parts,
    taken.filter(({ inAppOnly }) => !inAppOnly),
  );
  const lease = taken[0]?.lease ?? '';
  await parts.notices.notices.updateMany({ lease }, { $set: { waiting: false }, $unset: { lease: 1 } });
  return taken.length;
}

async function takeNotices({ notices: { notices }, clock }: DeliveryParts): Promise<NoticeDocument[]> {
  const now = clock();
  const due = { waiting: true, nextAt: { $lte: now } };
  const found = await notices.find(due, { _id: 1 }).sort({ nextAt: 1, order: 1 }).limit(batchSize).lean();
  if (found.length === 0) return [];
  const lease = randomUUID();
  const nextAt = new Date(now.getTime() + leaseMilliseconds);
  await notices.updateMany({ _id: { $in: found.map(({ _id }) => _id) }, ...due }, { $set: { lease, nextAt } });
  return await notices.find({ lease }).sort({ order: 1 }).lean<NoticeDocument[]>();
}

async function settingsOf({ reach }: DeliveryParts, users: string[]): Promise<Map<string, NotificationSettings>> {
  if (users.length === 0) return new Map();
  const found = await reach.settings.find({ _id: { $in: users } }).lean();
  return new Map(found.map((each) => [each._id, each]));
}

function wantsMail({ mailer, space }: DeliveryParts, notice: NoticeDocument, chosen: NotificationSettings): boolean {
  return (
    mailer !== undefined &&
    !notice.inAppOnly &&
    chosen.email !== null &&
    chosen.kinds[notice.what].mail &&
    (space === 'live' || chosen.rehearsal)
  );
}

interface Choice {
  notice: NoticeDocument;
  user: string;
  chosen: NotificationSettings;
}

async function writeNotifications({ notices, clock }: DeliveryParts, choices: readonly Choice[]): Promise<void> {
  if (choices.length === 0) return;
  const collection = notices.notifications.collection as unknown as mongo.Collection<NotificationDocument>;
  await collection.bulkWrite(
    choices.map(({ notice, user }) => ({
      updateOne: {
        filter: { _id: hashed(`${notice._id}|${user}`) },
        update: { $setOnInsert: { ...labelsOf(notice), user, createdAt: clock(), read: false } },
        upsert: true,
      },
    })),
    { ordered: false },
  );
}

function labelsOf(notice: NoticeDocument): Omit<NotificationDocument, '_id' | 'user' | 'createdAt' | 'read'> {
  const { case: id, kind, subject, scope, within, campaign, what, task, data, at } = notice;
  return {
    case: id,
    kind,
    subject,
    scope,
    within,
    campaign,
    what,
    data,
    at,
    ...(task !== undefined && { task }),
  };
}

/** An id that shows nothing, the same for the same. */
export function hashed(key: string): string {
  return createHash('sha256').update(key).digest('base64url').slice(0, 24);
}

/** What one user gets at the same time is one message. */
async function writeMail(parts: DeliveryParts, choices: readonly Choice[]): Promise<void> {
  if (choices.length === 0) return;
  const calendar = (await currentCalendar(parts.database)) ?? buildCalendar([]);
  const messages = new Map<string, { user: string; urgent: boolean; chosen: NotificationSettings; ids: string[] }>();
  for (const { notice, user, chosen } of choices) {
    const urgent = isUrgent(notice.what);
    const key = `${user}|${urgent}`;
    const message = messages.get(key) ?? { user, urgent, chosen, ids: [] };
    message.ids.push(notice._id);
    messages.set(key, message);
  }
  for (const message of messages.values()) await addToMail(parts, message, calendar);
}

async function addToMail(
  { notices: { deliveries }, clock }: DeliveryParts,
  { user, urgent, chosen, ids }: { user: string; urgent: boolean; chosen: NotificationSettings; ids: string[] },
  calendar: Calendar,
): Promise<void> {
  for (let from = clock().getTime(); ; ) {
    const slot = sendingTime(chosen, urgent, from, calendar);
    const nextAt = new Date(slot);
    try {
      // One that is being sent takes nothing more: then the filter finds none, and the id is taken.
      await deliveries.updateOne(
        { _id: hashed(`mail|${user}|${urgent}|${nextAt.toISOString()}`), state: 'waiting', attempts: 0 },
        {
          $addToSet: { notices: { $each: ids } },
          $setOnInsert: {
            channel: 'mail',
            to: user,
            case: null,
            urgent,
            nextAt,
            order: slot,
            createdAt: clock(),
            answers: [],
          },
        },
        { upsert: true },
      );
      return;
    } catch (error) {
      if (!(error instanceof mongo.MongoServerError) || error.code !== duplicateKey) throw error;
      from = slot;
    }
  }
}

async function writeWebhookDeliveries(parts: DeliveryParts, taken: readonly NoticeDocument[]): Promise<void> {
  const { notices, clock } = parts;
  if (taken.length === 0) return;
  const hooks = await notices.webhooks.find({ enabled: true }).lean<WebhookDocument[]>();
  const wanted = taken.flatMap((notice) =>
    hooks.filter((hook) => wants(hook, notice)).map((hook) => ({ notice, to: hook._id })),
  );
  if (wanted.length === 0) return;
  const collection = notices.deliveries.collection as unknown as mongo.Collection<DeliveryDocument>;
  await collection.bulkWrite(
    wanted.map(({ notice, to }) => ({
      updateOne: {
        // One message for what happened, whomever it concerns.
        filter: { _id: hashed(`${notice.event}|${to}`) },
        update: {
          $setOnInsert: {
            channel: 'webhook' as const,
            to,
            case: notice.case,
            notices: [notice._id],
            urgent: isUrgent(notice.what),
            state: 'waiting' as const,
            attempts: 0,
            nextAt: notice.createdAt,
            order: notice.order,
            createdAt: clock(),
            answers: [],
          },
        },
        upsert: true,
      },
    })),
    { ordered: false },
  );
}

function wants({ kinds, place }: WebhookDocument, { what, scope }: NoticeDocument): boolean {
  return kinds.includes(what) && covers(place, scope);
}
