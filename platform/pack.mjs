/** `npm run pack`: one archive with everything that a machine without a network needs, apart from Node. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { buildIfNeeded, checkNode, fail, installIfNeeded, projectDir } from './bootstrap.mjs';

checkNode();
installIfNeeded();
buildIfNeeded();

const { register } = await import('tsx/esm/api');
register();
const { loadConfig } = await import('../config.ts');
const { findMongod, findTemporal } = await import('./findServers.ts');
const { thisMachine } = await import('./machine.ts');
const { placeInFolder } = await import('./routes/inFolder.ts');

const machine = thisMachine(loadConfig());
// A bundle made before is not where to look: it may be older than what is wanted now.
const elsewhere = { ...machine, bundleDir: join(machine.bundleDir, 'none') };
for (const find of [findTemporal, findMongod]) {
  const { path, kind, version } = await find(elsewhere, console.log).catch((error) => fail(error.message));
  const target = join(machine.bundleDir, placeInFolder[kind]);
  mkdirSync(dirname(target), { recursive: true });
  cpSync(path, target);
  console.log(`${basename(target)} ${version}`);
}

const { version } = JSON.parse(readFileSync(join(projectDir, 'package.json'), 'utf8'));
const archive = join(projectDir, `zhengzhi-${version}-${process.platform}-${process.arch}.tar.gz`);
const left = /^(\.git|\.data|\.cache|\.env|coverage|screenshots|test|bench|zhengzhi-.*\.tar\.gz|.*\.log)$/;
const entries = readdirSync(projectDir).filter((entry) => !left.test(entry));
// Named from the folder above, so that it unpacks into a folder.
const args = ['-czf', archive, ...entries.map((entry) => join(basename(projectDir), entry))];
const { status } = spawnSync('tar', args, { cwd: dirname(projectDir), stdio: 'inherit' });
if (status !== 0) fail('The archive could not be written; the reason is above.');
console.log(`${archive}\nUnpack it on a machine with Node 20.19 or newer and run npm start there.`);
