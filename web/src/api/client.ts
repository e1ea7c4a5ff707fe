import { addresses, type Operations, type ProblemDetails } from './operations.ts';

export type OperationId = keyof Operations;
export type Answer<O extends OperationId> = Operations[O]['answer'];

type Absent = { [k in never]: never };
/** A part of a call may be left out when nothing in it is required. */
type Part<K extends string, T> = T extends null ? unknown : Absent extends T ? { [k in K]?: T } : { [k in K]: T };
export type CallInput<O extends OperationId> = Part<'path', Operations[O]['path']> &
  Part<'query', Operations[O]['query']> &
  Part<'body', Operations[O]['body']>;

interface CallOptions {
  /** Names an act, so that its repetition has no second effect; made up when absent. */
  idempotencyKey?: string;
  ifMatch?: string;
  /** A file, instead of a JSON body. */
  upload?: Blob | FormData;
  signal?: AbortSignal;
  /** Another language than the page's, for what is entered in both. */
  language?: string;
}

/** A refusal of the API (RFC 9457), or the network's: then `code` is `offline`. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly code: ProblemDetails['code'] | 'offline';
  readonly status: number;
  readonly title: string;
  readonly requestId: string | undefined;
  readonly errors: { pointer: string; detail: string }[];

  constructor(problem: Partial<ProblemDetails>) {
    super(problem.detail ?? problem.title ?? '');
    this.code = problem.code ?? 'offline';
    this.status = problem.status ?? 0;
    this.title = problem.title ?? '';
    this.requestId = problem.requestId;
    this.errors = problem.errors ?? [];
  }
}

let language = 'zh-CN';
/** The language answers are asked in. */
export function speak(next: string): void {
  language = next;
}

type Listener = (problem: ApiProblem) => void;
const refusals = new Set<Listener>();
/** Hears of every refusal, wherever it was called from: the session that has ended is noticed here. */
export function onRefusal(listener: Listener): () => void {
  refusals.add(listener);
  return () => refusals.delete(listener);
}

type Arguments<O extends OperationId> =
  Absent extends CallInput<O>
    ? [input?: CallInput<O>, options?: CallOptions]
    : [input: CallInput<O>, options?: CallOptions];

/**
 * Calls an operation of the API.
 *
 * @throws ApiProblem
 */
export async function call<O extends OperationId>(operation: O, ...rest: Arguments<O>): Promise<Answer<O>> {
  const { body } = await read(operation, rest[0] as Parts | undefined, rest[1]);
  return body as Answer<O>;
}

/** As `call`, with the ETag that a change of what was read has to name. */
export async function callWithTag<O extends OperationId>(
  operation: O,
  ...rest: Arguments<O>
): Promise<{ body: Answer<O>; etag: string | undefined }> {
  const { body, etag } = await read(operation, rest[0] as Parts | undefined, rest[1]);
  return { body: body as Answer<O>, etag };
}

/** For callers that are generic themselves, where the parts of the call cannot be told apart. */
export async function read(
  operation: OperationId,
  parts: Parts = {},
  options: CallOptions = {},
): Promise<{ body: unknown; etag: string | undefined }> {
  const response = await send(operation, parts, options);
  const text = response.status === 204 ? '' : await response.text();
  return { body: text === '' ? null : (JSON.parse(text) as unknown), etag: response.headers.get('etag') ?? undefined };
}

export interface Parts {
  path?: Record<string, string | number>;
  query?: Record<string, string | number | boolean | null | undefined>;
  body?: unknown;
}

async function send(operation: OperationId, parts: Parts, options: CallOptions): Promise<Response> {
  const [method] = addresses[operation];
  const { idempotencyKey, ifMatch, upload, signal, language: asked = language } = options;
  const body = upload ?? (parts.body === undefined ? undefined : JSON.stringify(parts.body));
  const headers: Record<string, string> = {
    Accept: 'application/json',
    'Accept-Language': asked,
    ...(method !== 'GET' && { 'X-Zhengzhi-Request': '1', 'Idempotency-Key': idempotencyKey ?? crypto.randomUUID() }),
    ...(ifMatch !== undefined && { 'If-Match': ifMatch }),
    ...(upload === undefined && body !== undefined && { 'Content-Type': 'application/json' }),
  };
  let response: Response;
  try {
    response = await fetch(addressOf(operation, parts), {
      method,
      headers,
      ...(body !== undefined && { body }),
      ...(signal && { signal }),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw refused(new ApiProblem({}));
  }
  if (response.ok) return response;
  const problem = (await response.json().catch(() => ({ status: response.status }))) as Partial<ProblemDetails>;
  throw refused(new ApiProblem({ code: 'internal-error', ...problem }));
}

/** Tells whoever listens of a refusal. */
export function refused(problem: ApiProblem): ApiProblem {
  for (const listener of refusals) listener(problem);
  return problem;
}

/** Where an operation is found; also for links that a browser follows itself, such as downloads. */
export function addressOf(operation: OperationId, { path = {}, query = {} }: Parts = {}): string {
  const [, template] = addresses[operation];
  const filled = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(path[name] ?? '')));
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) =>
      value === undefined || value === null || value === '' ? [] : [[name, String(value)]],
    ),
  );
  return search.size === 0 ? filled : `${filled}?${search}`;
}
