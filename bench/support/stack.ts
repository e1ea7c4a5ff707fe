import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Config, childEnvironment, loadConfig } from '../../config.ts';
import { choosePorts } from '../../platform/ports.ts';
import { startTestServers, type TestServers } from '../../test/support/servers.ts';

/** Real servers, a worker process and an API process, all of this run's own. */
export interface Stack {
  config: Config;
  url: string;
  /** Processor time used so far, in milliseconds, by part. */
  cpu(): Record<'temporal' | 'mongod' | 'worker' | 'api', number>;
  /** Memory in use, in bytes, by part. */
  memory(): Record<'temporal' | 'mongod' | 'worker' | 'api', number>;
  /** Where Temporal keeps its database. */
  temporalData: string;
  restartWorker(): Promise<void>;
  stop(): Promise<void>;
}

/** @param worker the program that is the worker process */
export async function startStack({ worker: program = 'workerProcess', quickTimers = true } = {}): Promise<Stack> {
  const servers: TestServers = await startTestServers({ onDisk: true, quickTimers });
  const environment = {
    TEMPORAL_ADDRESS: servers.temporalAddress,
    MONGODB_URI: servers.mongodbUri,
    PORT: String(await choosePorts(1, { variable: 'PORT', port: 0 })),
    SESSION_SECRET: randomUUID() + randomUUID(),
    LOG_LEVEL: 'error',
  };
  const config = loadConfig(environment);
  let worker = await start(program, environment);
  const api = await start('apiProcess', environment);
  const ofParts = (measure: (pid: number | undefined) => number) => ({
    temporal: measure(servers.temporal.pid),
    mongod: measure(servers.mongod.pid),
    worker: measure(worker.pid),
    api: measure(api.pid),
  });
  return {
    config,
    url: `http://127.0.0.1:${environment.PORT}/api/v1`,
    cpu: () => ofParts(cpuOf),
    memory: () => ofParts(memoryOf),
    temporalData: join(servers.folder, 'temporal'),
    restartWorker: async () => {
      await end(worker);
      worker = await start(program, environment);
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

/** User and system time of a process, from Linux' accounting in hundredths of a second. */
function cpuOf(pid: number | undefined): number {
  if (pid === undefined) return Number.NaN;
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Resident memory of a process. */
function memoryOf(pid: number | undefined): number {
  if (pid === undefined) return Number.NaN;
  const [, kilobytes = ''] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}
