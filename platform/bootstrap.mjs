/** What must be there before anything else runs: plain JavaScript without dependencies. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectDir = fileURLToPath(new URL('..', import.meta.url));

const sources = 'domain workflows activities models api worker temporal platform policies config.ts package.json'.split(
  ' ',
);
const consoleSources = 'web/src web/public web/index.html web/package.json web/vite.config.ts'.split(' ');

/** Ends the process with one sentence when Node is too old. */
export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(`Zhengzhi needs Node 20.19 or newer; this is ${process.versions.node}. See https://nodejs.org`);
}

/** Installs the dependencies, the console's apart, where they are missing or older than the lock file. */
export function installIfNeeded() {
  for (const folder of [projectDir, join(projectDir, 'web')]) {
    const installed = modified(join(folder, 'node_modules', '.package-lock.json'));
    if (installed !== undefined && installed >= modified(join(folder, 'package-lock.json'))) continue;
    const what = folder === projectDir ? 'dependencies' : 'dependencies of the console';
    // No install scripts: none is needed, and one of them would report home.
    const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    step(`Installing ${what} (once, about a minute)`, 'npm', args, folder);
  }
}

/** Compiles when a source is newer than what was compiled from it, and builds the console. */
export function buildIfNeeded() {
  buildOnce('dist', sources, 'Building (once, about half a minute)', 'build');
  buildConsoleIfNeeded();
}

/** Builds the console when a source of it, or an endpoint it is typed by, is newer. */
export function buildConsoleIfNeeded() {
  const read = [...consoleSources, 'api', 'domain'];
  buildOnce(join('web', 'dist'), read, 'Building the console (once, a few seconds)', 'web:build');
}

function buildOnce(folder, from, title, script) {
  const stamp = join(projectDir, folder, '.built');
  const built = modified(stamp);
  if (built !== undefined && newest(from.map((source) => join(projectDir, source))) < built) return;
  step(title, 'npm', ['run', '--silent', script]);
  writeFileSync(stamp, '');
}

export function fail(message) {
  console.error(message);
  process.exit(1);
}

function step(title, command, args, cwd = projectDir) {
  if (title) console.log(title);
  const { status, error } = spawnSync(command, args, { cwd, stdio: 'inherit' });
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
