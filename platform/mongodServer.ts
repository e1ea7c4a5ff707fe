import { mkdir } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import mongoose from 'mongoose';
import type { ServerBinary } from './firstMatch.ts';
import { Service, type ServiceHooks } from './service.ts';

const replicaSet = 'rs0';

export interface MongodServerOptions {
  readonly binary: ServerBinary;
  /** Folder of its database files. */
  readonly folder: string;
  /** Its loopback port. */
  readonly port: number;
  readonly logFile: string;
  readonly service?: ServiceHooks;
  /** More settings of its storage engine. */
  readonly engine?: string;
}

/** How clients reach the embedded mongod. */
export function mongodUri(port: number): string {
  return `mongodb://127.0.0.1:${port}/?replicaSet=${replicaSet}`;
}

/** Starts mongod on loopback as a replica set of one, and returns when it takes writes. */
export async function startMongod(options: MongodServerOptions): Promise<Service> {
  const { binary, folder, port, logFile, service, engine } = options;
  await mkdir(folder, { recursive: true });
  const args = `--port ${port} --bind_ip 127.0.0.1 --nounixsocket --replSet ${replicaSet} --oplogSize 256 --quiet`
    .concat(' --setParameter diagnosticDataCollectionEnabled=false')
    // A worker that was killed in the middle of a flush holds up the next flush of that case until its transaction ends.
    .concat(' --setParameter transactionLifetimeLimitSeconds=5')
    .split(' ');
  return await Service.start({
    ...service,
    name: 'MongoDB',
    command: binary.path,
    args: [...args, '--dbpath', folder, ...(engine === undefined ? [] : ['--wiredTigerEngineConfigString', engine])],
    logFile,
    ready: (signal) => untilPrimary(port, signal),
    graceMs: 20_000,
  });
}

async function untilPrimary(port: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    // The driver closes a client for good after a failed connection, hence a new one each time.
    const client = new mongoose.mongo.MongoClient(`mongodb://127.0.0.1:${port}`, {
      directConnection: true,
      serverSelectionTimeoutMS: 1_000,
    });
    try {
      if (await isPrimary(client.db('admin'), port)) return;
    } catch (error) {
      if (!(error instanceof mongoose.mongo.MongoError)) throw error;
    } finally {
      await client.close();
    }
    await pause(50);
  }
}

/** Whether it takes writes; forms the replica set on the first start, and again when the port has changed since. */
async function isPrimary(admin: mongoose.mongo.Db, port: number): Promise<boolean> {
  const hello = await admin.command({ hello: 1 });
  if (hello['isWritablePrimary'] === true) return true;
  const member = { _id: 0, host: `127.0.0.1:${port}` };
  if (hello['setName'] === undefined && hello['info'] !== undefined) {
    const found = await admin.command({ replSetGetConfig: 1 }).catch(notYetInitialized);
    if (found === undefined) {
      await admin.command({ replSetInitiate: { _id: replicaSet, members: [member] } });
    } else if (found['config'].members[0].host !== member.host) {
      const version = Number(found['config'].version) + 1;
      await admin.command({ replSetReconfig: { ...found['config'], version, members: [member] }, force: true });
    }
  }
  return false;
}

function notYetInitialized(error: unknown): undefined {
  if (error instanceof mongoose.mongo.MongoServerError && error.codeName === 'NotYetInitialized') return undefined;
  throw error;
}
