import { mongo } from 'mongoose';
import { z } from 'zod';
import { Refusal } from '../../domain/errors.ts';
import {
  type NotificationSettings,
  notificationSettingsSchema,
  standardSettings,
} from '../../domain/notices/settings.ts';
import { endpoint, everyone } from '../endpoint.ts';
import { etag, requireMatch } from '../etag.ts';
import type { Services } from '../services.ts';

const duplicateKey = 11_000;
const path = '/api/v1/me/notifications';
const viewSchema = z
  .strictObject({
    ...notificationSettingsSchema.shape,
    mailAvailable: z.boolean().describe('Whether this deployment sends e-mail at all'),
  })
  .meta({ id: 'MyNotificationSettings' });

async function settingsOf({ reach }: Services, user: string): Promise<[NotificationSettings, number]> {
  const stored = await reach.settings.findById(user).lean();
  if (!stored) return [standardSettings, 0];
  const { _id, revision, updatedAt: __, ...settings } = stored;
  return [settings, revision];
}

export const getMyNotificationSettings = endpoint({
  method: 'get',
  path,
  operationId: 'getMyNotificationSettings',
  tag: 'notifications',
  summary: 'What you are told of, how and when; the same in both spaces',
  access: { roles: everyone },
  responses: { 200: viewSchema },
  handler: async ({ actor, services }) => {
    const [settings, revision] = await settingsOf(services, actor.id);
    const body = { ...settings, mailAvailable: services.config.mail !== undefined };
    return { status: 200, headers: { ETag: etag(revision) }, body };
  },
});

export const setMyNotificationSettings = endpoint({
  method: 'put',
  path,
  operationId: 'setMyNotificationSettings',
  tag: 'notifications',
  summary: 'Choose what you are told of, how and when',
  access: { roles: everyone },
  ifMatch: 'required',
  body: notificationSettingsSchema,
  responses: { 200: viewSchema },
  handler: async ({ body, ifMatch, actor, session, services, address, requestId }) => {
    const [before, revision] = await settingsOf(services, actor.id);
    requireMatch(ifMatch, revision);
    const by = { actor: { id: actor.id, role: actor.role }, space: session.space, address, requestId };
    const detail = before.email === body.email ? {} : { detail: 'another e-mail address' };
    const change = services.accounts.audited(
      { what: 'notificationSettingsChanged', subject: actor.id, ...by, ...detail },
      async (transaction) => {
        const { settings } = services.reach;
        const written = { ...body, revision: revision + 1, updatedAt: services.clock() };
        if (revision === 0) {
          await settings.collection.insertOne({ _id: actor.id, ...written } as never, { session: transaction });
          return;
        }
        const filter = { _id: actor.id, revision };
        const { matchedCount } = await settings.updateOne(filter, { $set: written }, { session: transaction });
        if (matchedCount === 0) throw changedMeanwhile();
      },
    );
    await change.catch((error: unknown) => {
      if (error instanceof mongo.MongoServerError && error.code === duplicateKey) throw changedMeanwhile();
      throw error;
    });
    const view = { ...body, mailAvailable: services.config.mail !== undefined };
    return { status: 200, headers: { ETag: etag(revision + 1) }, body: view };
  },
});

function changedMeanwhile(): Refusal {
  return new Refusal('revision-conflict', {
    zh: '设置刚被修改，请重新读取',
    en: 'They were changed at the same time; read them again',
  });
}
