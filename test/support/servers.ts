import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, loadConfig } from '../../config.ts';
import { findMongod, findTemporal } from '../../platform/findServers.ts';
import { thisMachine } from '../../platform/machine.ts';
import { mongodUri, startMongod } from '../../platform/mongodServer.ts';
import { choosePorts } from '../../platform/ports.ts';
import type { Service } from '../../platform/service.ts';
import { startTemporal, temporalPortCount } from '../../platform/temporalServer.ts';

export interface ServerAddresses {
  readonly temporalAddress: string;
  readonly mongodbUri: string;
}

/**
 * The real Temporal server and MongoDB that all suites of a run share. Jest's global setup starts them when the first suite
 * asks, and stops them after the last one.
 */
export async function servers(): Promise<ServerAddresses> {
  const { TEST_TEMPORAL_ADDRESS, TEST_MONGODB_URI, TEST_SERVERS } = process.env;
  if (TEST_TEMPORAL_ADDRESS && TEST_MONGODB_URI) {
    return { temporalAddress: TEST_TEMPORAL_ADDRESS, mongodbUri: TEST_MONGODB_URI };
  }
  const answer = await fetch(`${TEST_SERVERS}`);
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()) as ServerAddresses;
}

/**
 * A configuration on the shared servers that no other suite uses: its own databases, task queue and data folder.
 *
 * @param overrides environment variables that differ.
 */
export async function suiteConfig(overrides: Readonly<Record<string, string>> = {}): Promise<Config> {
  return configFor(await servers(), overrides);
}

/** As `suiteConfig`, on the servers given. */
export function configFor(
  { temporalAddress, mongodbUri }: ServerAddresses,
  overrides: Readonly<Record<string, string>> = {},
): Config {
  const id = randomUUID().slice(0, 8);
  return loadConfig({
    TEMPORAL_ADDRESS: temporalAddress,
    MONGODB_URI: mongodbUri,
    MONGODB_DATABASE_LIVE: `live-${id}`,
    MONGODB_DATABASE_REHEARSAL: `rehearsal-${id}`,
    TASK_QUEUE: `cases-${id}`,
    DATA_DIR: join(tmpdir(), `zhengzhi-test-${id}`),
    SESSION_SECRET: 'not a secret: the tests sign their sessions with this',
    LOG_LEVEL: 'warn',
    ...overrides,
  });
}

/** Servers of a suite's own, to be killed and started again as it likes. */
export interface TestServers extends ServerAddresses {
  /** Killed processes come back by themselves after `backoffMs`, on the same ports and data. */
  readonly temporal: Service;
  readonly mongod: Service;
  /** Where their data lie, in `temporal` and `mongodb`. */
  readonly folder: string;
  /** Ends both and removes their data. */
  stop(): Promise<void>;
}

/**
 * Starts a Temporal server and a MongoDB on free ports, with data in a temporary folder: in memory, where there is plenty.
 *
 * @param onDisk their data lie on the disk in any case, as whoever measures needs it
 * @param quickTimers timers fire soon after time was skipped; the server's default of a second suits many cases at once
 * @param from a folder with a copy of the `temporal` and `mongodb` of servers that had ended: they begin with what is there
 */
export async function startTestServers({
  backoffMs = 50,
  longestBackoffMs = 30_000,
  onDisk = false,
  quickTimers = true,
  from,
}: {
  backoffMs?: number;
  longestBackoffMs?: number;
  onDisk?: boolean;
  quickTimers?: boolean;
  from?: string;
} = {}): Promise<TestServers> {
  const folder = await mkdtemp(join(onDisk ? tmpdir() : await quickFolder(), 'zhengzhi-servers-'));
  if (from !== undefined) await copyData(from, folder);
  const config = loadConfig({ ZHENGZHI_CACHE: process.env['ZHENGZHI_CACHE'] });
  const machine = thisMachine(config);
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const [temporalBinary, mongodBinary] = [await findTemporal(machine, say), await findMongod(machine, say)];
  const temporalPort = await choosePorts(temporalPortCount, { variable: 'TEMPORAL_PORT', port: 0 });
  const mongodPort = await choosePorts(1, { variable: 'MONGODB_PORT', port: 0 });
  const service = { backoffMs, longestBackoffMs };
  const [temporal, mongod] = await allOrNone([
    startTemporal({
      binary: temporalBinary,
      folder: join(folder, 'temporal'),
      port: temporalPort,
      logFile: join(folder, 'temporal.log'),
      config,
      service,
      dynamic: quickTimers ? { 'history.timerProcessorMaxTimeShift': '50ms' } : {},
    }),
    startMongod({
      binary: mongodBinary,
      folder: join(folder, 'mongodb'),
      port: mongodPort,
      logFile: join(folder, 'mongodb.log'),
      service,
      // Each suite has some hundred collections and indexes, a file each: kept open for long, they would be too many for one process.
      engine: 'file_manager=(close_idle_time=20,close_scan_interval=5,close_handle_minimum=250)',
    }),
  ]);
  return {
    temporalAddress: `127.0.0.1:${temporalPort}`,
    mongodbUri: mongodUri(mongodPort),
    temporal,
    mongod,
    folder,
    stop: async () => {
      // Nothing of a test's servers is needed again, so they need not take leave.
      temporal.kill();
      mongod.kill();
      await Promise.all([temporal.stop(), mongod.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Copies what servers that have ended leave behind. */
export async function copyData(from: string, to: string): Promise<void> {
  for (const each of ['temporal', 'mongodb']) await cp(join(from, each), join(to, each), { recursive: true });
}

/** Where data survive the death of a process, if not of the machine: that is all that tests need. */
async function quickFolder(): Promise<string> {
  const memory = '/dev/shm';
  const room = await statfs(memory).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => 0,
  );
  return room >= 8 * 2 ** 30 ? memory : tmpdir();
}

async function allOrNone(starting: [Promise<Service>, Promise<Service>]): Promise<[Service, Service]> {
  const results = await Promise.allSettled(starting);
  const [first, second] = results;
  if (first.status === 'fulfilled' && second.status === 'fulfilled') return [first.value, second.value];
  for (const result of results) if (result.status === 'fulfilled') result.value.kill();
  throw first.status === 'rejected' ? first.reason : second.status === 'rejected' ? second.reason : undefined;
}
