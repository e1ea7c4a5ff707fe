import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Config } from '../../config.ts';
import { projectDir } from './markdown.ts';

/** Runs a command of a page in the project's folder, to its end; both streams in the order in which they came. */
export async function runCommand(
  command: string,
  args: readonly string[],
  env: Record<string, string>,
): Promise<{ code: number | null; output: string }> {
  const child: ChildProcess = spawn(command, args, { cwd: projectDir, env: { ...process.env, ...env } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  return await new Promise((done) => {
    child.once('close', (code) => done({ code, output }));
  });
}

/** Loads the sample into a suite's databases, every account with one password. */
export async function runSample(
  { temporal, mongodb, dataDir }: Config,
  password: string,
  size: 'small' | 'full' = 'small',
): Promise<{ code: number | null; output: string }> {
  return await runCommand(process.execPath, ['--import', 'tsx', join('api', 'sample.ts'), '--size', size], {
    TEMPORAL_ADDRESS: temporal.address ?? '',
    MONGODB_URI: mongodb.uri ?? '',
    MONGODB_DATABASE_LIVE: mongodb.databases.live,
    MONGODB_DATABASE_REHEARSAL: mongodb.databases.rehearsal,
    DATA_DIR: dataDir,
    SAMPLE_PASSWORD: password,
  });
}
