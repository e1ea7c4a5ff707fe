/**
 * `npm run demo`: a whole campaign of a fictitious district, played through in skipped time on servers and data of its
 * own, which are gone afterwards. `-- --compounds 182 --months 9` makes it larger.
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildIfNeeded, checkNode, installIfNeeded, projectDir } from './bootstrap.mjs';

checkNode();
installIfNeeded();
buildIfNeeded();

const { Platform } = await import('../dist/platform/platform.js');
const { builtPrograms } = await import('../dist/platform/main.js');
const { choosePorts } = await import('../dist/platform/ports.js');
const { thisMachine } = await import('../dist/platform/machine.js');
const { loadConfig } = await import('../dist/config.js');

const port = await choosePorts(1, { variable: 'PORT', port: 0 });
const folder = mkdtempSync(join(tmpdir(), 'zhengzhi-demo-'));
const password = randomUUID();
Object.assign(process.env, { DATA_DIR: folder, PORT: String(port), SAMPLE_PASSWORD: password });
const config = loadConfig();
const programs = builtPrograms();
const platform = new Platform({
  config,
  machine: thisMachine(config),
  programs: { ...programs, sample: [...programs.sample, '--quiet'] },
  sample: 'full',
  verbose: false,
  progress: (line) => console.log(line),
});
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    platform.kill();
    process.exit(130);
  });
}
let code = 1;
try {
  await platform.start();
  const child = spawn(process.execPath, [join(projectDir, 'dist/api/demo/main.js'), ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, ZHENGZHI: `http://127.0.0.1:${port}/api/v1` },
  });
  code = await new Promise((done) => child.once('exit', (status) => done(status ?? 1)));
} catch (error) {
  console.error(`\n${error.message}`);
} finally {
  await platform.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(code);
