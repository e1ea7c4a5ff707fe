import { collectDefaultMetrics } from 'prom-client';
import { loadConfig } from '../config.ts';
import { connectApart } from '../temporal/connection.ts';
import { createApp } from './app.ts';
import { buildServices } from './buildServices.ts';
import { finish, listen } from './serve.ts';
import { watchConnection } from './stuckConnection.ts';

async function main(): Promise<void> {
  const config = loadConfig();
  const { services, temporal, close } = await buildServices(config);
  collectDefaultMetrics({ register: services.metrics });
  const server = await listen(createApp(services), config.port, config.host);
  services.logger.info({ port: config.port, host: config.host }, 'The API listens');

  const unwatch = watchConnection(
    temporal,
    () => connectApart(config),
    () => {
      services.logger.fatal('Temporal answers others and not this process, which ends so that it is started anew');
      void finish(server, services.liveStreams).finally(() => process.exit(1));
    },
  );
  const stop = (signal: string) => {
    services.logger.info({ signal }, 'Stopping');
    unwatch();
    void finish(server, services.liveStreams).then(close);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  // A failed start must not wait for what is still connecting in the background.
  process.exit(1);
});
