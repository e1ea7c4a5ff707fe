import { type Connection, type Model, Schema } from 'mongoose';
import type { Notice, NoticeKind } from '../domain/notices/notice.ts';
import type { NotificationSettings } from '../domain/notices/settings.ts';
import type { Json } from '../domain/text.ts';

/** What every document of a notice repeats of its case. */
interface NoticeLabels {
  case: string;
  kind: string;
  subject: { id: string; name: string };
  scope: string;
  /** The place and every place above it. */
  within: string[];
  campaign: string | null;
}

/** The outbox: written in the transaction of the flush that brought the event, and emptied by the workers. */
export interface NoticeDocument extends NoticeLabels, Omit<Notice, 'at'> {
  /** `event|addressee` */
  _id: string;
  at: Date;
  createdAt: Date;
  /** Not yet told to anybody. */
  waiting: boolean;
  /** When it may be taken; later than now while a worker has it. */
  nextAt: Date;
  /** What happened earlier has a smaller one. */
  order: number;
  /** The worker that has it. */
  lease?: string;
}

/** What one user is told in the app. */
export interface NotificationDocument extends NoticeLabels {
  _id: string;
  user: string;
  what: NoticeKind;
  task?: string;
  data: Record<string, Json>;
  at: Date;
  createdAt: Date;
  read: boolean;
  readAt?: Date;
}

/** One message on its way out of the service. */
export interface DeliveryDocument {
  /** Made of user and time, or of event and webhook: the same message is never two documents. Stands in the message too. */
  _id: string;
  channel: 'mail' | 'webhook';
  /** The user or webhook. */
  to: string;
  /** The case of a webhook's message; mail may tell of several. */
  case: string | null;
  /** Ids of the notices it tells of; none is a test. */
  notices: string[];
  urgent: boolean;
  state: 'waiting' | 'sent' | 'dead' | 'dropped';
  attempts: number;
  /** When it may be tried; later than now while a worker has it. */
  nextAt: Date;
  order: number;
  lease?: string;
  createdAt: Date;
  sentAt?: Date;
  /** What came of the last attempts, newest last. */
  answers: DeliveryAnswer[];
}

export interface DeliveryAnswer {
  at: Date;
  ok: boolean;
  status?: number;
  detail: string;
}

export interface WebhookDocument {
  _id: string;
  name: string;
  format: 'standard' | 'wecom' | 'dingtalk';
  url: string;
  /** Signs messages; the robots of WeCom have none. */
  secret?: string;
  /** Signs too until the receiver has the new one. */
  previousSecret?: { secret: string; until: Date };
  kinds: NoticeKind[];
  place: string;
  /** The place and every place above it: whose administrators see it. */
  within: string[];
  language: 'zh' | 'en';
  enabled: boolean;
  revision: number;
  createdAt: Date;
  createdBy: string;
  updatedAt: Date;
}

export interface NoticeModels {
  notices: Model<NoticeDocument>;
  notifications: Model<NotificationDocument>;
  deliveries: Model<DeliveryDocument>;
  webhooks: Model<WebhookDocument>;
}

export interface SettingsDocument extends NotificationSettings {
  /** The user. */
  _id: string;
  revision: number;
  updatedAt: Date;
}

/** A secret address under which an office's deadlines can be read. */
export interface CalendarFeedDocument {
  _id: string;
  /** SHA-256 of the token; the token itself is nowhere. */
  tokenHash: string;
  user: string;
  space: 'live' | 'rehearsal';
  office: string;
  scope: string;
  language: 'zh' | 'en';
  createdAt: Date;
}

export interface ReachModels {
  settings: Model<SettingsDocument>;
  feeds: Model<CalendarFeedDocument>;
}

const DAY_SECONDS = 86_400;
const keptDays = { notices: 180, deliveries: 90 } as const;
const options = { strict: false, minimize: false, versionKey: false } as const;

/** What is told, and what is on its way, in one space. */
export function noticeModels(db: Connection): NoticeModels {
  const expires = (days: number) => ({ expireAfterSeconds: days * DAY_SECONDS });
  const notices = new Schema<NoticeDocument>({ _id: String }, options);
  notices.index({ nextAt: 1, order: 1 }, { partialFilterExpression: { waiting: true } });
  notices.index({ lease: 1 }, { sparse: true });
  notices.index({ createdAt: 1 }, expires(keptDays.notices));
  const notifications = new Schema<NotificationDocument>({ _id: String }, options);
  notifications.index({ user: 1, createdAt: -1, _id: -1 });
  notifications.index({ user: 1, read: 1, createdAt: -1, _id: -1 });
  notifications.index({ createdAt: 1 }, expires(keptDays.notices));
  const deliveries = new Schema<DeliveryDocument>({ _id: String }, options);
  deliveries.index({ state: 1, nextAt: 1, order: 1 });
  deliveries.index({ channel: 1, to: 1, createdAt: -1, _id: -1 });
  deliveries.index({ channel: 1, to: 1, state: 1, createdAt: -1, _id: -1 });
  deliveries.index({ channel: 1, state: 1, createdAt: -1, _id: -1 });
  deliveries.index({ channel: 1, createdAt: -1, _id: -1 });
  deliveries.index({ createdAt: 1 }, expires(keptDays.deliveries));
  const webhooks = new Schema<WebhookDocument>({ _id: String }, options);
  webhooks.index({ within: 1, createdAt: 1, _id: 1 });
  webhooks.index({ createdAt: 1, _id: 1 });
  return {
    notices: db.model<NoticeDocument>('Notice', notices, 'notices'),
    notifications: db.model<NotificationDocument>('Notification', notifications, 'notifications'),
    deliveries: db.model<DeliveryDocument>('Delivery', deliveries, 'deliveries'),
    webhooks: db.model<WebhookDocument>('Webhook', webhooks, 'webhooks'),
  };
}

/** How users are reached: kept with the accounts, in the database of the live space for both. */
export function reachModels(db: Connection): ReachModels {
  const feeds = new Schema<CalendarFeedDocument>({ _id: String }, options);
  feeds.index({ tokenHash: 1 }, { unique: true });
  feeds.index({ user: 1, createdAt: -1, _id: 1 });
  return {
    settings: db.model<SettingsDocument>(
      'NotificationSettings',
      new Schema<SettingsDocument>({ _id: String }, options),
      'notificationSettings',
    ),
    feeds: db.model<CalendarFeedDocument>('CalendarFeed', feeds, 'calendarFeeds'),
  };
}
