/** What must be there before anything else runs: plain JavaScript without dependencies. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectDir = fileURLToPath(new URL('..', import.meta.url));

const sources = 'domain workflows activities models api worker temporal platform policies config.ts package.json'.split(
  ' ',
);

/** Ends the process with one sentence when Node is too old. */
export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(`Zhengzhi needs Node 20.19 or newer; this is ${process.versions.node}. See https://nodejs.org`);
}

/** Installs the dependencies when they are missing or older than the lock file. */
export function installIfNeeded() {
  const installed = modified(join(projectDir, 'node_modules', '.package-lock.json'));
  if (installed !== undefined && installed >= modified(join(projectDir, 'package-lock.json'))) return;
  // No install scripts: none is needed, and one of them would report home.
  step('Installing dependencies (once, about a minute)', 'npm', [
    'ci',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]);
}

/** Compiles when a source is newer than what was compiled from it. */
export function buildIfNeeded() {
  const built = modified(join(projectDir, 'dist', '.built'));
  if (built !== undefined && newest(sources.map((source) => join(projectDir, source))) < built) return;
  step('Building (once, about half a minute)', 'npm', ['run', '--silent', 'build']);
  step('', process.execPath, ['-e', "require('node:fs').writeFileSync('dist/.built', '')"]);
}

export function fail(message) {
  console.error(message);
  process.exit(1);
}

function step(title, command, args) {
  if (title) console.log(title);
  const { status, error } = spawnSync(command, args, { cwd: projectDir, stdio: 'inherit' });
  if (status === 0) return;
  fail(`\n"${command} ${args.join(' ')}" failed${error ? ` (${error.message})` : ''}; the reason is above.`);
}

function newest(paths) {
  return Math.max(
    ...paths.map((path) => {
      const stats = statSync(path, { throwIfNoEntry: false });
      if (!stats?.isDirectory()) return stats?.mtimeMs ?? 0;
      return Math.max(stats.mtimeMs, newest(readdirSync(path).map((entry) => join(path, entry))));
    }),
  );
}

function modified(file) {
  return existsSync(file) ? statSync(file).mtimeMs : undefined;
}
