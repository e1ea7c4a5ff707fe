import { isGrpcServiceError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { mongo } from 'mongoose';
import { z } from 'zod';
import { carriedErrorSchema, type ErrorCode, errorRegistry, fieldErrorSchema, Refusal } from '../domain/errors.ts';
import type { Language } from '../domain/text.ts';
import { problemTitlesZh } from './problemTitles.ts';

export const problemMediaType = 'application/problem+json';

/** RFC 9457 problem details, with a stable code and, for bad input, a pointer per field. */
export const problemSchema = z
  .strictObject({
    type: z.string().describe('urn:zhengzhi:problem: and the code'),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.enum(Object.keys(errorRegistry) as [ErrorCode, ...ErrorCode[]]),
    instance: z.string().describe('The path that was called'),
    requestId: z.string().describe('Names the request in the log'),
    errors: z.array(fieldErrorSchema).optional(),
  })
  .meta({ id: 'ProblemDetails' });
export type Problem = z.infer<typeof problemSchema>;

/**
 * The problem document of a refusal, in the language of the request.
 *
 * @param request.reasons the language of what is wrong in detail, where that is another
 */
export function problemOf(
  refusal: Refusal,
  request: { instance: string; requestId: string; language: Language; reasons?: Language },
): Problem {
  const { status, title } = errorRegistry[refusal.code];
  const { reasons = request.language } = request;
  const shownTitle = request.language === 'zh' ? problemTitlesZh[refusal.code] : title;
  return {
    type: `urn:zhengzhi:problem:${refusal.code}`,
    title: shownTitle,
    status,
    detail:
      refusal.message === title ? shownTitle : reasons === 'zh' ? (refusal.zh ?? refusal.message) : refusal.message,
    code: refusal.code,
    instance: request.instance,
    requestId: request.requestId,
    ...(refusal.errors.length > 0 && {
      errors: refusal.errors.map(({ pointer, detail, zh }) => ({
        pointer,
        detail: reasons === 'zh' ? zh : detail,
      })),
    }),
  };
}

/**
 * What an error means to the client. A refusal of a case arrives as an ApplicationFailure somewhere in the chain of causes;
 * a server that is away is said so; everything else is a bug, and undefined.
 */
export function refusalOf(error: unknown): Refusal | undefined {
  for (let cause: unknown = error, depth = 0; cause instanceof Error && depth < 8; cause = cause.cause, depth += 1) {
    if (cause instanceof Refusal) return cause;
    if (cause instanceof ApplicationFailure && isErrorCode(cause.type)) {
      const errors = z.array(carriedErrorSchema).safeParse(cause.details?.[0]);
      const zh = cause.details?.[1];
      // A worker of an earlier version may name a reason in English only.
      const said = { zh: typeof zh === 'string' ? zh : cause.message, en: cause.message };
      const named = errors.data?.map((each) => ({ ...each, zh: each.zh ?? each.detail }));
      return new Refusal(cause.type, said, named);
    }
    const away = awayPart(cause);
    if (away)
      return new Refusal('unavailable', {
        zh: `暂时无法连接 ${away}，请稍后重试`,
        en: `${away} cannot be reached; try again in a moment`,
      });
  }
  return undefined;
}

function isErrorCode(type: unknown): type is ErrorCode {
  return typeof type === 'string' && Object.hasOwn(errorRegistry, type);
}

/** Server codes of a MongoDB member that is shutting down, stepping down or not primary. */
const memberIsAway = new Set([91, 189, 10_107, 11_600, 11_602, 13_435, 13_436]);
/** Errors of the driver without a common class: it could not reach a server, or lost it. */
const disconnected = new Set([
  'MongoServerSelectionError',
  'MongooseServerSelectionError',
  'MongoNotConnectedError',
  'MongoTopologyClosedError',
  'MongoPoolClosedError',
  'MongoPoolClearedError',
  'MongoOperationTimeoutError',
  'MongoClientClosedError',
]);
/** No answer. A call that had a deadline is ended by either side, and the server calls it cancelled. */
const grpc = { cancelled: 1, deadlineExceeded: 4, unavailable: 14 };
const silence: readonly number[] = Object.values(grpc);

function awayPart(error: Error): 'MongoDB' | 'Temporal' | undefined {
  const notConnected =
    error instanceof mongo.MongoNetworkError ||
    disconnected.has(error.name) ||
    (error instanceof mongo.MongoServerError && memberIsAway.has(Number(error.code))) ||
    // With bufferCommands off, mongoose answers a call before the first connection with an error of no type of its own.
    (error.name === 'MongooseError' && error.message.includes('bufferCommands = false'));
  if (notConnected) return 'MongoDB';
  if (isGrpcServiceError(error) && silence.includes(Number(error.code))) {
    return 'Temporal';
  }
  return undefined;
}

/** What an error of Express's router or body parser means; their own texts are for logs. */
export function httpRefusalOf(error: unknown): Refusal | undefined {
  if (!(error instanceof Error)) return undefined;
  const { status, type } = error as Error & { status?: unknown; type?: unknown };
  if (status === 413) return new Refusal('payload-too-large');
  if (status === 415)
    return new Refusal('unsupported-media-type', {
      zh: '不接受这种编码或字符集',
      en: 'This encoding or charset is not accepted',
    });
  if (type === 'entity.parse.failed')
    return new Refusal('malformed-request', { zh: '请求内容不是有效的 JSON', en: 'The body is not valid JSON' });
  if (status === 400) return new Refusal('malformed-request');
  return undefined;
}
