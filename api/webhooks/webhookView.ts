import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { fieldError, Refusal } from '../../domain/errors.ts';
import { noticeKindSchema } from '../../domain/notices/notice.ts';
import { refuseWebhookUrl } from '../../domain/notices/privateAddress.ts';
import { type Actor } from '../../domain/organisation/actor.ts';
import { scopeSchema } from '../../domain/organisation/scope.ts';
import { languages, type Text, text } from '../../domain/text.ts';
import type { WebhookDocument } from '../../models/notices.ts';
import type { Services, SpaceServices } from '../services.ts';

const formatSchema = z
  .enum(['standard', 'wecom', 'dingtalk'])
  .describe('standard is signed JSON (Standard Webhooks); the others are text for the robots of a group chat');
const secretSchema = z.string().min(8).max(200).describe('Of a DingTalk robot that asks for signatures: SEC…');
const urlSchema = z.string().min(1).max(2000);

const fields = {
  name: z.string().trim().min(1).max(80),
  kinds: z.array(noticeKindSchema).min(1).max(20),
  place: scopeSchema.describe('Only of cases in this place; * is everywhere'),
  language: z.enum(languages).describe('Of the text for robots'),
  enabled: z.boolean(),
};

export const newWebhookSchema = z
  .strictObject({
    ...fields,
    format: formatSchema,
    url: urlSchema,
    secret: secretSchema.optional(),
  })
  .meta({ id: 'NewWebhook' });

export const webhookChangeSchema = z
  .strictObject({
    ...fields,
    url: urlSchema.optional().describe('Absent: it stays'),
    secret: secretSchema.optional().describe('Absent: it stays'),
  })
  .meta({ id: 'WebhookChange' });

export const webhookSchema = z
  .strictObject({
    id: z.string(),
    ...fields,
    format: formatSchema,
    url: z.string().describe('Values of its query, which may be secret, are left out'),
    signed: z.boolean(),
    revision: z.int(),
    createdAt: z.iso.datetime(),
    createdBy: z.string(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Webhook' });

export const webhookSecretSchema = z
  .strictObject({ secret: z.string().describe('Shown this once: whsec_ and 32 bytes in base64') })
  .meta({ id: 'WebhookSecret' });

export const webhookParams = z.strictObject({ id: z.string().min(1).max(60) });

/** Webhooks are the system administrator's. */
export const access = { roles: ['administrator'], duties: ['system'] } as const;

export function webhookView(hook: WebhookDocument): z.input<typeof webhookSchema> {
  const { _id, name, format, kinds, place, language, enabled, revision, createdAt, createdBy, updatedAt } = hook;
  return {
    id: _id,
    name,
    format,
    url: withoutSecrets(hook.url),
    kinds,
    place,
    language,
    enabled,
    signed: hook.secret !== undefined,
    revision,
    createdAt: createdAt.toISOString(),
    createdBy,
    updatedAt: updatedAt.toISOString(),
  };
}

/** The keys of robots are in the query. */
function withoutSecrets(url: string): string {
  const { origin, pathname, searchParams } = new URL(url);
  const query = [...new Set(searchParams.keys())].map((name) => `${encodeURIComponent(name)}=…`).join('&');
  return `${origin}${pathname}${query && `?${query}`}`;
}

export function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

/** @throws Refusal invalid-input naming what is wrong with the address or the secret */
export function requireUsable(
  { format, url, secret }: { format: WebhookDocument['format']; url?: string | undefined; secret?: string | undefined },
  { config }: Services,
): void {
  const refused = url === undefined ? undefined : refuseWebhookUrl(url, config.allowPrivateWebhooks);
  if (refused !== undefined) throw invalid('/url', refused);
  if (secret !== undefined && format !== 'dingtalk') {
    throw invalid(
      '/secret',
      format === 'wecom'
        ? text('企业微信不用密钥', 'is not used by WeCom')
        : text('由系统生成，只显示一次', 'is made by the service and shown once'),
    );
  }
}

function invalid(pointer: string, reason: Text): Refusal {
  return new Refusal('invalid-input', undefined, [fieldError(pointer, reason)]);
}

/** What an administrator sees: the webhooks of places within their scope. */
export function withinScope({ scope }: Actor): { within?: string } {
  return scope === '*' ? {} : { within: scope };
}

/** @throws Refusal not-found */
export async function webhookOf(space: SpaceServices, actor: Actor, id: string): Promise<WebhookDocument> {
  const found = await space.notices.webhooks.findOne({ _id: id, ...withinScope(actor) }).lean<WebhookDocument>();
  if (!found) throw new Refusal('not-found', { zh: `没有消息推送 ${id}`, en: `There is no webhook ${id}` });
  return found;
}
