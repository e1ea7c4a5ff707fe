import { z } from 'zod';
import { Refusal } from '../../domain/errors.ts';
import { endpoint, everyone } from '../endpoint.ts';

export const markNotificationRead = endpoint({
  method: 'post',
  path: '/api/v1/notifications/{id}/read',
  operationId: 'markNotificationRead',
  tag: 'notifications',
  summary: 'Mark one of your notifications as read; repeating it changes nothing',
  access: { roles: everyone },
  params: z.strictObject({ id: z.string().min(1).max(60) }),
  responses: { 204: null },
  errors: ['not-found'],
  handler: async ({ params: { id }, actor, space, services }) => {
    const { notifications } = space.notices;
    const { matchedCount } = await notifications.updateOne(
      { _id: id, user: actor.id, read: false },
      { $set: { read: true, readAt: services.clock() } },
    );
    if (matchedCount === 0 && !(await notifications.exists({ _id: id, user: actor.id }))) {
      throw new Refusal('not-found', { zh: '您没有这条通知', en: 'You have no such notification' });
    }
    return { status: 204 };
  },
});

export const markAllNotificationsRead = endpoint({
  method: 'post',
  path: '/api/v1/notifications/read',
  operationId: 'markAllNotificationsRead',
  tag: 'notifications',
  summary: 'Mark your notifications as read, all or up to the one last seen',
  access: { roles: everyone },
  body: z
    .strictObject({ until: z.iso.datetime().optional().describe('createdAt of the newest one that was seen') })
    .meta({ id: 'ReadUntil' }),
  responses: { 200: z.strictObject({ marked: z.int() }) },
  handler: async ({ body: { until }, actor, space, services }) => {
    const { modifiedCount } = await space.notices.notifications.updateMany(
      { user: actor.id, read: false, ...(until !== undefined && { createdAt: { $lte: new Date(until) } }) },
      { $set: { read: true, readAt: services.clock() } },
    );
    return { status: 200, body: { marked: modifiedCount } };
  },
});
