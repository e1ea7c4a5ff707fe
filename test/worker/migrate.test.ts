/** `npm run migrate` as an operator calls it. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import mongoose, { type Connection } from 'mongoose';
import type { Config } from '../../config.ts';
import { suiteConfig } from '../support/servers.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));
let config: Config;
let database: Connection;
beforeAll(async () => {
  config = await suiteConfig();
  database = await mongoose
    .createConnection(config.mongodb.uri ?? '', { dbName: config.mongodb.databases.live })
    .asPromise();
  const number = '兰整 〔2026〕 1 号';
  await documents().insertOne({ _id: 'C-1|1|1|plan' as never, case: 'C-1', place: 'linyi', content: { number } });
});
afterAll(async () => {
  await database.useDb(config.mongodb.databases.rehearsal).dropDatabase();
  await database.dropDatabase();
  await database.close();
});

const documents = () => database.collection('issuedDocuments');

/** Runs the command to its end. */
function migrate(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { uri = '', databases } = config.mongodb;
  const names = { MONGODB_DATABASE_LIVE: databases.live, MONGODB_DATABASE_REHEARSAL: databases.rehearsal };
  const child = spawn(process.execPath, ['--import', 'tsx', 'worker/migrate.ts', ...args], {
    cwd: project,
    env: { ...process.env, MONGODB_URI: uri, ...names, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return new Promise<{ code: number | null; output: string }>((done) => {
    child.once('close', (code) => done({ code, output }));
  });
}

describe('npm run migrate', () => {
  it('explains itself', async () => {
    expect(await migrate(['--help'])).toEqual({ code: 0, output: expect.stringContaining('--dry-run') });
  });

  it.each([['--space', 'both'], ['--dryrun'], ['live']])('ends with 2 for %s %s', async (...args) => {
    expect(await migrate(args)).toEqual({ code: 2, output: expect.stringContaining('Usage: npm run migrate') });
  });

  it('ends with 1 when MongoDB is away', async () => {
    const away = { MONGODB_URI: 'mongodb://127.0.0.1:9/?directConnection=true' };
    expect(await migrate([], away)).toEqual({ code: 1, output: expect.stringContaining('MongoDB cannot be reached') });
  });

  it('says in a dry run what is pending in each space, and writes nothing', async () => {
    const { code, output } = await migrate(['--dry-run']);
    expect(code).toBe(0);
    expect(output).toContain(`live (database ${config.mongodb.databases.live})`);
    expect(output).toMatch(/0002-searchable-documents: 1 document to change\n.*are not found\.\n +C-1\|1\|1\|plan\n/);
    expect(output).toMatch(/rehearsal [^]*0002-searchable-documents: nothing to do/);
    expect(output).toMatch(/Pending: npm run migrate\nNothing was written\.\n$/);
    expect(await documents().countDocuments({ grams: { $exists: true } })).toBe(0);
    expect(await database.collection('migrations').countDocuments()).toBe(0);
  });

  it('migrates the space asked for, or both', async () => {
    expect(await migrate(['--space', 'rehearsal'])).toMatchObject({
      code: 0,
      output: expect.not.stringContaining('live'),
    });
    expect(await documents().countDocuments({ grams: { $exists: true } })).toBe(0);
    const { code, output } = await migrate([]);
    expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining('1 document changed') });
    expect(await documents().countDocuments({ grams: '1' })).toBe(1);
    expect(await migrate(['--dry-run'])).toMatchObject({
      code: 0,
      output: expect.stringContaining('Nothing is pending.'),
    });
  });

  it('ends with 1 on databases of a newer version, unless it is a step before a start that this version can make', async () => {
    const later = { _id: '9000-later' as never, version: '9.0.0', begun: new Date() };
    await database.collection('migrations').insertOne(later);
    expect(await migrate([])).toEqual({ code: 1, output: expect.stringContaining('newer version (9.0.0)') });
    expect(await migrate(['--at-start'])).toEqual({ code: 0, output: expect.stringContaining('this version may run') });
    await database.collection('migrations').updateOne({ _id: later._id }, { $set: { finished: new Date() } });
    expect(await migrate(['--at-start'])).toEqual({
      code: 1,
      output: expect.stringContaining('newer version (9.0.0)'),
    });
  });
});
