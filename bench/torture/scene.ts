import { randomUUID } from 'node:crypto';
import mongoose, { type Connection } from 'mongoose';
import { sessionTokens } from '../../api/sessions/token.ts';
import { type Config, loadConfig, type Space } from '../../config.ts';
import type { Actor } from '../../domain/organisation/actor.ts';
import { choosePorts } from '../../platform/ports.ts';
import { type Relay, startRelay } from '../../test/support/relay.ts';
import { startTestServers, type TestServers } from '../../test/support/servers.ts';
import { KeptRunning } from './keptRunning.ts';

/** The product as it runs in production, each of its ways to a server through a relay that can be cut. */
export interface TortureScene {
  readonly servers: TestServers;
  readonly relays: { temporal: Relay; mongod: Relay };
  readonly api: KeptRunning;
  /** Replaced by a broken release and rolled back. */
  worker: KeptRunning;
  readonly environment: Record<string, string>;
  /** As seen by whoever checks: past the relays. */
  readonly config: Config;
  readonly url: string;
  database(space: Space): Connection;
  token(actor: Actor, space: Space): Promise<string>;
  stop(): Promise<void>;
}

export const workerProgram = ['dist/worker/main.js'];

export async function startScene(): Promise<TortureScene> {
  const servers = await startTestServers({ onDisk: true, quickTimers: false, longestBackoffMs: 1000 });
  const relay = async (address: string) => {
    const [host = '', port] = address.split(':');
    return await startRelay({ host, port: Number(port) });
  };
  const relays = {
    temporal: await relay(servers.temporalAddress),
    mongod: await relay(new URL(servers.mongodbUri).host),
  };
  const environment = {
    TEMPORAL_ADDRESS: `127.0.0.1:${relays.temporal.port}`,
    // Else the driver would learn the server's own address, and go past the relay.
    MONGODB_URI: `mongodb://127.0.0.1:${relays.mongod.port}/?directConnection=true`,
    PORT: String(await choosePorts(1, { variable: 'PORT', port: 0 })),
    SESSION_SECRET: randomUUID() + randomUUID(),
    LOG_LEVEL: 'fatal',
  };
  const config = loadConfig({
    ...environment,
    TEMPORAL_ADDRESS: servers.temporalAddress,
    MONGODB_URI: servers.mongodbUri,
  });
  const tokens = sessionTokens(environment.SESSION_SECRET, 12, () => new Date());
  const mongo = await mongoose.createConnection(servers.mongodbUri).asPromise();
  const scene: TortureScene = {
    servers,
    relays,
    environment,
    config,
    api: new KeptRunning(['dist/api/main.js'], environment),
    worker: new KeptRunning(workerProgram, environment),
    url: `http://127.0.0.1:${environment.PORT}`,
    database: (space) => mongo.useDb(config.mongodb.databases[space], { useCache: true }),
    token: async (actor, space) => (await tokens.issue(actor, space)).token,
    stop: async () => {
      await Promise.all([scene.api.stop(), scene.worker.stop()]);
      await Promise.all(Object.values(relays).map((each) => each.cut()));
      await mongo.close();
      await servers.stop();
    },
  };
  return scene;
}
