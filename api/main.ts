import { createServer, type Server } from 'node:http';
import { collectDefaultMetrics } from 'prom-client';
import { ConfigError, loadConfig } from '../config.ts';
import { createApp } from './app.ts';
import { buildServices } from './buildServices.ts';
import type { Services } from './services.ts';

/** How long requests under way may take to finish when the service is told to stop. */
const graceMilliseconds = 20_000;

async function main(): Promise<void> {
  const config = loadConfig();
  const { services, close } = await buildServices(config);
  collectDefaultMetrics({ register: services.metrics });
  const server = createServer(createApp(services));
  await listen(server, config.port, config.host);
  services.logger.info({ port: config.port, host: config.host }, 'The API listens');

  const stop = (signal: string) => {
    services.logger.info({ signal }, 'Stopping');
    void finish(server, services).then(close);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

/** @throws Error with one clear sentence when the port cannot be had */
async function listen(server: Server, port: number, host: string): Promise<void> {
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
}

/** Stops accepting, ends live streams, lets requests under way finish. */
async function finish(server: Server, { liveStreams }: Services): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  for (const stream of liveStreams) stream.destroy();
  const timer = setTimeout(() => server.closeAllConnections(), graceMilliseconds);
  await closed;
  clearTimeout(timer);
}

main().catch((error: unknown) => {
  const known = error instanceof ConfigError || error instanceof Error;
  process.stderr.write(`${known ? error.message : String(error)}\n`);
  process.exitCode = 1;
  // A failed start must not hang on what is connecting in the background.
  process.exit();
});
