import { join } from 'node:path';
import type { Route } from '../firstMatch.ts';
import type { Machine } from '../machine.ts';
import { atLeast, oldest, pinned, versionIn } from '../versions.ts';
import { lastLine } from './checkedBinary.ts';
import { intoCache } from './intoCache.ts';

const module = `go.temporal.io/server/cmd/server@v${pinned.temporalServer}`;

/** The official Temporal server, built from source by the machine's Go. */
export function temporalByGo(machine: Machine): Route {
  return {
    name: 'building Temporal with Go',
    announcement: `Looking for Go, to build the Temporal server ${pinned.temporalServer} (once, about 5 minutes on 2 cores)`,
    find: async () => {
      const { code, stdout } = await machine.run('go', ['env', 'GOVERSION'], { GOTOOLCHAIN: 'local' });
      const version = code === 0 ? versionIn(stdout) : undefined;
      if (version === undefined) throw new Error('Go is not installed');
      if (!atLeast(version, oldest.go)) throw new Error(`Go is version ${version}, ${oldest.go} or newer is needed`);
      return await intoCache(machine, 'server', async (scratch) => {
        const env = { GOBIN: scratch, GOTOOLCHAIN: 'local' };
        const install = await machine.run('go', ['install', '-ldflags=-s', module], env);
        if (install.code !== 0) throw new Error(`go install failed (${lastLine(install.stderr)})`);
        return join(scratch, 'server');
      });
    },
  };
}
