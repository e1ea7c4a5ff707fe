import { spawnSync } from 'node:child_process';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { servers } from '../support/servers.ts';
import { codeBlocks, projectDir, readPage } from './markdown.ts';

/** A copy of the project below it, so that packages are found in its node_modules. */
const copy = join(projectDir, '.cache', `docs-${process.pid}`);
const parts =
  'domain workflows activities models api worker temporal platform policies test/support config.ts tsconfig.json jest.config.mjs package.json';

const blocks = codeBlocks(await readPage('docs/add-a-procedure.md'));

function blockOf(file: string): string {
  const found = blocks.filter(({ caption }) => caption === `\`${file}\``);
  expect(found.length).toBe(1);
  return found[0]?.code ?? '';
}

function run(command: string, ...args: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: copy, encoding: 'utf8', env });
  return { status, output: `${stdout}${stderr}` };
}
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  const { temporalAddress, mongodbUri } = await servers();
  env = {
    ...process.env,
    NODE_OPTIONS: '--experimental-vm-modules',
    TEST_TEMPORAL_ADDRESS: temporalAddress,
    TEST_MONGODB_URI: mongodbUri,
  };
  for (const part of parts.split(' ')) await cp(join(projectDir, part), join(copy, part), { recursive: true });
  await mkdir(join(copy, 'test', 'workflows'), { recursive: true });
  for (const file of ['domain/procedures/letter.ts', 'workflows/letter.ts', 'test/workflows/letter.test.ts']) {
    await writeFile(join(copy, file), blockOf(file));
  }
  const parameter = blocks.find(({ info }) => info === 'yaml')?.code ?? '';
  const national = join(copy, 'policies', 'national.yaml');
  await writeFile(national, (await readFile(national, 'utf8')).replace('\n  letter:\n', `\n  letter:\n${parameter}`));
  await writeFile(join(copy, 'domain', 'procedures', 'allPrimitives.ts'), primitives());
});
afterAll(() => rm(copy, { recursive: true, force: true }));

/** The examples of the primitives, as one declaration. */
function primitives(): string {
  const stages = blocks.filter(({ info }) => info === 'ts stage').map(({ code }) => code);
  expect(stages.length).toBe(9);
  return [
    "import { z } from 'zod';",
    "import { addMonths } from '../calendar/calendar.ts';",
    "import { text } from '../text.ts';",
    "import { childCase } from './childCaseStage.ts';",
    "import { field, wordIn } from './forms.ts';",
    "import { scoring } from './scoringStage.ts';",
    "import { checkpoint, jointReview, ledger, named, observation, posting, submission } from './stages.ts';",
    "import { ownersVote } from './voteStage.ts';",
    'export const stages = named({',
    ...stages,
    '});',
  ].join('\n');
}

describe('docs/add-a-procedure.md', () => {
  it('shows code that fits the types of the project', () => {
    const tsc = join(projectDir, 'node_modules', 'typescript', 'bin', 'tsc');
    const { status, output } = run(process.execPath, tsc, '-p', 'tsconfig.json', '--checkers', '1');
    // Errors in other files are other tests' business; a compiler that did not run at all is ours.
    expect(status === 0 || output.includes('error TS')).toBe(true);
    expect(output.split('\n').filter((line) => /letter|allPrimitives/.test(line))).toEqual([]);
  });

  it('shows a procedure whose tests pass', () => {
    const jest = join(projectDir, 'node_modules', 'jest', 'bin', 'jest.js');
    const { status, output } = run(process.execPath, jest, 'test/workflows/letter', '--forceExit');
    expect({ status, output }).toMatchObject({ status: 0, output: expect.stringContaining('Tests:       5 passed') });
  });
});
