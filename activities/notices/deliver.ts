import { randomUUID } from 'node:crypto';
import { buildCalendar } from '../../domain/calendar/calendar.ts';
import { pauseAfter } from '../../domain/notices/backoff.ts';
import { quietEnd } from '../../domain/notices/sendingTime.ts';
import type { NotificationSettings } from '../../domain/notices/settings.ts';
import { currentCalendar } from '../../models/keptVersions.ts';
import type { DeliveryAnswer, DeliveryDocument, NoticeDocument, WebhookDocument } from '../../models/notices.ts';
import { composeMail } from './composeMail.ts';
import type { DeliveryParts } from './deliveryParts.ts';
import { MailRefused } from './mailer.ts';
import { postWebhook } from './postWebhook.ts';
import { webhookRequest } from './webhookMessage.ts';

/** Longer than an attempt can take; a worker that was killed is waited for this long. */
const leaseMilliseconds = 90_000;
/** Robots take 20 messages a minute. */
const robotPauseMilliseconds = 3500;
const atATime = 8;
const answersKept = 10;

type Outcome = DeliveryAnswer & { state: 'sent' | 'dropped' | 'dead' | 'retry' };
type Result = Omit<Outcome, 'at'> | { notBefore: Date };

/**
 * Sends what is due, each message under a lease. What was sent but not yet marked when a worker was killed is sent once
 * more, under the same id.
 *
 * @returns how many were tried
 */
export async function deliverDue(parts: DeliveryParts): Promise<number> {
  const busy = new Set<string>();
  let tried = 0;
  let taking: Promise<unknown> = Promise.resolve();
  // One after the other, and one message at a time to each destination: that keeps their order.
  const next = (): Promise<DeliveryDocument | null> => {
    const taken = taking.then(async () => {
      const found = await take(parts, busy);
      if (found) busy.add(found.to);
      return found;
    });
    taking = taken.catch(() => undefined);
    return taken;
  };
  const lane = async (): Promise<void> => {
    for (;;) {
      const taken = await next();
      if (!taken) return;
      tried += 1;
      try {
        await attempt(parts, taken);
      } finally {
        busy.delete(taken.to);
      }
    }
  };
  await Promise.all(Array.from({ length: atATime }, lane));
  return tried;
}

async function take(
  { notices: { deliveries }, clock }: DeliveryParts,
  busy: ReadonlySet<string>,
): Promise<DeliveryDocument | null> {
  const now = clock();
  return await deliveries
    .findOneAndUpdate(
      { state: 'waiting', nextAt: { $lte: now }, ...(busy.size > 0 && { to: { $nin: [...busy] } }) },
      { $set: { lease: randomUUID(), nextAt: new Date(now.getTime() + leaseMilliseconds) }, $inc: { attempts: 1 } },
      { sort: { nextAt: 1, order: 1 }, returnDocument: 'after' },
    )
    .lean<DeliveryDocument>();
}

async function attempt(parts: DeliveryParts, delivery: DeliveryDocument): Promise<void> {
  const { notices, clock } = parts;
  const { _id, lease = '', attempts } = delivery;
  const outcome = await outcomeOf(parts, delivery);
  if ('notBefore' in outcome) {
    const { notBefore: nextAt } = outcome;
    await notices.deliveries.updateOne(
      { _id, lease },
      { $set: { nextAt }, $inc: { attempts: -1 }, $unset: { lease: 1 } },
    );
    return;
  }
  const { state, ...answer } = outcome;
  const pause = state === 'retry' ? pauseAfter(attempts) : undefined;
  const nextAt = pause === undefined ? delivery.nextAt : new Date(clock().getTime() + pause);
  const ended = state === 'retry' ? (pause === undefined ? 'dead' : 'waiting') : state;
  const { matchedCount } = await notices.deliveries.updateOne(
    { _id, lease },
    {
      $set: { state: ended, nextAt, ...(ended === 'sent' && { sentAt: clock() }) },
      $push: { answers: { $each: [answer], $slice: -answersKept } },
      $unset: { lease: 1 },
    },
  );
  if (matchedCount > 0 && ended === 'waiting' && delivery.case !== null) await holdBack(parts, delivery, nextAt);
  if (!answer.ok) {
    const { channel, to } = delivery;
    parts.logger.warn({ delivery: _id, channel, to, attempts, state: ended, detail: answer.detail }, 'Not delivered');
  }
}

/** What else is to be told of the case there waits for what failed, so that it arrives in order. */
async function holdBack({ notices: { deliveries } }: DeliveryParts, { to, case: id }: DeliveryDocument, until: Date) {
  await deliveries.updateMany(
    { channel: 'webhook', to, state: 'waiting', case: id, nextAt: { $lt: until } },
    { $set: { nextAt: until } },
  );
}

async function outcomeOf(
  parts: DeliveryParts,
  delivery: DeliveryDocument,
): Promise<Outcome | Extract<Result, { notBefore: Date }>> {
  const at = parts.clock();
  try {
    const result = await (delivery.channel === 'mail' ? mail(parts, delivery) : post(parts, delivery));
    return 'notBefore' in result ? result : { at, ...result };
  } catch (error) {
    const detail = (error instanceof Error ? error.message : String(error)).slice(0, 300);
    return { at, ok: false, detail, state: error instanceof MailRefused ? 'dead' : 'retry' };
  }
}

const dropped = (detail: string): Omit<Outcome, 'at'> => ({ ok: false, detail, state: 'dropped' });

async function mail(parts: DeliveryParts, delivery: DeliveryDocument): Promise<Result> {
  const { mailer, reach, accounts } = parts;
  if (!mailer) throw new Error('No mail server is configured (SMTP_URL)');
  const [settings, user, notices] = await Promise.all([
    reach.settings.findById(delivery.to).lean(),
    accounts.users.findById(delivery.to, { disabled: 1 }).lean(),
    noticesOf(parts, delivery.notices),
  ]);
  if (!user || user.disabled || !settings?.email) return dropped('The user has no address any more');
  if (notices.length === 0) return dropped('What it told of is no longer kept');
  const notBefore = delivery.urgent ? undefined : await endOfQuiet(parts, settings);
  if (notBefore) return { notBefore };
  const { language, email: to } = settings;
  const detail = await mailer.send(
    composeMail(parts, notices, { id: delivery._id, to, language, urgent: delivery.urgent }),
  );
  return { ok: true, detail: detail.slice(0, 300), state: 'sent' };
}

/** When quiet hours end, if it is quiet now: after an outage, or between attempts, the night may have come. */
async function endOfQuiet(
  { database, clock }: DeliveryParts,
  { digest, quiet }: NotificationSettings,
): Promise<Date | undefined> {
  // The hour of a digest was chosen on purpose.
  if (quiet === null || digest.every !== 'minute') return undefined;
  const now = clock().getTime();
  const end = quietEnd(now, quiet, (await currentCalendar(database)) ?? buildCalendar([]));
  return end > now ? new Date(end) : undefined;
}

async function post(parts: DeliveryParts, delivery: DeliveryDocument): Promise<Result> {
  const hook = await parts.notices.webhooks.findById(delivery.to).lean<WebhookDocument>();
  if (!hook) return dropped('The webhook was removed');
  if (!hook.enabled) return dropped('The webhook is off');
  const [notice] = await noticesOf(parts, delivery.notices);
  if (!notice && delivery.notices.length > 0) return dropped('What it told of is no longer kept');
  const request = webhookRequest(parts, hook, delivery._id, notice, parts.clock());
  const { status, body } = await postWebhook(request, parts.allowPrivateWebhooks);
  if (hook.format !== 'standard') await pace(parts, delivery);
  const accepted = status >= 200 && status < 300 && (hook.format === 'standard' || robotAccepted(body));
  const detail = accepted ? '' : body.slice(0, 300);
  return { ok: accepted, status, detail, state: accepted ? 'sent' : 'retry' };
}

async function pace({ notices: { deliveries }, clock }: DeliveryParts, { to }: DeliveryDocument): Promise<void> {
  const until = new Date(clock().getTime() + robotPauseMilliseconds);
  await deliveries.updateMany(
    { channel: 'webhook', to, state: 'waiting', nextAt: { $lt: until } },
    { $set: { nextAt: until } },
  );
}

/** Both robots answer 200 whatever happens, and say in the body how it went. */
function robotAccepted(body: string): boolean {
  try {
    return (JSON.parse(body) as { errcode?: unknown }).errcode === 0;
  } catch {
    return false;
  }
}

async function noticesOf({ notices }: DeliveryParts, ids: string[]): Promise<NoticeDocument[]> {
  if (ids.length === 0) return [];
  return await notices.notices
    .find({ _id: { $in: ids } })
    .sort({ at: 1, _id: 1 })
    .lean<NoticeDocument[]>();
}
