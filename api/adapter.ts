import { pipeline } from 'node:stream/promises';
import express, { type Express, type Request, type Response } from 'express';
import type { z } from 'zod';
import { errorRegistry, Refusal } from '../domain/errors.ts';
import { authorize, isPermitted } from './authorize.ts';
import type { ApiRequest, Endpoint, Reply, Session } from './endpoint.ts';
import { languageOf } from './language.ts';
import { requestIdOf } from './observability.ts';
import { requirePlainJson } from './plainJson.ts';
import { httpRefusalOf, refusalOf } from './problem.ts';
import { hasBody, parseBody, parseParams, parseQuery, requiredHeader, requireMediaType } from './requestParsing.ts';
import { sendRefusal } from './sendRefusal.ts';
import type { Services } from './services.ts';
import { authenticate } from './sessions/authenticate.ts';

/** Largest JSON body: with what comes around it, it has to fit the 2 MB a message to a case may have. Uploads have limits of their own. */
const bodyLimit = 1_000_000;
const readJson = express.json({ limit: bodyLimit, strict: false, type: () => true });

/** Puts every endpoint on the app; a method that a path does not declare is answered 405 before anything else is looked at. */
export function mount(app: Express, endpoints: readonly Endpoint[], services: Services): void {
  const permittedOf: PermittedOf = (session) =>
    endpoints.filter((each) => isPermitted(each, session)).map(({ operationId }) => operationId);
  for (const [path, methods] of byPath(endpoints)) {
    const route = app.route(path.replaceAll(/\{(\w+)\}/g, ':$1'));
    for (const endpoint of methods) {
      route[endpoint.method](async (req, res) => {
        res.locals['route'] = endpoint.path;
        await send(req, res, await answer(endpoint, req, res, services, permittedOf), services);
      });
    }
    const allowed = methods.flatMap(({ method }) => (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]));
    route.all((req, res) => {
      res.locals['route'] = path;
      res.set('Allow', allowed.join(', '));
      sendRefusal(
        req,
        res,
        new Refusal('method-not-allowed', {
          zh: `${path} 支持 ${allowed.join('、')}`,
          en: `${path} offers ${allowed.join(', ')}`,
        }),
      );
    });
  }
}

type PermittedOf = (session: Session) => string[];

/**
 * Endpoints by path: literal segments before parameters, so that `/tasks/decisions` is not taken for a task, and `{token}.ics`
 * before `{id}`, which it is too.
 */
function byPath(endpoints: readonly Endpoint[]): [string, Endpoint[]][] {
  const paths = new Map<string, Endpoint[]>();
  for (const endpoint of endpoints) paths.set(endpoint.path, [...(paths.get(endpoint.path) ?? []), endpoint]);
  const weight = (path: string) => path.replaceAll(/\{\w+\}(?=[^/])/g, '\ufffe').replaceAll(/\{\w+\}/g, '\uffff');
  return [...paths].sort(([a], [b]) => (weight(a) < weight(b) ? -1 : 1));
}

async function answer(
  endpoint: Endpoint,
  req: Request,
  res: Response,
  services: Services,
  permittedOf: PermittedOf,
): Promise<Reply> {
  const session = await sessionOf(endpoint, req, services);
  try {
    return await answerAs(session, endpoint, req, res, services, permittedOf);
  } catch (error) {
    if (session) recordRefusal(error, session, endpoint, req, services);
    throw error;
  }
}

/** Every refusal of authority is in the audit log, those of a case included. */
function recordRefusal(error: unknown, session: Session, endpoint: Endpoint, req: Request, services: Services): void {
  const refusal = refusalOf(error);
  if (!refusal || errorRegistry[refusal.code].status !== 403) return;
  services.audit.record({
    what: 'refused',
    actor: { id: session.actor.id, role: session.actor.role },
    space: session.space,
    operation: endpoint.operationId,
    path: req.path,
    code: refusal.code,
    detail: refusal.message.slice(0, 500),
    address: req.ip ?? '',
    requestId: requestIdOf(req),
  });
}

async function answerAs(
  session: Session | undefined,
  endpoint: Endpoint,
  req: Request,
  res: Response,
  services: Services,
  permittedOf: PermittedOf,
): Promise<Reply> {
  authorize(endpoint, session, req);
  requireAcceptable(endpoint, req);
  const params = parseParams(endpoint, req);
  // For the log: what happened to a case can be followed through every process.
  if (endpoint.path.startsWith('/api/v1/cases/{id}')) res.locals['case'] = req.params['id'];
  const request: ApiRequest = {
    params,
    query: parseQuery(endpoint, req),
    body: undefined,
    session,
    actor: session?.actor,
    space: session && services.spaces[session.space],
    services,
    language: languageOf(req),
    requestId: requestIdOf(req),
    idempotencyKey: endpoint.idempotent ? requiredHeader(req, 'idempotency-key') : '',
    ifMatch: endpoint.ifMatch ? requiredHeader(req, 'if-match') : '',
    permitted: () => (session ? permittedOf(session) : []),
    header: (name) => req.get(name),
    address: req.ip ?? '',
    secure: req.secure,
    log: req.log,
    raw: req,
  };
  if (endpoint.upload) requireMediaType(req, endpoint.upload.mediaTypes);
  else if (endpoint.body) request.body = parseBody(endpoint.body, await jsonBody(req, res));
  const reply = await endpoint.handler(request);
  if (services.checkReplies) checkReply(endpoint, reply);
  return reply;
}

/** A session that has ended must not keep its holder from what is open to all, such as signing in again. */
async function sessionOf(endpoint: Endpoint, req: Request, services: Services): Promise<Session | undefined> {
  try {
    return await authenticate(req, services);
  } catch (error) {
    if ('public' in endpoint.access && error instanceof Refusal) return undefined;
    throw error;
  }
}

async function jsonBody(req: Request, res: Response): Promise<unknown> {
  if (!hasBody(req)) return undefined;
  requireMediaType(req, ['application/json']);
  await new Promise<void>((resolve, reject) => {
    readJson(req, res, (error?: unknown) => {
      if (error === undefined) resolve();
      else reject(httpRefusalOf(error) ?? error);
    });
  });
  const body: unknown = req.body;
  requirePlainJson(body, bodyLimit);
  return body;
}

function requireAcceptable(endpoint: Endpoint, req: Request): void {
  const offered = Object.values(endpoint.responses).flatMap((response) =>
    response === null ? [] : 'mediaTypes' in response ? response.mediaTypes : ['application/json'],
  );
  if (offered.length > 0 && !req.accepts([...offered])) {
    throw new Refusal('not-acceptable', { zh: `可提供：${offered.join('、')}`, en: `Offered: ${offered.join(', ')}` });
  }
}

async function send(req: Request, res: Response, reply: Reply, services: Services): Promise<void> {
  res.status(reply.status).set(reply.headers ?? {});
  if (!res.get('Cache-Control')) res.set('Cache-Control', 'no-store');
  if (!('stream' in reply)) {
    if (reply.body === undefined) res.end();
    else res.json(reply.body);
    return;
  }
  const { stream } = reply;
  res.set('Content-Type', reply.mediaType);
  if (reply.live) {
    services.liveStreams.add(stream);
    stream.once('close', () => services.liveStreams.delete(stream));
    res.set('X-Accel-Buffering', 'no');
  }
  res.flushHeaders();
  try {
    await pipeline(stream, res);
  } catch (error) {
    // The client left, or the source broke half-way: the answer cannot be changed any more, only cut off.
    req.log.info({ err: error }, 'A stream ended early');
  }
}

function checkReply(endpoint: Endpoint, reply: Reply): void {
  const declared = endpoint.responses[reply.status];
  const name = `${endpoint.operationId} ${reply.status}`;
  if (declared === undefined) throw new TypeError(`${name}: this status is not declared`);
  if (declared === null || 'mediaTypes' in declared || !('body' in reply)) return;
  const body: unknown = JSON.parse(JSON.stringify(reply.body));
  const parsed: z.ZodSafeParseResult<unknown> = declared.safeParse(body);
  if (!parsed.success) throw new TypeError(`${name}: the body is not as declared: ${parsed.error.message}`);
}
