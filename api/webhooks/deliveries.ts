import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { Refusal } from '../../domain/errors.ts';
import type { DeliveryDocument } from '../../models/notices.ts';
import { endpoint } from '../endpoint.ts';
import { pageSchema } from '../pages.ts';
import {
  deliveryPage,
  deliveryQuery,
  deliverySchema,
  deliveryView,
  replay,
  replayedSchema,
  replaySchema,
} from './deliveryView.ts';
import { note } from './note.ts';
import { access, webhookOf, webhookParams } from './webhookView.ts';

const tag = 'webhooks';

export const testWebhook = endpoint({
  method: 'post',
  path: '/api/v1/webhooks/{id}/test',
  operationId: 'testWebhook',
  tag,
  summary: 'Send a test message; how it went is in the deliveries',
  access,
  params: webhookParams,
  responses: { 202: deliverySchema },
  errors: ['not-found', 'not-ready'],
  handler: async (request) => {
    const { params, actor, space, services } = request;
    const hook = await webhookOf(space, actor, params.id);
    if (!hook.enabled) throw new Refusal('not-ready', { zh: '消息推送已停用', en: 'The webhook is off' });
    const now = services.clock();
    const delivery: DeliveryDocument = {
      _id: randomUUID(),
      channel: 'webhook',
      to: hook._id,
      case: null,
      notices: [],
      urgent: false,
      state: 'waiting',
      attempts: 0,
      nextAt: now,
      order: now.getTime(),
      createdAt: now,
      answers: [],
    };
    await space.notices.deliveries.collection.insertOne({ ...delivery } as never);
    note(request, { what: 'webhookTested', subject: hook._id });
    return { status: 202, body: deliveryView(delivery) };
  },
});

export const listWebhookDeliveries = endpoint({
  method: 'get',
  path: '/api/v1/webhooks/{id}/deliveries',
  operationId: 'listWebhookDeliveries',
  tag,
  summary: 'What was sent to a webhook in the last 90 days, and how it answered; newest first',
  access,
  params: webhookParams,
  query: deliveryQuery,
  responses: { 200: pageSchema(deliverySchema) },
  errors: ['not-found', 'invalid-cursor'],
  handler: async ({ params: { id }, query, actor, space }) => {
    const hook = await webhookOf(space, actor, id);
    return { status: 200, body: await deliveryPage(space, { channel: 'webhook', to: hook._id }, query) };
  },
});

export const replayWebhookDelivery = endpoint({
  method: 'post',
  path: '/api/v1/webhooks/{id}/deliveries/{delivery}/replay',
  operationId: 'replayWebhookDelivery',
  tag,
  summary: 'Send one message again, under the same id',
  access,
  params: webhookParams.extend({ delivery: z.string().min(1).max(60) }),
  responses: { 202: replayedSchema },
  errors: ['not-found', 'not-ready'],
  handler: async (request) => {
    const { params, actor, space, services } = request;
    const hook = await webhookOf(space, actor, params.id);
    const one = { _id: params.delivery, channel: 'webhook' as const, to: hook._id };
    if (!(await space.notices.deliveries.exists(one))) {
      throw new Refusal('not-found', {
        zh: `没有投递记录 ${params.delivery}`,
        en: `There is no delivery ${params.delivery}`,
      });
    }
    const replayed = await replay(space, { ...one, state: { $ne: 'waiting' } }, services.clock());
    if (replayed === 0) throw new Refusal('not-ready', { zh: '已在投递中', en: 'It is on its way already' });
    note(request, { what: 'deliveriesReplayed', subject: hook._id, detail: params.delivery });
    return { status: 202, body: { replayed } };
  },
});

export const replayWebhookDeliveries = endpoint({
  method: 'post',
  path: '/api/v1/webhooks/{id}/deliveries/replay',
  operationId: 'replayWebhookDeliveries',
  tag,
  summary: 'Send everything again that failed or was dropped since a moment',
  access,
  params: webhookParams,
  body: replaySchema,
  responses: { 202: replayedSchema },
  errors: ['not-found'],
  handler: async (request) => {
    const { params, body, actor, space, services } = request;
    const hook = await webhookOf(space, actor, params.id);
    const filter = { channel: 'webhook', to: hook._id, createdAt: { $gte: new Date(body.since) } };
    const replayed = await replay(space, filter, services.clock());
    note(request, { what: 'deliveriesReplayed', subject: hook._id, detail: `since ${body.since}: ${replayed}` });
    return { status: 202, body: { replayed } };
  },
});

export const listMailDeliveries = endpoint({
  method: 'get',
  path: '/api/v1/mail-deliveries',
  operationId: 'listMailDeliveries',
  tag,
  summary: 'E-mail of the last 90 days by user, and how the mail server answered; newest first',
  access,
  query: deliveryQuery,
  responses: { 200: pageSchema(deliverySchema) },
  errors: ['invalid-cursor'],
  handler: async ({ query, space }) => ({
    status: 200,
    body: await deliveryPage(space, { channel: 'mail' }, query),
  }),
});

export const replayMailDeliveries = endpoint({
  method: 'post',
  path: '/api/v1/mail-deliveries/replay',
  operationId: 'replayMailDeliveries',
  tag,
  summary: 'Send all e-mail again that failed or was dropped since a moment',
  access,
  body: replaySchema,
  responses: { 202: replayedSchema },
  handler: async (request) => {
    const { body, space, services } = request;
    const filter = { channel: 'mail', createdAt: { $gte: new Date(body.since) } };
    const replayed = await replay(space, filter, services.clock());
    note(request, { what: 'deliveriesReplayed', subject: 'mail', detail: `since ${body.since}: ${replayed}` });
    return { status: 202, body: { replayed } };
  },
});
