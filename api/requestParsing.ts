import type { IncomingMessage } from 'node:http';
import type { Request } from 'express';
import type { z } from 'zod';
import { fieldErrors, inBothLanguages, Refusal } from '../domain/errors.ts';
import { type Text, text } from '../domain/text.ts';
import type { Endpoint } from './endpoint.ts';

/** Whether the request brings a body (RFC 9112 section 6). */
export function hasBody(req: IncomingMessage): boolean {
  return req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > 0;
}

/** @throws Refusal unsupported-media-type */
export function requireMediaType(req: Request, mediaTypes: readonly string[]): void {
  if (req.is([...mediaTypes])) return;
  throw new Refusal('unsupported-media-type', {
    zh: `请发送 ${mediaTypes.join(' 或 ')}`,
    en: `Send ${mediaTypes.join(' or ')}`,
  });
}

/** @throws Refusal malformed-request for a path whose parts do not have the right form */
export function parseParams(endpoint: Endpoint, req: Request): unknown {
  const parsed = endpoint.params.safeParse(req.params, inBothLanguages);
  if (!parsed.success) throw new Refusal('malformed-request', inOneLine(parsed.error));
  return parsed.data;
}

/** @throws Refusal unknown-parameter, malformed-request */
export function parseQuery(endpoint: Endpoint, req: Request): unknown {
  const parsed = endpoint.query.safeParse({ ...req.query }, inBothLanguages);
  if (parsed.success) return parsed.data;
  const unknownKeys = parsed.error.issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : []));
  if (unknownKeys.length > 0) {
    const known = Object.keys(endpoint.query.shape).join(', ') || 'none';
    throw new Refusal('unknown-parameter', {
      zh: `${unknownKeys.join('、').slice(0, 200)}；可用参数：${known}`,
      en: `${unknownKeys.join(', ').slice(0, 200)}; known here: ${known}`,
    });
  }
  throw new Refusal('malformed-request', inOneLine(parsed.error));
}

/** @throws Refusal invalid-input with a pointer per field, worded in both languages */
export function parseBody(schema: z.ZodType, body: unknown): unknown {
  const parsed = schema.safeParse(body, inBothLanguages);
  if (!parsed.success) throw new Refusal('invalid-input', undefined, fieldErrors(parsed.error));
  return parsed.data;
}

const requirements = {
  'idempotency-key': { absent: 'idempotency-key-required', pattern: /^[\x21-\x7e]{1,200}$/ },
  'if-match': { absent: 'precondition-required', pattern: /^[\x20-\x7e]{1,400}$/ },
} as const;

/** @throws Refusal when the header is absent, malformed-request when it is unusable */
export function requiredHeader(req: Request, name: keyof typeof requirements): string {
  const value = req.get(name);
  if (!value) throw new Refusal(requirements[name].absent);
  if (!requirements[name].pattern.test(value))
    throw new Refusal('malformed-request', { zh: `${name}：值不可用`, en: `${name}: not a usable value` });
  return value;
}

function inOneLine(error: z.ZodError): Text {
  const errors = fieldErrors(error).map(({ pointer, detail, zh }) => ({
    field: pointer.slice(1).replaceAll('/', '.'),
    detail,
    zh,
  }));
  return text(
    errors.map(({ field, zh }) => `${field}：${zh}`).join('；'),
    errors.map(({ field, detail }) => `${field}: ${detail}`).join('; '),
  );
}
