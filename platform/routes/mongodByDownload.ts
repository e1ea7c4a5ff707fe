import { join } from 'node:path';
import type { Route } from '../firstMatch.ts';
import type { Machine } from '../machine.ts';
import { pinned } from '../versions.ts';
import { intoCache } from './intoCache.ts';

/** The download of mongodb-memory-server, of which only the program is used, from MongoDB's own site. */
export function mongodByDownload(
  machine: Machine,
  download: (folder: string) => Promise<string> = downloadOfficial,
): Route {
  return {
    name: "MongoDB's own download",
    announcement: `Downloading MongoDB ${pinned.mongod} from its own site (once, about 80 MB)`,
    find: () => intoCache(machine, 'mongod', download),
  };
}

async function downloadOfficial(folder: string): Promise<string> {
  const { MongoBinary } = await import('mongodb-memory-server-core');
  return await MongoBinary.getPath({ version: pinned.mongod, downloadDir: join(folder), systemBinary: '' });
}
