import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Express, Request, Response } from 'express';

interface ConsoleFile {
  body: Buffer;
  /** Absent where compressing gains nothing. */
  gzip?: Buffer;
  etag: string;
}

/** Formats that are text; the others are compressed already. */
const compressible = new Set(['.html', '.js', '.css', '.svg', '.json', '.map', '.txt', '.webmanifest']);

/**
 * Serves the built console: files by name, and its page for every other address a browser asks for, since the console has
 * routes of its own. Does nothing when it has not been built.
 */
export function mountConsole(app: Express, folder = consoleFolder()): void {
  if (folder === undefined) return;
  const files = readConsole(folder);
  const page = files.get('/index.html');
  app.get(/^(?!\/api\/).*/, (req, res, next) => {
    const file = files.get(req.path);
    if (file && req.path !== '/index.html') {
      // The build puts a hash of the content into the names below assets/.
      send(
        req,
        res,
        req.path,
        file,
        req.path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    } else if (page && extname(req.path) === '' && req.accepts('html')) send(req, res, '/index.html', page, 'no-cache');
    else next();
  });
}

function send(req: Request, res: Response, path: string, file: ConsoleFile, cacheControl: string): void {
  res.locals['route'] = 'console';
  res.type(extname(path)).set({ 'Cache-Control': cacheControl, ETag: file.etag, Vary: 'Accept-Encoding' });
  if (req.fresh) {
    res.status(304).end();
    return;
  }
  const packed = req.acceptsEncodings('gzip') ? file.gzip : undefined;
  if (packed) res.set('Content-Encoding', 'gzip');
  res.end(packed ?? file.body);
}

/** Where the build of `web/` is, from the sources and from `dist/`. */
function consoleFolder(): string | undefined {
  return ['../web/dist', '../../web/dist']
    .map((path) => fileURLToPath(new URL(path, import.meta.url)))
    .find((path) => existsSync(join(path, 'index.html')));
}

function readConsole(folder: string): Map<string, ConsoleFile> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    entries.map((entry) => {
      const file = join(entry.parentPath, entry.name);
      const body = readFileSync(file);
      const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 20)}"`;
      const gzip = compressible.has(extname(file)) && body.length > 1024 ? { gzip: gzipSync(body, { level: 9 }) } : {};
      return [`/${relative(folder, file).split(sep).join('/')}`, { body, etag, ...gzip }];
    }),
  );
}
