import { chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ServerBinary } from '../firstMatch.ts';
import type { Machine } from '../machine.ts';
import { checkedBinary } from './checkedBinary.ts';
import { placeInFolder } from './inFolder.ts';

/**
 * Runs a fetch in a scratch folder of the cache and puts its result in place only when it runs, so that an interrupted
 * or broken download is never found later.
 *
 * @param fetch leaves the program in the folder it is given and returns its path.
 * @throws Error when nothing usable came of it, or the cache folder cannot be written.
 */
export async function intoCache(
  machine: Machine,
  kind: ServerBinary['kind'],
  fetch: (scratch: string) => Promise<string>,
): Promise<ServerBinary> {
  await mkdir(machine.cacheDir, { recursive: true });
  const scratch = await mkdtemp(join(machine.cacheDir, 'fetching-'));
  try {
    const fetched = await fetch(scratch);
    await chmod(fetched, 0o755);
    const { version } = await checkedBinary(machine, kind, fetched);
    const path = join(machine.cacheDir, placeInFolder[kind]);
    await mkdir(dirname(path), { recursive: true });
    await rename(fetched, path);
    return { path, kind, version };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
