import express, { type ErrorRequestHandler, type Express } from 'express';
import helmet from 'helmet';
import { Refusal } from '../domain/errors.ts';
import { mount } from './adapter.ts';
import { mountConsole } from './console.ts';
import { mountDocs } from './docs.ts';
import type { Endpoint } from './endpoint.ts';
import { endpoints as declared } from './endpoints.ts';
import { mountOperation } from './health.ts';
import { requestLog, requestMetrics } from './observability.ts';
import { openApiDocument } from './openapi.ts';
import { httpRefusalOf, refusalOf } from './problem.ts';
import { sendRefusal } from './sendRefusal.ts';
import type { Services } from './services.ts';

/** The HTTP API on injected services. It opens nothing and can be listened on or closed at will. */
export function createApp(services: Services, endpoints: readonly Endpoint[] = declared): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', services.config.trustProxy);
  app.set('query parser', 'simple');
  app.use(requestLog(services.logger), requestMetrics(services.metrics), securityHeaders());

  mountOperation(app, services);
  const document = openApiDocument(endpoints);
  app.get('/api/v1/openapi.json', (_req, res) => {
    res.locals['route'] = '/api/v1/openapi.json';
    res.json(document);
  });
  mountDocs(app);
  mount(app, endpoints, services);
  mountConsole(app);

  app.use((req, res) =>
    sendRefusal(req, res, new Refusal('not-found', { zh: '此地址没有内容', en: 'There is nothing at this address' })),
  );
  app.use(errorHandler);
  return app;
}

function securityHeaders() {
  return helmet({
    contentSecurityPolicy: {
      directives: {
        // The console's component library writes style elements at run time.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        // The service may run on plain http behind the loopback; https is the proxy's.
        upgradeInsecureRequests: null,
      },
    },
  });
}

const errorHandler: ErrorRequestHandler = (error: unknown, req, res, next) => {
  if (res.headersSent) {
    next(error);
    return;
  }
  const refusal = refusalOf(error) ?? httpRefusalOf(error);
  if (refusal) {
    req.log.debug({ err: error }, 'Refused');
    sendRefusal(req, res, refusal);
    return;
  }
  req.log.error({ err: error }, 'Internal error');
  sendRefusal(req, res, new Refusal('internal-error'));
};
