import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import express, { type Express } from 'express';

// Resolved, not imported: the package's main file would run the whole browser bundle in this process.
const assetFolder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

const page = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Zhengzhi API</title><link rel="stylesheet" href="/docs/assets/swagger-ui.css"></head>
<body><div id="docs"></div><script src="/docs/assets/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script></body>
</html>
`;

// validatorUrl: the default draws a badge from another host.
const script = `SwaggerUIBundle({ url: '/api/v1/openapi.json', dom_id: '#docs', deepLinking: true, validatorUrl: null,
  requestInterceptor: (request) => { request.headers['X-Zhengzhi-Request'] = '1'; return request; } });
`;

/** The documentation page at `/docs`; everything it loads is served from here. */
export function mountDocs(app: Express): void {
  app.get('/docs', (_req, res) => {
    res.locals['route'] = '/docs';
    res.type('html').send(page);
  });
  app.get('/docs/start.js', (_req, res) => {
    res.locals['route'] = '/docs/start.js';
    res.type('js').send(script);
  });
  const assets = express.static(assetFolder, { index: false, maxAge: '1h' });
  app.use('/docs/assets', (req, res, next) => {
    res.locals['route'] = '/docs/assets';
    return assets(req, res, next);
  });
}
