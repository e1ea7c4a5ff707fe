import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import type { Config } from '../config.ts';
import { ensureNamespaces } from '../temporal/namespaces.ts';
import type { ServerBinary } from './firstMatch.ts';
import { Service, type ServiceHooks } from './service.ts';

/** How many consecutive ports the server takes: one to call and one to gossip for each of its four services. */
export const temporalPortCount = 8;

export interface TemporalServerOptions {
  readonly binary: ServerBinary;
  /** Folder of its database and configuration. */
  readonly folder: string;
  /** First of its consecutive loopback ports, the one that clients use. */
  readonly port: number;
  readonly logFile: string;
  readonly config: Pick<Config, 'temporal'>;
  readonly service?: ServiceHooks;
  /** More dynamic configuration, by key. */
  readonly dynamic?: DynamicValues;
}

type DynamicValues = Readonly<Record<string, string | number | boolean>>;

/** Starts Temporal on loopback with a SQLite file, and returns when both namespaces can be used. */
export async function startTemporal(options: TemporalServerOptions): Promise<Service> {
  const { binary, folder, port, logFile, config, dynamic = {} } = options;
  await mkdir(folder, { recursive: true });
  const database = join(folder, 'temporal.sqlite');
  const complete = join(folder, 'complete');
  // A first start that was killed half-way leaves some of the tables, which the next one would take for all of them.
  if ((await stat(complete).catch(() => undefined)) === undefined) {
    await Promise.all(['', '-wal', '-shm'].map((suffix) => rm(`${database}${suffix}`, { force: true })));
  }
  const args =
    binary.kind === 'cli'
      ? developmentArguments(database, port, config, dynamic)
      : await serverArguments(folder, database, port, config, dynamic);
  return await Service.start({
    ...options.service,
    name: 'Temporal',
    command: binary.path,
    args,
    logFile,
    ready: async (signal) => {
      await untilUsable(`127.0.0.1:${port}`, config, signal);
      await writeFile(complete, '');
    },
    graceMs: 5_000,
  });
}

/** Dynamic configuration, by key: what holds everywhere, and what holds in the rehearsal namespace alone. */
const everywhere = {
  // One worker takes the tasks of one queue: more partitions only make them wait for each other.
  'matching.numTaskqueueReadPartitions': 1,
  'matching.numTaskqueueWritePartitions': 1,
  // Search attributes are there at once when they have been added.
  'system.forceSearchAttributesCacheRefreshOnRead': true,
};
const skippingAllowed = {
  'frontend.WorkflowTimeSkippingEnabled': true,
  'frontend.WorkflowTimeSkippingMaxSkipPerSession': 100_000,
  // A case that continues as new twice in a real second would wait, and its clock be skipped on meanwhile.
  'history.workflowIdReuseMinimalInterval': '0s',
};

async function serverArguments(
  folder: string,
  database: string,
  port: number,
  { temporal }: Pick<Config, 'temporal'>,
  more: DynamicValues,
): Promise<string[]> {
  const constraints = { namespace: temporal.namespaces.rehearsal };
  const dynamic = {
    ...mapValues<string, unknown, unknown>({ ...everywhere, ...more }, (value) => [{ value }]),
    ...mapValues(skippingAllowed, (value) => [{ value, constraints }]),
  };
  const dynamicFile = join(folder, 'dynamic.yaml');
  const configFile = join(folder, 'config.yaml');
  // JSON is YAML.
  await writeFile(dynamicFile, JSON.stringify(dynamic, undefined, 2));
  await writeFile(configFile, JSON.stringify(serverConfiguration(database, dynamicFile, port), undefined, 2));
  return ['--config-file', configFile, '--allow-no-auth', 'start'];
}

function serverConfiguration(database: string, dynamicFile: string, port: number): object {
  const store = {
    sql: {
      pluginName: 'sqlite',
      databaseName: database,
      connectAddr: 'localhost',
      connectProtocol: 'tcp',
      connectAttributes: {
        cache: 'private',
        setup: 'true',
        journal_mode: 'wal',
        synchronous: '2',
        busy_timeout: '10000',
      },
      maxConns: 1,
      maxIdleConns: 1,
    },
  };
  const rpc = (place: number) => ({
    rpc: { grpcPort: port + 2 * place, membershipPort: port + 2 * place + 1, bindOnLocalHost: true },
  });
  return {
    log: { stdout: true, level: 'warn' },
    persistence: {
      defaultStore: 'sqlite',
      visibilityStore: 'sqlite',
      numHistoryShards: 1,
      datastores: { sqlite: store },
    },
    global: { membership: { maxJoinDuration: '30s', broadcastAddress: '127.0.0.1' } },
    services: { frontend: rpc(0), history: rpc(1), matching: rpc(2), worker: rpc(3) },
    clusterMetadata: {
      enableGlobalNamespace: false,
      failoverVersionIncrement: 10,
      masterClusterName: 'active',
      currentClusterName: 'active',
      clusterInformation: {
        active: { enabled: true, initialFailoverVersion: 1, rpcName: 'frontend', rpcAddress: `127.0.0.1:${port}` },
      },
    },
    publicClient: { hostPort: `127.0.0.1:${port}` },
    dcRedirectionPolicy: { policy: 'noop' },
    archival: { history: { state: 'disabled' }, visibility: { state: 'disabled' } },
    namespaceDefaults: { archival: { history: { state: 'disabled' }, visibility: { state: 'disabled' } } },
    dynamicConfigClient: { filepath: dynamicFile, pollInterval: '10s' },
  };
}

/**
 * The CLI's development server knows no constraints on dynamic configuration: there it is the clock module alone that
 * refuses to skip time in the live space. Older and newer releases name the switch differently.
 */
function developmentArguments(
  database: string,
  port: number,
  { temporal }: Pick<Config, 'temporal'>,
  more: DynamicValues,
): string[] {
  const dynamic = { ...everywhere, ...skippingAllowed, 'system.workflowTimeSkippingEnabled': true, ...more };
  const namespaces = Object.values(temporal.namespaces).flatMap((namespace) => ['--namespace', namespace]);
  const values = Object.entries(dynamic).flatMap(([key, value]) => [
    '--dynamic-config-value',
    `${key}=${JSON.stringify(value)}`,
  ]);
  const listening = ['--headless', '--ip', '127.0.0.1', '--port', String(port)];
  return ['server', 'start-dev', ...listening, '--db-filename', database, ...namespaces, ...values];
}

async function untilUsable(address: string, config: Pick<Config, 'temporal'>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const connection = await Connection.connect({ address, connectTimeout: 2_000 }).catch(() => undefined);
    if (connection === undefined) {
      await pause(100);
      continue;
    }
    try {
      return await ensureNamespaces(connection, config);
    } finally {
      await connection.close();
    }
  }
}

function mapValues<Key extends string, From, To>(values: Readonly<Record<Key, From>>, map: (value: From) => To) {
  return Object.fromEntries(Object.entries<From>(values).map(([key, value]) => [key, map(value)]));
}
