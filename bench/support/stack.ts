import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type Config, childEnvironment, loadConfig } from '../../config.ts';
import { startTestServers, type TestServers } from '../../test/support/servers.ts';

/** Real servers, a worker process and an API process, all of this run's own. */
export interface Stack {
  config: Config;
  url: string;
  restartWorker(): Promise<void>;
  stop(): Promise<void>;
}

export async function startStack(): Promise<Stack> {
  const servers: TestServers = await startTestServers();
  const environment = {
    TEMPORAL_ADDRESS: servers.temporalAddress,
    MONGODB_URI: servers.mongodbUri,
    PORT: String(await freePort()),
    SESSION_SECRET: randomUUID() + randomUUID(),
    LOG_LEVEL: 'error',
  };
  const config = loadConfig(environment);
  let worker = await start('workerProcess', environment);
  const api = await start('apiProcess', environment);
  return {
    config,
    url: `http://127.0.0.1:${environment.PORT}/api/v1`,
    restartWorker: async () => {
      await end(worker);
      worker = await start('workerProcess', environment);
    },
    stop: async () => {
      await Promise.all([end(worker), end(api)]);
      await servers.stop();
    },
  };
}

async function start(name: string, environment: Record<string, string>): Promise<ChildProcess> {
  const file = fileURLToPath(new URL(`../${name}.ts`, import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', file], {
    env: childEnvironment(environment),
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error(`${name} ended before it was ready`))),
  ]);
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = once(child, 'exit');
  // Ended in order, a worker hands its cases back at once; killed, the server would look for it for some seconds.
  child.kill('SIGTERM');
  await gone;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}
