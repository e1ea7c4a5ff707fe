import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Space } from '../domain/case/caseView.ts';
import type { ErrorCode } from '../domain/errors.ts';
import type { Actor, Duty, Role } from '../domain/organisation/actor.ts';
import type { Language } from '../domain/text.ts';
import type { Services, SpaceServices } from './services.ts';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** Everybody who can sign in. */
export const everyone = [
  'coordinator',
  'reviewer',
  'monitor',
  'administrator',
  'integration',
] as const satisfies Role[];

/** Who may call an endpoint. Scope and office are judged by the handler, or by the case itself. */
export type Access =
  | { public: true }
  | {
      roles: readonly Role[];
      /** An administrator needs one of these duties. */
      duties?: readonly Duty[];
      /** The only spaces in which it exists; both when absent. */
      spaces?: readonly Space[];
    };

/** Whoever sent a valid token, and where they are. */
export interface Session {
  id: string;
  actor: Actor;
  space: Space;
  issuedAt: Date;
  expiresAt: Date;
  via: 'bearer' | 'cookie';
  mustChangePassword?: true;
}

type Headers = Record<string, string | number | string[]>;

/** A body that is not JSON; the bytes are sent as they come. */
export interface StreamReply {
  status: SuccessStatus;
  mediaType: string;
  headers?: Headers;
  stream: Readable;
  /** Goes on until the client leaves (server-sent events); it is ended when the service stops. */
  live?: boolean;
}

export interface JsonReply {
  status: SuccessStatus;
  body?: unknown;
  headers?: Headers;
}

export type Reply = JsonReply | StreamReply;

/** How an endpoint answers when all is well: a schema, `null` for no body, or the media types it streams. */
export type ResponseSchema = z.ZodType | null | { mediaTypes: readonly string[]; description: string };
export type SuccessStatus = 200 | 201 | 202 | 204 | 207 | 304;
type Responses = { readonly [S in SuccessStatus]?: ResponseSchema };

type ReplyOf<R extends Responses> = {
  [S in keyof R & SuccessStatus]: { status: S; headers?: Headers } & ContentOf<R[S]>;
}[keyof R & SuccessStatus];

type ContentOf<T> = T extends z.ZodType
  ? { body: z.input<T> }
  : T extends null
    ? { body?: undefined }
    : Omit<StreamReply, 'status' | 'headers'>;

/** A body that is read by the handler from `request.raw`: multipart or a file. */
export interface Upload {
  mediaTypes: readonly string[];
  description: string;
}

interface RequestParts {
  params: unknown;
  query: unknown;
  body: unknown;
  session: Session | undefined;
  actor: Actor | undefined;
  space: SpaceServices | undefined;
}

/** What a handler is given: everything parsed, nothing of Express. */
export interface ApiRequest<T extends RequestParts = RequestParts> {
  params: T['params'];
  query: T['query'];
  body: T['body'];
  session: T['session'];
  actor: T['actor'];
  /** The dependencies of the session's space. */
  space: T['space'];
  services: Services;
  language: Language;
  requestId: string;
  /** Present where the endpoint says `idempotent: 'required'`, else empty. */
  idempotencyKey: string;
  /** The If-Match header where the endpoint says `ifMatch: 'required'`, else empty; see `requireMatch`. */
  ifMatch: string;
  /** Operations that the session's role may call, in this space. */
  permitted: () => string[];
  /** Further request headers; names in lower case. */
  header: (name: string) => string | undefined;
  /** The client's address, behind a proxy on the loopback the forwarded one. */
  address: string;
  secure: boolean;
  log: Logger;
  /** The unread request, for uploads. */
  raw: IncomingMessage;
}

type Empty = z.ZodObject<Record<never, never>>;

interface Definition<
  A extends Access,
  R extends Responses,
  P extends z.ZodObject,
  Q extends z.ZodObject,
  B extends z.ZodType,
> {
  method: Method;
  /** OpenAPI style, such as `/api/v1/compounds/{id}`. */
  path: `/${string}`;
  operationId: string;
  tag: string;
  summary: string;
  description?: string;
  access: A;
  /** Callable although the password has to be changed first. */
  beforePasswordChange?: true;
  idempotent?: 'required';
  ifMatch?: 'required';
  params?: P;
  query?: Q;
  body?: B;
  upload?: Upload;
  responses: R;
  /** Refusals of its own, besides those every endpoint may give. */
  errors?: readonly ErrorCode[];
  handler(
    request: ApiRequest<{
      params: z.output<P>;
      query: z.output<Q>;
      body: z.output<B>;
      session: A extends { public: true } ? Session | undefined : Session;
      actor: A extends { public: true } ? Actor | undefined : Actor;
      space: A extends { public: true } ? undefined : SpaceServices;
    }>,
  ): Promise<ReplyOf<R>>;
}

/** An endpoint as the adapter, OpenAPI and the tests see it. */
export interface Endpoint
  extends Omit<Definition<Access, Responses, z.ZodObject, z.ZodObject, z.ZodType>, 'handler' | 'params' | 'query'> {
  params: z.ZodObject;
  query: z.ZodObject;
  errors: readonly ErrorCode[];
  handler(request: ApiRequest): Promise<Reply>;
}

/**
 * Declares one endpoint: routing, checks, documentation and handler in one value.
 * Query and path objects are made strict, so that an unknown key is refused.
 */
export function endpoint<
  A extends Access,
  const R extends Responses,
  P extends z.ZodObject = Empty,
  Q extends z.ZodObject = Empty,
  B extends z.ZodType = z.ZodUndefined,
>(definition: Definition<A, R, P, Q, B>): Endpoint {
  // The adapter parses with these very schemas before it calls the handler, which is what makes the widening sound.
  return {
    errors: [],
    ...definition,
    params: (definition.params ?? z.object({})).strict(),
    query: (definition.query ?? z.object({})).strict(),
  } as unknown as Endpoint;
}
