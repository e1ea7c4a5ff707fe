import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Config, childEnvironment } from '../config.ts';
import { migrateSpaces } from '../models/migrations/migrateSpaces.ts';
import { NewerDatabaseError } from '../models/migrations/runMigrations.ts';
import { DataFolder } from './dataFolder.ts';
import { reasonOf } from './errors.ts';
import { type Machine, projectDir } from './machine.ts';
import { portIsFree } from './ports.ts';
import { Service, type ServiceHooks } from './service.ts';
import { provideMongodb, provideTemporal } from './startServers.ts';
import { UserError } from './userError.ts';
import { workersPoll } from './workersPoll.ts';

export type SampleSize = 'none' | 'small' | 'full';

/** How the product's own processes are started; each is a command with its arguments. */
export interface Programs {
  readonly api: readonly [string, ...string[]];
  readonly worker: readonly [string, ...string[]];
  /** Loads sample data; it gets `--size <size>`, prints what the user should know, and may be repeated. */
  readonly sample: readonly [string, ...string[]];
}

export interface PlatformOptions {
  readonly config: Config;
  readonly machine: Machine;
  readonly programs: Programs;
  /** Undefined: whatever the data folder has, else `small`. */
  readonly sample: SampleSize | undefined;
  /** Let the output of API and worker through, instead of writing it to files. */
  readonly verbose: boolean;
  readonly progress: (line: string) => void;
  readonly backoffMs?: number;
}

const stoppedEarly = 'Stopped while starting.';

/** Everything that runs on one data folder. */
export class Platform {
  readonly #options: PlatformOptions;
  readonly #services: Service[] = [];
  #folder: DataFolder | undefined;
  #stopping = false;

  constructor(options: PlatformOptions) {
    this.#options = options;
  }

  /** Where the console is. */
  get url(): string {
    const { host, port } = this.#options.config;
    return `http://${['0.0.0.0', '127.0.0.1', '::'].includes(host) ? 'localhost' : host}:${port}`;
  }

  /**
   * Starts everything, and returns when the console can be used.
   *
   * @throws UserError when something is in the way that the user can clear.
   */
  async start(): Promise<void> {
    const { config, machine, programs, progress } = this.#options;
    this.#folder = await DataFolder.open(config.dataDir, machine, progress);
    // Only now: the API of a run that was killed held the port until the folder was taken over.
    if (!(await portIsFree(config.port, config.host))) throw await this.#portTaken();
    const common = { config, machine, folder: this.#folder, progress, hooks: this.#hooks };
    const [mongodbUri, temporalAddress] = await Promise.all([
      this.#unlessStopping(() => provideMongodb(common)),
      this.#unlessStopping(() => provideTemporal(common)),
    ]);
    const env = { TEMPORAL_ADDRESS: temporalAddress, MONGODB_URI: mongodbUri, DATA_DIR: config.dataDir };

    await this.#unlessStopping(() => this.#migrate(mongodbUri));
    const connected = { ...config, temporal: { ...config.temporal, address: temporalAddress } };
    const worker = this.#unlessStopping(() =>
      this.#program('worker', programs.worker, env, (signal) => workersPoll(connected, signal)),
    );
    const api = this.#unlessStopping(() =>
      this.#program('API', programs.api, env, (signal) => untilReady(this.#readiness, signal)),
    );
    await Promise.all([worker, api]);
    progress('API and worker are ready');
    await this.#unlessStopping(() => this.#loadSample(env));
  }

  /** Ends everything that was started, in the order API, worker, Temporal, MongoDB, and gives up the data folder. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const order = ['API', 'worker', 'Temporal', 'MongoDB'];
    const inOrder = this.#services.toSorted((one, other) => order.indexOf(one.name) - order.indexOf(other.name));
    for (const service of inOrder) await service.stop();
    this.#folder?.close();
  }

  /** Kills everything that was started. */
  kill(): void {
    this.#stopping = true;
    for (const service of this.#services) service.kill();
    this.#folder?.close();
  }

  get #hooks(): ServiceHooks {
    const { progress, backoffMs } = this.#options;
    return {
      report: progress,
      created: (service) => {
        if (this.#stopping) throw new UserError(stoppedEarly);
        this.#services.push(service);
      },
      spawned: (name, pid) => {
        this.#folder
          ?.note(name, pid)
          .catch((error: unknown) => progress(`${name} could not be noted: ${reasonOf(error)}`));
      },
      ...(backoffMs === undefined ? {} : { backoffMs }),
    };
  }

  get #readiness(): string {
    const { host, port } = this.#options.config;
    return `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}/readyz`;
  }

  async #program(
    name: 'API' | 'worker',
    [command, ...args]: readonly [string, ...string[]],
    env: Readonly<Record<string, string>>,
    ready: (signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const logFile = join(this.#options.config.dataDir, 'logs', `${name.toLowerCase()}.log`);
    await Service.start({
      ...this.#hooks,
      name,
      command,
      args,
      env,
      cwd: projectDir,
      ready,
      // Requests and tasks under way may finish.
      graceMs: 25_000,
      ...(this.#options.verbose ? {} : { logFile }),
    });
  }

  /** Nobody else uses an embedded MongoDB; on one that was given, programs of the version before may run. */
  async #migrate(uri: string): Promise<void> {
    const { config, progress } = this.#options;
    const finish = config.mongodb.uri === undefined;
    try {
      const spaces = { uri, databases: config.mongodb.databases };
      const results = await migrateSpaces(spaces, { finish, dryRun: false, atStart: true, progress });
      for (const { newer } of results) if (newer !== undefined) progress(newer);
    } catch (cause) {
      const advice = cause instanceof NewerDatabaseError ? 'Use that version, or a backup from before.' : '';
      throw new UserError(`The databases could not be migrated: ${reasonOf(cause)}. ${advice}`.trimEnd(), { cause });
    }
  }

  async #loadSample(env: Readonly<Record<string, string>>): Promise<void> {
    const { sample, programs, progress } = this.#options;
    const where = hosts(env['MONGODB_URI'] ?? '');
    const loaded = this.#folder?.memory.sample;
    if (loaded?.where === where && (sample === undefined || sample === loaded.size)) {
      progress(`Sample data: ${loaded.size}, loaded by an earlier start (a lost password: npm run admin -- reset)`);
      return;
    }
    const size = sample ?? 'small';
    const [command, ...args] = programs.sample;
    const { code } = await runVisibly(command, [...args, '--size', size], env);
    if (code !== 0)
      throw new UserError(`The sample data could not be loaded (exit code ${code}); the reason is above.`);
    this.#folder?.remember({ sample: { size, where } });
  }

  async #unlessStopping<Result>(step: () => Promise<Result>): Promise<Result> {
    if (this.#stopping) throw new UserError(stoppedEarly);
    try {
      return await step();
    } catch (error) {
      throw this.#stopping ? new UserError(stoppedEarly, { cause: error }) : error;
    }
  }

  async #portTaken(): Promise<UserError> {
    const { port } = this.#options.config;
    const ours = await fetch(this.#readiness, { signal: AbortSignal.timeout(1_000) }).then(
      () => ' (something answers there: perhaps Zhengzhi itself, started earlier)',
      () => '',
    );
    return new UserError(
      `Port ${port} is already in use${ours}. Choose another one, for example: PORT=${port + 1} npm start`,
    );
  }
}

async function untilReady(url: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok === true) return;
    await pause(100);
  }
}

/** The servers a MongoDB URI names, without user and password. */
function hosts(uri: string): string {
  return uri.replace(/^[^/]*\/\/([^@/]*@)?/, '').replace(/[/?].*$/, '');
}

function runVisibly(command: string, args: readonly string[], env: Readonly<Record<string, string>>) {
  return new Promise<{ code: number }>((done, failed) => {
    const child = spawn(command, args, {
      cwd: projectDir,
      env: childEnvironment(env),
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.once('error', failed);
    child.once('exit', (code) => done({ code: code ?? 1 }));
  });
}
