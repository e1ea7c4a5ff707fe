import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ConfigError, loadConfig } from '../config.ts';
import { projectDir, thisMachine } from './machine.ts';
import { Platform, type Programs, type SampleSize } from './platform.ts';
import { UserError } from './userError.ts';

const sampleSizes: readonly string[] = ['none', 'small', 'full'] satisfies SampleSize[];

/** What `npm start` was asked to do. */
export interface StartArguments {
  readonly sample: SampleSize | undefined;
  readonly dev: boolean;
}

/** @throws UserError for an argument that does not exist. */
export function startArguments(args: readonly string[]): StartArguments {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { sample: { type: 'string' }, dev: { type: 'boolean', default: false } },
    });
    if (values.sample !== undefined && !sampleSizes.includes(values.sample)) {
      throw new UserError(`There is no sample "${values.sample}": npm start -- --sample none|small|full`);
    }
    return { sample: values.sample as SampleSize | undefined, dev: values.dev };
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new UserError('Usage: npm start -- [--sample none|small|full] [--dev]', { cause });
  }
}

/**
 * Runs the product until it is told to stop. Returns the exit code.
 *
 * @param programsFor how the product's own processes are started, with or without `--dev`.
 */
export async function main(
  args: readonly string[],
  programsFor: (dev: boolean) => Programs = (dev) => (dev ? developmentPrograms() : builtPrograms()),
): Promise<number> {
  // The terminal may be gone before us.
  process.stdout.on('error', () => undefined);
  const say = (line: string) => console.log(line);
  try {
    const { sample, dev } = startArguments(args);
    const config = loadConfig();
    return await runUntilStopped(
      new Platform({
        config,
        machine: thisMachine(config),
        programs: programsFor(dev),
        sample,
        verbose: dev,
        progress: say,
      }),
      say,
    );
  } catch (error) {
    if (!(error instanceof UserError || error instanceof ConfigError)) throw error;
    console.error(`\n${error.message}`);
    return 1;
  }
}

/**
 * Starts a platform and keeps it until SIGINT or SIGTERM; a second one, after a moment, kills instead of waiting. Returns
 * the exit code.
 */
export async function runUntilStopped(platform: Platform, say: (line: string) => void): Promise<number> {
  const told = toldToStop(platform);
  try {
    if ((await Promise.race([platform.start(), told])) === undefined) {
      say(`\nZhengzhi is open for work at ${platform.url}   (stop it with Ctrl-C)`);
    }
    await told;
    say('\nStopping (Ctrl-C again to force it)');
  } finally {
    await platform.stop();
  }
  say('Stopped; the data stays.');
  return 0;
}

/** Resolves with the first signal to stop; a second one kills everything and ends this process. */
function toldToStop(platform: Platform): Promise<NodeJS.Signals> {
  return new Promise((told) => {
    let first: number | undefined;
    const onSignal = (signal: NodeJS.Signals) => {
      if (first === undefined) {
        first = Date.now();
        told(signal);
      } else if (Date.now() - first > 500) {
        // Not earlier: npm passes on the very Ctrl-C that the terminal sent to us as well.
        platform.kill();
        process.exit(130);
      }
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  });
}

/** API, worker and sample loader as `npm run build` leaves them. */
export function builtPrograms(): Programs {
  const program = (file: string) => [process.execPath, join(projectDir, 'dist', file)] as const;
  return { api: program('api/main.js'), worker: program('worker/main.js'), sample: program('api/sample.js') };
}

/** Restarts API and worker when their sources change; tsx does not see what only the workflow bundler loads. */
function developmentPrograms(): Programs {
  const tsx = join(projectDir, 'node_modules', '.bin', 'tsx');
  if (!existsSync(tsx)) throw new UserError('--dev needs the development dependencies: npm ci');
  return {
    api: [tsx, 'watch', '--clear-screen=false', 'api/main.ts'],
    worker: [tsx, 'watch', '--clear-screen=false', '--include', 'workflows/**', 'worker/main.ts'],
    sample: [tsx, 'api/sample.ts'],
  };
}
