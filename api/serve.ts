import { createServer, type RequestListener, type Server } from 'node:http';
import type { Readable } from 'node:stream';

/** How long requests under way may take to finish when the service is told to stop. */
const graceMilliseconds = 20_000;
/** Longer than the 60 s for which proxies keep theirs: closed here first, a connection could just be given a request. */
const keepAliveMilliseconds = 65_000;

/** @throws Error with one clear sentence when the port cannot be had */
export async function listen(app: RequestListener, port: number, host: string): Promise<Server> {
  const server = createServer(
    { keepAliveTimeout: keepAliveMilliseconds, headersTimeout: keepAliveMilliseconds + 1000 },
    app,
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reasons: Record<string, string> = {
        EADDRINUSE: `Port ${port} is in use by another program; set PORT to a free one`,
        EACCES: `Port ${port} may not be used by this user; set PORT to one above 1023`,
        EADDRNOTAVAIL: `HOST ${host} is not an address of this machine`,
      };
      reject(new Error(reasons[error.code ?? ''] ?? `The API cannot listen on ${host}:${port}: ${error.message}`));
    });
    server.listen(port, host, () => resolve());
  });
  return server;
}

/** Stops accepting, ends live streams, lets requests under way finish; what takes too long is cut off. */
export async function finish(server: Server, liveStreams: Iterable<Readable>): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  for (const stream of liveStreams) endStream(stream);
  const timer = setTimeout(() => server.closeAllConnections(), graceMilliseconds);
  await closed;
  clearTimeout(timer);
}

/** A stream with a writing end is ended there, so that the client sees a whole answer; another is cut off. */
function endStream(stream: Readable): void {
  if ('end' in stream && typeof stream.end === 'function') stream.end();
  else stream.destroy();
}
