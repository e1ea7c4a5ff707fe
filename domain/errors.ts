import { z } from 'zod';
import { type Text, text } from './text.ts';

/**
 * Every refusal the service gives: code → HTTP status and title (RFC 9457 `title`).
 * Clients are written against the codes; they never change meaning.
 */
export const errorRegistry = {
  'invalid-input': { status: 422, title: 'The input has errors' },
  'malformed-request': { status: 400, title: 'The request cannot be read' },
  'unknown-parameter': { status: 400, title: 'A query parameter is not known here' },
  'unsupported-filter': { status: 400, title: 'This filter and sort are not offered together' },
  'selection-too-large': { status: 400, title: 'Too many cases to compute with: narrow the selection' },
  'invalid-cursor': { status: 400, title: 'The cursor is not one of this list' },
  'idempotency-key-required': { status: 400, title: 'An Idempotency-Key header is required' },
  'idempotency-key-reused': { status: 422, title: 'This Idempotency-Key was used with another body' },
  unauthenticated: { status: 401, title: 'Sign in first' },
  'invalid-credentials': { status: 401, title: 'User name or password is wrong' },
  'session-expired': { status: 401, title: 'The session has ended' },
  'csrf-header-missing': { status: 403, title: 'The request did not come from the console' },
  forbidden: { status: 403, title: 'Not allowed' },
  'office-required': { status: 403, title: 'Only the office asked may do this' },
  'four-eyes': { status: 403, title: 'Nobody signs off what they submitted' },
  'not-found': { status: 404, title: 'Not found' },
  'method-not-allowed': { status: 405, title: 'Method not allowed' },
  'not-acceptable': { status: 406, title: 'None of the accepted types is offered' },
  'case-active': { status: 409, title: 'The subject already has an active case of this kind' },
  'case-closed': { status: 409, title: 'The case is closed' },
  'case-open': { status: 409, title: 'The case has not ended' },
  'case-suspended': { status: 409, title: 'The case or stage is suspended' },
  'not-suspended': { status: 409, title: 'Nothing is suspended here' },
  'stage-not-open': { status: 409, title: 'This stage is not open' },
  'already-decided': { status: 409, title: 'This stage has been decided' },
  'task-claimed': { status: 409, title: 'Somebody else works on this task' },
  'computed-decision': { status: 409, title: 'This decision is computed, and made by another call' },
  'ballot-refused': { status: 409, title: 'The ballot cannot be taken' },
  'ballot-code-refused': { status: 403, title: 'This code cannot be used' },
  'unknown-decision': { status: 422, title: 'This decision is not offered here' },
  'comment-required': { status: 422, title: 'A comment with the reason is required' },
  'evidence-required': { status: 422, title: 'Evidence is required' },
  'evidence-unknown': { status: 422, title: 'The evidence is not attached to this case' },
  'effective-date-refused': { status: 422, title: 'The effective date is not accepted' },
  'extension-refused': { status: 409, title: 'The deadline cannot be extended' },
  'correction-refused': { status: 409, title: 'This act can no longer be corrected' },
  'appeal-refused': { status: 409, title: 'This cannot be appealed' },
  'case-once': { status: 409, title: 'There is only one case of this, and it has ended' },
  'dissolve-refused': { status: 409, title: 'The task force stays' },
  'already-published': { status: 409, title: 'This version, or a later one, is published' },
  'not-ready': { status: 409, title: 'The step is not possible yet' },
  'policy-current': { status: 409, title: 'The case has this policy already' },
  'campaign-launched': { status: 409, title: 'The campaign is no draft any more' },
  'rehearsal-running': { status: 409, title: 'The rehearsal is still being played' },
  'campaign-open': { status: 409, title: 'The campaign is not closed' },
  'revision-conflict': { status: 412, title: 'It was changed in the meantime' },
  'precondition-required': { status: 428, title: 'If-Match is required' },
  'payload-too-large': { status: 413, title: 'Too large' },
  'unsupported-media-type': { status: 415, title: 'This content type is not accepted' },
  'file-refused': { status: 422, title: 'The file is not accepted' },
  'rows-invalid': { status: 422, title: 'Rows of the file have errors' },
  'duplicate-id': { status: 409, title: 'This id is taken' },
  'import-invalid': { status: 422, title: 'The earlier steps of the case do not fit together' },
  'too-many-requests': { status: 429, title: 'Too many attempts' },
  'rehearsal-only': { status: 403, title: 'Time moves only in the rehearsal space' },
  'clock-refused': { status: 409, title: 'The clock could not be moved' },
  'outcome-unknown': { status: 503, title: 'No answer in time: repeat with the same Idempotency-Key' },
  'case-parked': { status: 503, title: 'The case is held by a fault and listed for the operator' },
  unavailable: { status: 503, title: 'A part of the service is away' },
  'internal-error': { status: 500, title: 'Internal error' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof errorRegistry;

/** One bad field: JSON pointer into the request body, and the reason. */
export const fieldErrorSchema = z.strictObject({ pointer: z.string(), detail: z.string() }).meta({ id: 'FieldError' });

/** As it crosses Temporal: `detail` in English, and in Chinese where the reason is told in both languages. */
export const carriedErrorSchema = z.strictObject({ ...fieldErrorSchema.shape, zh: z.string().optional() });
/** In both languages. */
export type FieldError = z.infer<typeof fieldErrorSchema> & { zh: string };

/** A bad field with its reason in both languages. */
export function fieldError(pointer: string, { zh, en }: Text): FieldError {
  return { pointer, detail: en, zh };
}

/** A refusal: expected, explained, and never a bug. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: ErrorCode;
  /** The message in Chinese, where there is more to say than the title. */
  readonly zh: string | undefined;
  readonly errors: FieldError[];

  /** @param detail what was refused and what to do, for people; without one, the title says it */
  constructor(code: ErrorCode, detail?: Text, errors: FieldError[] = []) {
    super(detail?.en ?? errorRegistry[code].title);
    this.code = code;
    this.zh = detail?.zh;
    this.errors = errors;
  }
}

const locales = { en: z.locales.en().localeError, zh: z.locales.zhCN().localeError };
type Issue = Parameters<typeof locales.en>[0];
/** Stands between the two wordings of a schema's error; nothing people write holds it. */
const between = '\u001f';

/** A schema's own message, in both languages: `fieldErrors` takes them apart again. */
export function bothWordings({ zh, en }: Text): string {
  return `${en}${between}${zh}`;
}

/** For `safeParse`: says what is wrong in both languages, which `fieldErrors` takes apart again. */
export const inBothLanguages = {
  error: (issue: Issue): string =>
    bothWordings(commonWording(issue) ?? { en: said('en', issue), zh: said('zh', issue) }),
};

/** What people meet daily, in words that need no knowledge of schemas. */
function commonWording(issue: Issue): Text | undefined {
  if (issue.code === 'invalid_type' && issue.input === undefined) return text('必填', 'is missing');
  if (issue.code === 'too_small' && issue.origin === 'string' && issue.minimum === 1) {
    return text('不能为空', 'must not be empty');
  }
  if (issue.code === 'invalid_format' && issue.format === 'date') {
    return text('应为日期，如2026-01-31', 'not a day of the calendar such as 2026-01-31');
  }
  return undefined;
}

function said(language: keyof typeof locales, issue: Issue): string {
  const message = locales[language](issue);
  return typeof message === 'string' ? message : (message?.message ?? '');
}

/** Zod's issues as field errors with JSON pointers below `base`; in both languages when parsed `inBothLanguages`. */
export function fieldErrors(error: z.ZodError, base = ''): FieldError[] {
  return error.issues.map(({ path, message }) => {
    const [detail = '', zh] = message.split(between);
    const parts = path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`);
    return { pointer: `${base}${parts.join('')}`, detail, zh: zh ?? detail };
  });
}
