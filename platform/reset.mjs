/** `npm run reset`: clears the data folder, after asking. `--yes` answers for scripts. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { checkNode, fail, installIfNeeded } from './bootstrap.mjs';

checkNode();
installIfNeeded();

const { register } = await import('tsx/esm/api');
register();
const { loadConfig } = await import('../config.ts');
const { DataFolder } = await import('./dataFolder.ts');
const { thisMachine } = await import('./machine.ts');

try {
  process.exitCode = await reset(loadConfig());
} catch (error) {
  if (error.name !== 'UserError' && error.name !== 'ConfigError') throw error;
  fail(error.message);
}

async function reset(config) {
  const { dataDir } = config;
  if (!existsSync(dataDir)) {
    console.log(`${dataDir} is not there; nothing to delete.`);
    return 0;
  }
  const folder = await DataFolder.open(dataDir, thisMachine(config), console.log);
  try {
    if (!process.argv.includes('--yes') && !(await confirmed(dataDir))) {
      console.log('Nothing was deleted.');
      return 1;
    }
    for (const entry of readdirSync(dataDir)) rmSync(join(dataDir, entry), { recursive: true, force: true });
    console.log(`${dataDir} is empty; the next start begins afresh.`);
    return 0;
  } finally {
    folder.close();
  }
}

async function confirmed(dataDir) {
  if (!process.stdin.isTTY)
    fail('Nobody can be asked here; to delete everything without asking: npm run reset -- --yes');
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`Delete every case, document and account in ${dataDir}? Type yes: `);
  terminal.close();
  return answer.trim() === 'yes';
}
