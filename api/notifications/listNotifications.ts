import { z } from 'zod';
import type { NotificationDocument } from '../../models/notices.ts';
import { endpoint, everyone } from '../endpoint.ts';
import { pageQuery, pageRequest, pageSchema } from '../pages.ts';
import { notificationSchema, notificationView } from './notificationView.ts';

const order = [
  ['createdAt', -1],
  ['_id', -1],
] as const;

export const listNotifications = endpoint({
  method: 'get',
  path: '/api/v1/notifications',
  operationId: 'listNotifications',
  tag: 'notifications',
  summary: 'What you were told of, newest first',
  description: 'The stream `GET /api/v1/events` says `notification` when there is a new one. Kept for 180 days.',
  access: { roles: everyone },
  query: z.strictObject({ ...pageQuery, unread: z.literal('true').optional().describe('Only what is not read yet') }),
  responses: { 200: pageSchema(notificationSchema) },
  errors: ['invalid-cursor'],
  handler: async ({ query, actor, space, services, language }) => {
    const filter = { user: actor.id, ...(query.unread && { read: false }) };
    const { after, sort, limit, page } = pageRequest(query, order, ['notifications', filter]);
    const found = await space.notices.notifications
      .find({ $and: [filter, after] })
      .sort(sort)
      .limit(limit + 1)
      .lean<NotificationDocument[]>();
    return { status: 200, body: page(found, (document) => notificationView(services, document, language)) };
  },
});

/** Beyond this a number says no more than "many". */
const countCap = 1000;

export const countNotifications = endpoint({
  method: 'get',
  path: '/api/v1/notifications/count',
  operationId: 'countNotifications',
  tag: 'notifications',
  summary: `How many of your notifications are unread, counted up to ${countCap}`,
  access: { roles: everyone },
  responses: { 200: z.strictObject({ unread: z.int(), cap: z.int() }).meta({ id: 'NotificationCount' }) },
  handler: async ({ actor, space }) => {
    const unread = await space.notices.notifications.countDocuments(
      { user: actor.id, read: false },
      { limit: countCap },
    );
    return { status: 200, body: { unread, cap: countCap } };
  },
});
