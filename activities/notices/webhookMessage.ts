import { createHmac } from 'node:crypto';
import { officeTitle } from '../../domain/timeline/summary.ts';
import type { NoticeDocument, WebhookDocument } from '../../models/notices.ts';
import { noticeLine } from './composeMail.ts';
import type { DeliveryParts } from './deliveryParts.ts';

/** A request that is ready to be sent. */
export interface WebhookRequest {
  url: string;
  headers: Record<string, string>;
  body: string;
}

/** A WeCom robot takes 2,048 bytes of text; DingTalk's takes more. */
const robotBytes = 2048;

/**
 * The request of one message. Signed hooks follow Standard Webhooks (standardwebhooks.com): HMAC-SHA256 over id, timestamp
 * and body; DingTalk's sign is its own, and WeCom's address is its secret.
 *
 * @param notice what it tells of; none is a test
 */
export function webhookRequest(
  parts: Pick<DeliveryParts, 'procedures' | 'publicUrl' | 'space'>,
  hook: WebhookDocument,
  id: string,
  notice: NoticeDocument | undefined,
  now: Date,
): WebhookRequest {
  if (hook.format === 'standard') return signed(hook, id, JSON.stringify(messageOf(parts, id, notice, now)), now);
  const body = JSON.stringify({ msgtype: 'text', text: { content: robotText(parts, hook, notice) } });
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  const url = hook.format === 'dingtalk' && hook.secret ? dingtalkUrl(hook.url, hook.secret, now) : hook.url;
  return { url, headers, body };
}

function messageOf(
  parts: Pick<DeliveryParts, 'procedures' | 'publicUrl' | 'space'>,
  id: string,
  notice: NoticeDocument | undefined,
  now: Date,
): object {
  const { space } = parts;
  if (notice === undefined) return { id, type: 'test', timestamp: now.toISOString(), data: { space } };
  const { what, at, case: caseId, kind, campaign, subject, scope, task, to, data } = notice;
  const [zh, en] = [noticeLine(parts, notice, 'zh'), noticeLine(parts, notice, 'en')];
  const office = 'office' in to ? to.office : null;
  return {
    id,
    type: what,
    timestamp: at.toISOString(),
    data: {
      space,
      case: caseId,
      kind,
      campaign,
      subject,
      scope,
      task: task ?? null,
      office,
      officeTitle: office && { zh: officeTitle(office, 'zh'), en: officeTitle(office, 'en') },
      dueAt: data['dueAt'] ?? null,
      outcome: data['outcome'] ?? null,
      text: { zh: zh.sentence, en: en.sentence },
      url: zh.url,
    },
  };
}

function signed(hook: WebhookDocument, id: string, body: string, now: Date): WebhookRequest {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const { secret, previousSecret } = hook;
  const secrets = [
    ...(secret === undefined ? [] : [secret]),
    ...(previousSecret && previousSecret.until > now ? [previousSecret.secret] : []),
  ];
  return {
    url: hook.url,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': secrets.map((each) => signature(each, id, timestamp, body)).join(' '),
    },
    body,
  };
}

function signature(secret: string, id: string, timestamp: string, body: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}

function robotText(
  parts: Pick<DeliveryParts, 'procedures' | 'publicUrl' | 'space'>,
  { language }: WebhookDocument,
  notice: NoticeDocument | undefined,
): string {
  const zh = language === 'zh';
  const name = zh ? '【整治】' : '[Zhengzhi] ';
  const rehearsal = parts.space === 'rehearsal' ? (zh ? '【演练】' : '[Rehearsal] ') : '';
  if (notice === undefined) return `${name}${rehearsal}${zh ? '测试消息' : 'Test message'}`;
  const { sentence, subject, kind, office, url } = noticeLine(parts, notice, language);
  const lines = [`${name}${rehearsal}${sentence}`, [subject, kind, office].filter(Boolean).join(' · '), url];
  return shortened(lines.join('\n'));
}

function shortened(text: string): string {
  let cut = text;
  while (Buffer.byteLength(cut) > robotBytes) cut = cut.slice(0, -1);
  return cut;
}

function dingtalkUrl(url: string, secret: string, now: Date): string {
  const timestamp = String(now.getTime());
  const sign = createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64');
  const signedUrl = new URL(url);
  signedUrl.searchParams.set('timestamp', timestamp);
  signedUrl.searchParams.set('sign', sign);
  return signedUrl.href;
}
