/** `npm test`: every test, with a real Temporal server and MongoDB. Arguments are passed on to Jest. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { buildConsoleIfNeeded, checkNode, installIfNeeded, projectDir } from './bootstrap.mjs';

checkNode();
installIfNeeded();
buildConsoleIfNeeded();

// Before Jest, whose time limits know nothing of a server that is built for minutes, nor of a bundle of all workflows.
for (const program of ['platform/provision.ts', 'test/support/trial/buildBundle.ts']) {
  const done = spawnSync(process.execPath, ['--import', 'tsx', join(projectDir, program)], {
    cwd: projectDir,
    stdio: 'inherit',
  });
  if (done.status !== 0) process.exit(done.status ?? 1);
}

const jest = join(projectDir, 'node_modules', 'jest', 'bin', 'jest.js');
const { status } = spawnSync(process.execPath, ['--experimental-vm-modules', jest, ...process.argv.slice(2)], {
  cwd: projectDir,
  stdio: 'inherit',
  // The warning about vm modules says nothing to whoever runs the tests.
  env: { ...process.env, NODE_NO_WARNINGS: '1' },
});
process.exit(status ?? 1);
