import { type ChildProcess, spawn } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { childEnvironment } from '../config.ts';

/** What a finished command left behind. */
export interface CommandResult {
  /** Exit code; 127 when the command could not be started. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What the search for servers needs of the machine; the tests put a fake in its place. */
export interface Machine {
  readonly platform: string;
  readonly arch: string;
  /** Folder in which fetched servers are kept for every copy of the project. */
  readonly cacheDir: string;
  /** Where `npm run pack` puts the servers of an offline bundle. */
  readonly bundleDir: string;
  /** Path of an executable on PATH. */
  which(command: string): Promise<string | undefined>;
  isExecutable(file: string): Promise<boolean>;
  /** Runs a command to its end and never throws. */
  run(command: string, args: readonly string[], env?: Readonly<Record<string, string>>): Promise<CommandResult>;
}

/** The root folder of the project, from `platform/` as well as from `dist/platform/`. */
export const projectDir = resolve(
  fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '..' : '../..', import.meta.url)),
);

/** The machine this process runs on. */
export function thisMachine({ cacheDir }: { cacheDir: string }): Machine {
  const { platform, arch } = process;
  return { platform, arch, cacheDir, bundleDir: join(projectDir, 'offline'), which, isExecutable, run };
}

/** Commands under way; a build that nobody waits for any more is ended with us. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill();
});

async function which(command: string): Promise<string | undefined> {
  const { code, stdout } = await run('sh', ['-c', 'command -v "$0"', command]);
  return code === 0 ? stdout.trim() : undefined;
}

async function isExecutable(file: string): Promise<boolean> {
  return await access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

function run(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<CommandResult> {
  return new Promise((done) => {
    const child = spawn(command, args, { env: childEnvironment(env), stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(child);
    const output = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output.stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output.stderr += text;
    });
    child.on('error', (error) => done({ ...output, code: 127, stderr: error.message }));
    child.on('close', (code) => {
      running.delete(child);
      done({ ...output, code: code ?? 1 });
    });
  });
}
