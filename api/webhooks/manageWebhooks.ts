import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { Refusal } from '../../domain/errors.ts';
import { placesOf } from '../../models/caseModels.ts';
import type { WebhookDocument } from '../../models/notices.ts';
import { endpoint } from '../endpoint.ts';
import { etag, requireMatch } from '../etag.ts';
import { pageQuery, pageRequest, pageSchema } from '../pages.ts';
import { requireOwnScope } from '../visibility.ts';
import { note } from './note.ts';
import {
  access,
  newSecret,
  newWebhookSchema,
  requireUsable,
  webhookChangeSchema,
  webhookOf,
  webhookParams,
  webhookSchema,
  webhookSecretSchema,
  webhookView,
  withinScope,
} from './webhookView.ts';

const tag = 'webhooks';
const order = [
  ['createdAt', 1],
  ['_id', 1],
] as const;
/** How long the secret before a rotation signs too. */
const overlapMilliseconds = 24 * 3_600_000;

export const listWebhooks = endpoint({
  method: 'get',
  path: '/api/v1/webhooks',
  operationId: 'listWebhooks',
  tag,
  summary: 'Where this space’s notices are sent besides people',
  access,
  query: z.strictObject(pageQuery),
  responses: { 200: pageSchema(webhookSchema) },
  errors: ['invalid-cursor'],
  handler: async ({ query, actor, space }) => {
    const filter = withinScope(actor);
    const { after, sort, limit, page } = pageRequest(query, order, ['webhooks', filter]);
    const found = await space.notices.webhooks
      .find({ $and: [filter, after] })
      .sort(sort)
      .limit(limit + 1)
      .lean<WebhookDocument[]>();
    return { status: 200, body: page(found, webhookView) };
  },
});

export const createWebhook = endpoint({
  method: 'post',
  path: '/api/v1/webhooks',
  operationId: 'createWebhook',
  tag,
  summary: 'Send notices to an address; the secret that signs them is shown this once',
  access,
  body: newWebhookSchema,
  responses: {
    201: z
      .strictObject({ ...webhookSchema.shape, secret: webhookSecretSchema.shape.secret.nullable() })
      .meta({ id: 'CreatedWebhook' }),
  },
  handler: async (request) => {
    const { body, actor, space, services } = request;
    requireOwnScope(actor, body.place);
    requireUsable(body, services);
    const { secret: given, ...fields } = body;
    const secret = body.format === 'standard' ? newSecret() : given;
    const now = services.clock();
    const hook: WebhookDocument = {
      _id: randomUUID(),
      ...fields,
      within: placesOf(body.place),
      ...(secret !== undefined && { secret }),
      revision: 1,
      createdAt: now,
      createdBy: actor.id,
      updatedAt: now,
    };
    await space.notices.webhooks.collection.insertOne({ ...hook } as never);
    note(request, { what: 'webhookCreated', subject: hook._id, detail: body.name });
    return {
      status: 201,
      headers: { ETag: etag(1), Location: `/api/v1/webhooks/${hook._id}` },
      body: { ...webhookView(hook), secret: body.format === 'standard' ? (secret ?? null) : null },
    };
  },
});

export const getWebhook = endpoint({
  method: 'get',
  path: '/api/v1/webhooks/{id}',
  operationId: 'getWebhook',
  tag,
  summary: 'One webhook, without its secret',
  access,
  params: webhookParams,
  responses: { 200: webhookSchema },
  errors: ['not-found'],
  handler: async ({ params: { id }, actor, space }) => {
    const hook = await webhookOf(space, actor, id);
    return { status: 200, headers: { ETag: etag(hook.revision) }, body: webhookView(hook) };
  },
});

export const updateWebhook = endpoint({
  method: 'put',
  path: '/api/v1/webhooks/{id}',
  operationId: 'updateWebhook',
  tag,
  summary: 'Change a webhook, or turn it off: then what waits for it is dropped',
  access,
  ifMatch: 'required',
  params: webhookParams,
  body: webhookChangeSchema,
  responses: { 200: webhookSchema },
  errors: ['not-found'],
  handler: async (request) => {
    const { params, body, ifMatch, actor, space, services } = request;
    const hook = await webhookOf(space, actor, params.id);
    requireMatch(ifMatch, hook.revision);
    requireOwnScope(actor, body.place);
    requireUsable({ ...body, format: hook.format }, services);
    const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as Partial<
      Pick<WebhookDocument, keyof typeof body>
    >;
    const written = {
      ...given,
      within: placesOf(body.place),
      updatedAt: services.clock(),
      revision: hook.revision + 1,
    };
    const { matchedCount } = await space.notices.webhooks.updateOne(
      { _id: hook._id, revision: hook.revision },
      { $set: written },
    );
    if (matchedCount === 0)
      throw new Refusal('revision-conflict', {
        zh: '刚被他人修改，请重新读取',
        en: 'It was changed at the same time; read it again',
      });
    note(request, { what: 'webhookChanged', subject: hook._id });
    const changed: WebhookDocument = { ...hook, ...written };
    return { status: 200, headers: { ETag: etag(changed.revision) }, body: webhookView(changed) };
  },
});

export const deleteWebhook = endpoint({
  method: 'delete',
  path: '/api/v1/webhooks/{id}',
  operationId: 'deleteWebhook',
  tag,
  summary: 'Remove a webhook; what waits for it is dropped',
  access,
  params: webhookParams,
  responses: { 204: null },
  errors: ['not-found'],
  handler: async (request) => {
    const { params, actor, space } = request;
    const hook = await webhookOf(space, actor, params.id);
    await space.notices.webhooks.deleteOne({ _id: hook._id });
    note(request, { what: 'webhookDeleted', subject: hook._id, detail: hook.name });
    return { status: 204 };
  },
});

export const rotateWebhookSecret = endpoint({
  method: 'post',
  path: '/api/v1/webhooks/{id}/secret',
  operationId: 'rotateWebhookSecret',
  tag,
  summary: 'Sign with a new secret, shown this once; for a day the one before signs too',
  access,
  params: webhookParams,
  responses: { 200: webhookSecretSchema },
  errors: ['not-found', 'not-ready'],
  handler: async (request) => {
    const { params, actor, space, services } = request;
    const hook = await webhookOf(space, actor, params.id);
    if (hook.format !== 'standard')
      throw new Refusal('not-ready', {
        zh: '机器人自身的密钥请用 PUT 修改',
        en: 'The robot’s own secret is changed by PUT',
      });
    const secret = newSecret();
    const until = new Date(services.clock().getTime() + overlapMilliseconds);
    const previousSecret = { secret: hook.secret ?? '', until };
    await space.notices.webhooks.updateOne({ _id: hook._id }, { $set: { secret, previousSecret } });
    note(request, { what: 'webhookSecretRotated', subject: hook._id });
    return { status: 200, body: { secret } };
  },
});
