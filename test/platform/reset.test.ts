import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadConfig } from '../../config.ts';
import { DataFolder } from '../../platform/dataFolder.ts';
import { thisMachine } from '../../platform/machine.ts';

const program = fileURLToPath(new URL('../../platform/reset.mjs', import.meta.url));

describe('npm run reset', () => {
  let parent: string;
  let path: string;

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'zhengzhi-reset-'));
    path = join(parent, 'data');
  });

  afterEach(() => rm(parent, { recursive: true }));

  const open = () => DataFolder.open(path, thisMachine(loadConfig({})), () => undefined);

  function reset(folder: string, ...args: string[]) {
    const env = { ...process.env, DATA_DIR: folder };
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { env, encoding: 'utf8' });
    return { status, said: stdout + stderr };
  }

  it('clears the data folder', async () => {
    (await open()).close();
    await writeFile(join(path, 'session-secret'), 'secret');
    expect(reset(path, '--yes')).toMatchObject({
      status: 0,
      said: expect.stringContaining('the next start begins afresh'),
    });
    expect(await readdir(path)).toEqual([]);
  });

  it('deletes nothing when nobody can be asked', async () => {
    (await open()).close();
    await writeFile(join(path, 'session-secret'), 'secret');
    expect(reset(path)).toMatchObject({ status: 1, said: expect.stringContaining('npm run reset -- --yes') });
    expect(await readdir(path)).toContain('session-secret');
  });

  it('deletes nothing while something runs on the folder', async () => {
    const folder = await open();
    expect(reset(path, '--yes')).toMatchObject({ status: 1, said: expect.stringContaining('already runs') });
    expect(await readdir(path)).toContain('zhengzhi-data');
    folder.close();
  });

  it('deletes nothing of a folder that is not ours', async () => {
    await writeFile(join(parent, 'thesis.doc'), '');
    expect(reset(parent, '--yes')).toMatchObject({ status: 1, said: expect.stringContaining('holds other things') });
    expect(await readdir(parent)).toEqual(['thesis.doc']);
  });
});
