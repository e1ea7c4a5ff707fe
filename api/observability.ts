import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import { Histogram, type Registry } from 'prom-client';

/** Headers that open a session; they never reach the log. */
export const redactedPaths = ['req.headers.authorization', 'req.headers.cookie', 'res.headers["set-cookie"]'];

/** Asked every few seconds by machines. */
const probes = new Set(['/healthz', '/readyz', '/metrics']);

/** One log line per request, with its id and the case it concerned. Query strings are left out: they carry names of people. */
export function requestLog(logger: Logger): RequestHandler {
  return pinoHttp<IncomingMessage, Response>({
    logger,
    genReqId: (req, res) => {
      const given = req.headers['x-request-id'];
      const id = typeof given === 'string' && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID();
      res.setHeader('X-Request-Id', id);
      return id;
    },
    customLogLevel: (_req, res, error) =>
      probes.has(routeOf(res)) ? 'debug' : error || res.statusCode >= 500 ? 'error' : 'info',
    customProps: (_req, res) => ({
      route: routeOf(res),
      ...(res.locals?.['case'] ? { case: res.locals['case'] } : {}),
    }),
    serializers: {
      req: ({ id, method, url }: { id: string; method: string; url: string }) => ({
        id,
        method,
        path: loggedPath(url),
      }),
      res: ({ statusCode }: { statusCode: number }) => ({ status: statusCode }),
    },
  });
}

/** The path without its query, and without what opens a calendar feed. */
function loggedPath(url: string): string {
  const [path = ''] = url.split('?', 1);
  return path.replace(/(\/calendar-feeds\/)[^/]+/i, '$1…');
}

/** Counts and times requests by declared route, never by URL. */
export function requestMetrics(registry: Registry): RequestHandler {
  const histogram = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Duration of HTTP requests',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15],
    registers: [registry],
  });
  return (req, res: ServerResponse, next) => {
    const end = histogram.startTimer();
    res.once('finish', () => {
      end({ method: req.method, route: routeOf(res as Response), status: String(res.statusCode) });
    });
    next();
  };
}

/** The declared path that served the request, or `none`. */
function routeOf(res: Response): string {
  const route: unknown = res.locals?.['route'];
  return typeof route === 'string' ? route : 'none';
}

/** The id under which a request is in the log. */
export function requestIdOf({ id }: IncomingMessage): string {
  return typeof id === 'string' ? id : '';
}
