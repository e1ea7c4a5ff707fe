import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../config.ts';
import { DataFolder } from '../../platform/dataFolder.ts';
import { thisMachine } from '../../platform/machine.ts';
import { processIdentity } from '../../platform/processIdentity.ts';
import { UserError } from '../../platform/userError.ts';

const machine = thisMachine(loadConfig({}));
const quiet = () => undefined;

describe('the data folder', () => {
  let parent: string;
  let path: string;

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'zhengzhi-data-'));
    path = join(parent, 'data');
  });

  const spawned: ChildProcess[] = [];

  function idleProcess(): ChildProcess {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' });
    spawned.push(child);
    return child;
  }

  afterEach(async () => {
    for (const child of spawned.splice(0)) child.kill();
    await rm(parent, { recursive: true });
  });

  it('is made when it is missing, and remembers', async () => {
    const folder = await DataFolder.open(path, machine, quiet);
    folder.remember({ mongod: { port: 27000, version: '6.0.5' } });
    folder.remember({ sample: { size: 'small', where: '127.0.0.1:27000' } });
    folder.close();
    const again = await DataFolder.open(path, machine, quiet);
    expect(again.memory).toEqual({
      mongod: { port: 27000, version: '6.0.5' },
      sample: { size: 'small', where: '127.0.0.1:27000' },
    });
    again.close();
  });

  it('is refused to a second one while it is in use', async () => {
    const folder = await DataFolder.open(path, machine, quiet);
    const second = DataFolder.open(path, machine, quiet);
    await expect(second).rejects.toThrow(UserError);
    await expect(second).rejects.toThrow(`already runs on the data folder ${path} (process ${process.pid})`);
    folder.close();
  });

  it('is given to one of several that come at once', async () => {
    const opened = await Promise.allSettled(Array.from({ length: 5 }, () => DataFolder.open(path, machine, quiet)));
    expect(opened.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('is taken over from a run that was killed, after ending what that run left behind', async () => {
    const orphan = idleProcess();
    const ended = new Promise((done) => orphan.once('exit', (_code, signal) => done(signal)));
    const left = await processIdentity(machine, orphan.pid ?? 0);
    await DataFolder.open(path, machine, quiet).then((folder) => folder.close());
    const dead = { pid: 2 ** 22 + 1, startedAt: '1' };
    await writeFile(join(path, 'lock'), JSON.stringify({ holder: dead, children: { MongoDB: left } }));

    const said: string[] = [];
    const folder = await DataFolder.open(path, machine, (line) => said.push(line));
    await expect(ended).resolves.toBe('SIGTERM');
    expect(said).toEqual(['Ended MongoDB, left behind by an earlier run']);
    folder.close();
  });

  it('leaves alone a process that only has the id of one left behind', async () => {
    const stranger = idleProcess();
    const pid = stranger.pid ?? 0;
    await DataFolder.open(path, machine, quiet).then((folder) => folder.close());
    const earlier = { pid, startedAt: 'long ago' };
    await writeFile(join(path, 'lock'), JSON.stringify({ holder: earlier, children: { MongoDB: earlier } }));
    const folder = await DataFolder.open(path, machine, quiet);
    expect(await processIdentity(machine, pid)).toBeDefined();
    folder.close();
  });

  it.each(['', '{', '{"holder":1}'])('is taken over when its lock is unreadable: %p', async (lock) => {
    await DataFolder.open(path, machine, quiet).then((folder) => folder.close());
    await writeFile(join(path, 'lock'), lock);
    const folder = await DataFolder.open(path, machine, quiet);
    expect(JSON.parse(await readFile(join(path, 'lock'), 'utf8'))).toMatchObject({ holder: { pid: process.pid } });
    folder.close();
  });

  it('is refused when it cannot be written, with the way out', async () => {
    await writeFile(join(parent, 'file'), '');
    await expect(DataFolder.open(join(parent, 'file', 'data'), machine, quiet)).rejects.toThrow(
      /^The data folder .* cannot be used \(ENOTDIR.*\)\. Choose another one with DATA_DIR\.$/,
    );
  });

  it('is refused when it holds other things, and nothing is written there', async () => {
    await writeFile(join(parent, 'thesis.doc'), '');
    await expect(DataFolder.open(parent, machine, quiet)).rejects.toThrow(/holds other things \(thesis\.doc\)/);
    expect(await readdir(parent)).toEqual(['thesis.doc']);
  });
});
