import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { WorkflowBundleOption } from '@temporalio/worker';
import { workflowBundle } from '../../../worker/createWorker.ts';
import { trialFolders } from './folders.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Every workflow and the trial procedure, bundled once for all suites that run on the same sources. */
export async function testBundle(): Promise<WorkflowBundleOption> {
  const file = join(root, 'node_modules/.cache/zhengzhi', `test-bundle-${sourcesHash()}.json`);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as WorkflowBundleOption;
  const bundle = await workflowBundle([trialFolders]);
  // Two suites may build it at once; a file that was moved into place is whole.
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(bundle));
  renameSync(draft, file);
  return bundle;
}

function sourcesHash(): string {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package.json')));
  for (const folder of ['domain', 'workflows', 'worker', 'test/support/trial']) {
    const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ts'),
    );
    for (const name of files.sort()) hash.update(name).update(readFileSync(join(root, folder, name)));
  }
  return hash.digest('hex').slice(0, 16);
}
