import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Route } from '../firstMatch.ts';
import type { Machine } from '../machine.ts';
import { intoCache } from './intoCache.ts';

/** The Temporal CLI with its development server, downloaded by Temporal's SDK. */
export function temporalByCli(machine: Machine, download: (folder: string) => Promise<string> = downloadBySdk): Route {
  return {
    name: "Temporal's own download",
    announcement: 'Downloading the Temporal CLI from its own site (once, about 60 MB)',
    find: () => intoCache(machine, 'cli', download),
  };
}

/** The SDK has no call that only downloads: it starts the server it fetched, which is stopped at once. */
async function downloadBySdk(folder: string): Promise<string> {
  const { TestWorkflowEnvironment } = await import('@temporalio/testing');
  const environment = await TestWorkflowEnvironment.createLocal({
    server: { executable: { type: 'cached-download', downloadDir: folder, version: 'latest' } },
  });
  await environment.teardown();
  const program = (await readdir(folder)).find((file) => file.startsWith('temporal'));
  if (program === undefined) throw new Error('the download left no program');
  return join(folder, program);
}
