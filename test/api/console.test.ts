import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import { mountConsole } from '../../api/console.ts';
import { finish, listen } from '../../api/serve.ts';

describe('the console', () => {
  let base: string;
  let server: Awaited<ReturnType<typeof listen>>;
  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'console-'));
    mkdirSync(join(folder, 'assets'));
    writeFileSync(join(folder, 'index.html'), '<html>page</html>');
    writeFileSync(join(folder, 'assets', 'index-abc.js'), `${'console.log(1);'.repeat(200)}`);
    writeFileSync(join(folder, 'assets', 'logo.png'), Buffer.alloc(2000));
    const app = express();
    mountConsole(app, folder);
    app.use((_req, res) => res.status(404).send('nothing'));
    server = await listen(app, 0, '127.0.0.1');
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => finish(server, []));

  const html = { headers: { accept: 'text/html,*/*' } };

  it.each(['/', '/cases/rectification:C-01:1', '/setup'])(
    'answers %s with its page, always asked for anew',
    async (path) => {
      const answer = await fetch(base + path, html);
      expect(await answer.text()).toBe('<html>page</html>');
      expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
      expect(answer.headers.get('cache-control')).toBe('no-cache');
    },
  );

  it('serves its files packed and for ever', async () => {
    const answer = await fetch(`${base}/assets/index-abc.js`);
    expect(answer.headers.get('content-encoding')).toBe('gzip');
    expect(answer.headers.get('content-type')).toMatch(/javascript/);
    expect(answer.headers.get('cache-control')).toContain('immutable');
    expect((await answer.text()).length).toBe(3000);
    const plain = await fetch(`${base}/assets/index-abc.js`, { headers: { 'accept-encoding': 'identity' } });
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect((await fetch(`${base}/assets/logo.png`)).headers.get('content-encoding')).toBeNull();
  });

  it('answers what is unchanged with 304', async () => {
    const etag = (await fetch(base, html)).headers.get('etag') ?? '';
    const again = await fetch(base, {
      headers: { ...html.headers, 'if-none-match': etag, 'cache-control': 'max-age=0' },
    });
    expect(again.status).toBe(304);
  });

  it.each(['/api/v1/nothing', '/assets/old-def.js', '/favicon.ico'])('leaves %s to others', async (path) => {
    expect((await fetch(base + path, html)).status).toBe(404);
  });

  it.each(['/../package.json', '/assets/%2e%2e/%2e%2e/etc/passwd', '//etc/passwd'])(
    'finds nothing at %s',
    async (path) => {
      expect(await (await fetch(base + path, html)).text()).toMatch(/^(<html>page<\/html>|nothing)$/);
    },
  );
});
