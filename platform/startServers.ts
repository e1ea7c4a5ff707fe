import { join } from 'node:path';
import mongoose from 'mongoose';
import type { Config } from '../config.ts';
import { connectTemporal } from '../temporal/connection.ts';
import { defaultTemporalAddress } from '../temporal/connectionOptions.ts';
import { ensureNamespaces } from '../temporal/namespaces.ts';
import type { DataFolder } from './dataFolder.ts';
import { reasonOf } from './errors.ts';
import { findMongod, findTemporal } from './findServers.ts';
import type { Machine } from './machine.ts';
import { mongodUri, startMongod } from './mongodServer.ts';
import { choosePorts } from './ports.ts';
import type { ServiceHooks } from './service.ts';
import { startTemporal, temporalPortCount } from './temporalServer.ts';
import { UserError } from './userError.ts';

export interface StartServersOptions {
  readonly config: Config;
  readonly machine: Machine;
  readonly folder: DataFolder;
  readonly progress: (line: string) => void;
  readonly hooks: ServiceHooks;
}

/** Makes Temporal ready, given or embedded; returns its address. */
export async function provideTemporal({
  config,
  machine,
  folder,
  progress,
  hooks,
}: StartServersOptions): Promise<string> {
  const { address, embeddedPort } = config.temporal;
  if (address !== undefined) {
    await checkGivenTemporal(config);
    progress(`Temporal at ${address}`);
    return address;
  }
  const known = folder.memory.temporal;
  const binary = await findTemporal(machine, progress, ({ kind }) =>
    known === undefined || known.kind === kind
      ? undefined
      : `the data in ${folder.path} was written by the other kind of server (${known.kind} ${known.version})`,
  );
  const port = await choosePorts(temporalPortCount, {
    variable: 'TEMPORAL_PORT',
    port: embeddedPort,
    remembered: known?.port,
  });
  await startTemporal({
    binary,
    folder: join(folder.path, 'temporal'),
    port,
    logFile: join(folder.path, 'logs', 'temporal.log'),
    config,
    service: hooks,
  });
  folder.remember({ temporal: { port, kind: binary.kind, version: binary.version } });
  progress(`Temporal ${binary.version} at 127.0.0.1:${port}`);
  if (binary.kind === 'cli') {
    progress('  (the development server cannot confine time skipping to the rehearsal space; only the API does)');
  }
  return `127.0.0.1:${port}`;
}

/** Makes MongoDB ready, given or embedded; returns its URI. */
export async function provideMongodb({
  config,
  machine,
  folder,
  progress,
  hooks,
}: StartServersOptions): Promise<string> {
  const { uri, embeddedPort } = config.mongodb;
  if (uri !== undefined) {
    await checkGivenMongodb(uri);
    progress('MongoDB as given');
    return uri;
  }
  const known = folder.memory.mongod;
  const binary = await findMongod(machine, progress, ({ version }) =>
    known === undefined || major(known.version) === major(version)
      ? undefined
      : `version ${version}, but the data in ${folder.path} was written by version ${known.version}`,
  );
  const port = await choosePorts(1, { variable: 'MONGODB_PORT', port: embeddedPort, remembered: known?.port });
  await startMongod({
    binary,
    folder: join(folder.path, 'mongodb'),
    port,
    logFile: join(folder.path, 'logs', 'mongodb.log'),
    service: hooks,
  });
  folder.remember({ mongod: { port, version: binary.version } });
  progress(`MongoDB ${binary.version} at 127.0.0.1:${port}`);
  return mongodUri(port);
}

async function checkGivenTemporal(config: Config): Promise<void> {
  const connection = await connectTemporal(config).catch((cause: unknown) => {
    const reason = reasonOf(cause);
    const address = config.temporal.address ?? defaultTemporalAddress;
    throw new UserError(
      `Temporal does not answer at ${address} (${reason}). Check TEMPORAL_ADDRESS and the TLS variables, or leave it out to ` +
        'use the embedded server.',
      { cause },
    );
  });
  try {
    await ensureNamespaces(connection, config);
  } finally {
    await connection.close();
  }
}

async function checkGivenMongodb(uri: string): Promise<void> {
  const client = new mongoose.mongo.MongoClient(uri, { serverSelectionTimeoutMS: 10_000 });
  try {
    const hello = await client.db('admin').command({ hello: 1 });
    if (hello['setName'] === undefined && hello['msg'] !== 'isdbgrid') {
      throw new UserError('MONGODB_URI names a single server; transactions need a replica set (mongod --replSet).');
    }
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    const reason = reasonOf(cause);
    throw new UserError(
      `MongoDB does not answer (${reason}). Check MONGODB_URI, or leave it out to use the embedded server.`,
      { cause },
    );
  } finally {
    await client.close();
  }
}

function major(version: string): string | undefined {
  return version.split('.')[0];
}
