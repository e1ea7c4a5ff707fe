import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { WorkflowBundleOption } from '@temporalio/worker';
import { workflowBundle } from '../../../worker/createWorker.ts';
import type { WorkflowFolders } from '../../../worker/workflowEntry.ts';
import { nextTrialFolders } from '../trial2/folders.ts';
import { trialFolders } from './folders.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Every workflow and the trial procedure, bundled once for all suites that run on the same sources. */
export function testBundle(): Promise<WorkflowBundleOption> {
  return kept('test', [trialFolders]);
}

/** The same with the next version of the trial procedure, for what happens while a release is rolled out. */
export function nextBundle(): Promise<WorkflowBundleOption> {
  return kept('next', [trialFolders, nextTrialFolders]);
}

async function kept(name: string, folders: readonly WorkflowFolders[]): Promise<WorkflowBundleOption> {
  const file = join(root, 'node_modules/.cache/zhengzhi', `${name}-bundle-${sourcesHash()}.json`);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as WorkflowBundleOption;
  const bundle = await workflowBundle(folders);
  // Two suites may build it at once; a file that was moved into place is whole.
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(bundle));
  renameSync(draft, file);
  return bundle;
}

function sourcesHash(): string {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package.json')));
  for (const folder of ['domain', 'workflows', 'worker', 'test/support/trial', 'test/support/trial2']) {
    const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ts'),
    );
    for (const name of files.sort()) hash.update(name).update(readFileSync(join(root, folder, name)));
  }
  return hash.digest('hex').slice(0, 16);
}
