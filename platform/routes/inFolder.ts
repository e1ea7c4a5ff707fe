import { join } from 'node:path';
import type { Route, ServerBinary } from '../firstMatch.ts';
import type { Machine } from '../machine.ts';
import { pinned } from '../versions.ts';
import { checkedBinary } from './checkedBinary.ts';

/** Where the programs of an offline bundle and of the cache folder lie, relative to it. */
export const placeInFolder: Readonly<Record<ServerBinary['kind'], string>> = {
  server: join(`temporal-${pinned.temporalServer}`, 'server'),
  cli: join('temporal-cli', 'temporal'),
  mongod: join(`mongodb-${pinned.mongod}`, 'mongod'),
};

/** A program in an unpacked offline bundle or in the cache folder. */
export function inFolder(machine: Machine, name: string, folder: string, kind: ServerBinary['kind']): Route {
  return {
    name,
    find: async () => {
      const path = join(folder, placeInFolder[kind]);
      if (!(await machine.isExecutable(path))) throw new Error(`nothing at ${path}`);
      return await checkedBinary(machine, kind, path);
    },
  };
}
