import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import mongoose, { type Connection } from 'mongoose';
import { pino } from 'pino';
import type { Config } from '../../config.ts';
import { migrateDatabase } from '../../models/migrations/runMigrations.ts';
import { suiteConfig } from '../support/servers.ts';
import { startApi, type TestApi } from './support.ts';

const number = '兰整 〔2026〕 1 号';
const lines: string[] = [];
let config: Config;
let database: Connection;
let api: TestApi;

async function start(): Promise<void> {
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString());
      done();
    },
  });
  api = await startApi({ config, logger: pino({ level: 'info' }, sink) });
  await api.connected;
}

beforeAll(async () => {
  config = await suiteConfig();
  const dbName = config.mongodb.databases.live;
  database = await mongoose.createConnection(config.mongodb.uri ?? '', { dbName }).asPromise();
  const older = {
    _id: 'C-1|1|1|plan' as never,
    case: 'C-1',
    place: 'linyi',
    content: { number, seq: 1 },
  };
  await database.collection('issuedDocuments').insertOne(older);
  await start();
});
afterAll(async () => {
  await api.stop();
  await database.close();
});

/** The numbers found by a search for a part of the older document's. */
async function found(): Promise<string[]> {
  const token = await api.tokenFor({ role: 'coordinator', scope: '*' });
  const { body } = await api.call(`GET /api/v1/search?q=${encodeURIComponent('2026〕 1')}`, { token });
  return body.documents.map((each: { number: string }) => each.number);
}

const logged = (level: number) =>
  lines
    .map((line) => JSON.parse(line) as { level: number; migrations?: string[] })
    .filter((each) => each.level === level);

describe('an API on databases that do not suit its version', () => {
  it('is alive and not ready, and logs what to run', async () => {
    expect(await api.call('GET /readyz')).toMatchObject({
      status: 503,
      body: { status: 'unmigrated', away: [], migrations: { live: 'pending', rehearsal: 'done' } },
    });
    expect((await api.call('GET /healthz')).status).toBe(200);
    expect(logged(50)).toEqual([expect.objectContaining({ space: 'live', migrations: ['0002-searchable-documents'] })]);
  });

  it('is ready once they were migrated', async () => {
    expect(await found()).toEqual([]);
    await migrateDatabase(database, { finish: false, dryRun: false });
    expect(await api.call('GET /readyz')).toMatchObject({
      status: 200,
      body: { status: 'ready', migrations: { live: 'done', rehearsal: 'done' } },
    });
    expect(await found()).toEqual([number]);
  });

  it('runs beside a newer version, and is not ready once that has finished', async () => {
    const later = { _id: '9000-later' as never, version: '9.0.0', begun: new Date() };
    await database.collection('migrations').insertOne(later);
    await api.stop();
    await start();
    expect(await api.call('GET /readyz')).toMatchObject({ status: 200, body: { migrations: { live: 'newer' } } });
    expect(logged(40)).toEqual([expect.objectContaining({ space: 'live', migrations: ['9000-later'] })]);

    await database.collection('migrations').updateOne({ _id: later._id }, { $set: { finished: new Date() } });
    await api.stop();
    await start();
    expect(await api.call('GET /readyz')).toMatchObject({
      status: 503,
      body: { status: 'unmigrated', migrations: { live: 'outlived' } },
    });
  });
});
