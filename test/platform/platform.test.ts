import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import mongoose from 'mongoose';
import { loadConfig } from '../../config.ts';
import { choosePorts, portIsFree } from '../../platform/ports.ts';
import { connectClient } from '../../temporal/connection.ts';
import { until } from '../support/until.ts';

const program = fileURLToPath(new URL('./fixtures/run.ts', import.meta.url));

/** A platform in a process of its own, with stand-ins for API and worker. */
class Run {
  output = '';
  readonly child: ChildProcess;
  readonly ended: Promise<number | NodeJS.Signals>;

  constructor(env: Readonly<Record<string, string>>, args: readonly string[] = []) {
    this.child = spawn(process.execPath, ['--import', 'tsx', program, ...args], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.output += text;
      });
    }
    this.ended = new Promise((done) => this.child.once('exit', (code, signal) => done(signal ?? code ?? -1)));
  }

  async open(): Promise<void> {
    await Promise.race([
      until(() => this.output.includes('is open for work')),
      this.ended.then((how) => Promise.reject(new Error(`The platform ended (${how}):\n${this.output}`))),
    ]);
  }

  async stop(): Promise<number | NodeJS.Signals> {
    this.child.kill('SIGINT');
    return await this.ended;
  }
}

describe('the platform', () => {
  let folder: string;
  let env: { DATA_DIR: string; PORT: string };
  const runs: Run[] = [];
  const others: ChildProcess[] = [];

  function start(overrides: Readonly<Record<string, string>> = {}, ...args: string[]): Run {
    const run = new Run({ ...env, ...overrides }, args);
    runs.push(run);
    return run;
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'zhengzhi-platform-'));
    env = { DATA_DIR: join(folder, 'data'), PORT: String(await choosePorts(1, { variable: 'PORT', port: 0 })) };
  });

  afterAll(async () => {
    for (const child of others) child.kill();
    for (const run of runs) await run.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const children = async (): Promise<Record<string, { pid: number }>> =>
    JSON.parse(await readFile(join(env.DATA_DIR, 'lock'), 'utf8')).children;
  const servers = async () => JSON.parse(await readFile(join(env.DATA_DIR, 'servers.json'), 'utf8'));
  const answers = async () => (await fetch(`http://127.0.0.1:${env.PORT}/readyz`).catch(() => undefined))?.ok === true;

  async function mongo<Result>(use: (db: mongoose.mongo.Db) => Promise<Result>, name = 'probe'): Promise<Result> {
    const client = new mongoose.mongo.MongoClient(
      `mongodb://127.0.0.1:${(await servers()).mongod.port}/?replicaSet=rs0`,
    );
    try {
      return await use(client.db(name));
    } finally {
      await client.close();
    }
  }

  /** Starts a workflow that waits for months, to be found again; or asks whether it is there. */
  async function longCase(act: 'start' | 'find'): Promise<string | undefined> {
    const config = loadConfig({ TEMPORAL_ADDRESS: `127.0.0.1:${(await servers()).temporal.port}` });
    const client = await connectClient(config, 'live').catch(() => undefined);
    try {
      if (act === 'start') {
        await client?.workflow.start('observation', { workflowId: 'long-case', taskQueue: 'cases' });
      }
      return (await client?.workflow.getHandle('long-case').describe())?.status.name;
    } catch {
      return undefined;
    } finally {
      await client?.connection.close();
    }
  }

  it('opens for work, with the sample asked for', async () => {
    const run = start({}, '--sample', 'full');
    await run.open();
    expect(run.output).toContain('sample --size full');
    expect(run.output).toContain(`at http://localhost:${env.PORT}`);
    expect(await answers()).toBe(true);
    await mongo((db) => db.collection('probe').insertOne({ kept: true }, { writeConcern: { w: 'majority', j: true } }));
    expect(await longCase('start')).toBe('RUNNING');
  });

  it('has migrated both databases before', async () => {
    for (const name of ['zhengzhi', 'zhengzhi-rehearsal']) {
      const open = { finished: { $exists: false } };
      const migrations = (db: mongoose.mongo.Db) => db.collection('migrations');
      expect(await mongo((db) => migrations(db).countDocuments({ finished: { $exists: true } }), name)).toBeGreaterThan(
        0,
      );
      expect(await mongo((db) => migrations(db).countDocuments(open), name)).toBe(0);
    }
  });

  it('is refused a second time on the same port, and on the same data folder', async () => {
    const samePort = start({ DATA_DIR: join(folder, 'other') });
    expect(await samePort.ended).toBe(1);
    expect(samePort.output).toMatch(/Port \d+ is already in use .*PORT=\d+ npm start/);

    const sameFolder = start({ PORT: String(await choosePorts(1, { variable: 'PORT', port: 0 })) });
    expect(await sameFolder.ended).toBe(1);
    expect(sameFolder.output).toContain(`already runs on the data folder ${env.DATA_DIR}`);
    expect(await answers()).toBe(true);
  });

  it.each(['API', 'worker', 'Temporal', 'MongoDB'])(
    'starts %s again when it is killed, and keeps the data',
    async (name) => {
      const before = (await children())[name]?.pid ?? 0;
      process.kill(before, 'SIGKILL');
      await until(async () => ![before, undefined].includes((await children())[name]?.pid));
      await until(() => runs[0]?.output.includes(`${name} is back`) === true);
      expect(await answers()).toBe(true);
      expect(await longCase('find')).toBe('RUNNING');
      expect(await mongo((db) => db.collection('probe').countDocuments({ kept: true }))).toBe(1);
    },
  );

  it('ends what was left behind when it was killed itself, and goes on with the same data', async () => {
    const left = await children();
    runs[0]?.child.kill('SIGKILL');
    await runs[0]?.ended;
    expect(await answers()).toBe(true);
    const run = start();
    await run.open();
    for (const name of ['API', 'worker', 'Temporal', 'MongoDB']) {
      expect(run.output).toContain(`Ended ${name}, left behind by an earlier run`);
      expect(() => process.kill(left[name]?.pid ?? 0, 0)).toThrow(/ESRCH/);
    }
    expect(run.output).toContain('Sample data: full, loaded by an earlier start');
    expect(await longCase('find')).toBe('RUNNING');
    expect(await mongo((db) => db.collection('probe').countDocuments({ kept: true }))).toBe(1);
  });

  it('ends everything it started on Ctrl-C, and nothing else', async () => {
    const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    others.push(stranger);
    const ours = Object.values(await children()).map(({ pid }) => pid);
    expect(ours).toHaveLength(4);
    const run = runs.at(-1);
    expect(await run?.stop()).toBe(0);
    expect(run?.output).toContain('Stopped; the data stays.');
    for (const pid of ours) expect(() => process.kill(pid, 0)).toThrow(/ESRCH/);
    const { temporal, mongod } = await servers();
    expect(await Promise.all([portIsFree(temporal.port), portIsFree(mongod.port)])).toEqual([true, true]);
    expect(stranger.exitCode).toBeNull();
  });

  it('stops while it starts, and leaves nothing behind', async () => {
    const run = start();
    await until(() => run.output.includes('MongoDB') || run.output.includes('Temporal'));
    const ours = Object.values(await children()).map(({ pid }) => pid);
    expect(await run.stop()).toBe(0);
    for (const pid of ours) expect(() => process.kill(pid, 0)).toThrow(/ESRCH/);
  });

  it.each([
    ['--sample', 'There is no sample "huge": npm start -- --sample none|small|full', {}, ['--sample', 'huge']],
    ['an argument', 'Usage: npm start -- [--sample none|small|full] [--dev]', {}, ['--simple']],
    ['a variable', 'PORT: must be a port number', { PORT: 'http' }, []],
    ['the data folder', 'cannot be used (ENOTDIR', { DATA_DIR: `${program}/data` }, []],
    ['the address of Temporal', 'Temporal does not answer at 127.0.0.1:1 ', { TEMPORAL_ADDRESS: '127.0.0.1:1' }, []],
    ['the port of MongoDB', 'is already in use; set MONGODB_PORT', { MONGODB_PORT: 'TAKEN' }, []],
  ])('says in a sentence what is wrong with %s', async (_what, sentence, variables, args) => {
    const holder = spawn(
      process.execPath,
      [
        '-e',
        `require('node:net').createServer().listen(0, '127.0.0.1', function () { console.log(this.address().port) })`,
      ],
      { stdio: ['ignore', 'pipe', 'ignore'] },
    );
    others.push(holder);
    const taken = await new Promise<string>((found) =>
      holder.stdout.once('data', (text) => found(String(text).trim())),
    );
    const overrides = Object.fromEntries(
      Object.entries(variables).map(([name, value]) => [name, value.replace('TAKEN', taken)]),
    );
    const run = start(overrides, ...args);
    expect(await run.ended).toBe(1);
    expect(run.output).toContain(sentence);
    expect(run.output).not.toMatch(/^\s+at /m);
  });
});
