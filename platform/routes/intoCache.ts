import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ServerBinary } from '../firstMatch.ts';
import type { Machine } from '../machine.ts';
import { checkedBinary } from './checkedBinary.ts';
import { placeInFolder } from './inFolder.ts';

const scratchPrefix = 'fetching-';

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
  await removeAbandoned(machine.cacheDir);
  const scratch = await mkdtemp(join(machine.cacheDir, scratchPrefix));
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

/** Scratch folders of fetches that were interrupted; those of today may still be in use by another process. */
async function removeAbandoned(cacheDir: string): Promise<void> {
  for (const entry of await readdir(cacheDir)) {
    const folder = join(cacheDir, entry);
    if (!entry.startsWith(scratchPrefix)) continue;
    const { mtimeMs } = (await stat(folder).catch(() => undefined)) ?? { mtimeMs: Date.now() };
    if (Date.now() - mtimeMs > 24 * 60 * 60 * 1000) await rm(folder, { recursive: true, force: true });
  }
}
