import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { childEnvironment } from '../config.ts';
import { errorCode } from './errors.ts';
import { UserError } from './userError.ts';

/** A process to be kept running. */
export interface ServiceOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** File that receives its output; without it the output goes to ours. */
  readonly logFile?: string;
  /** Resolves once it can be used; rejects or goes on trying until `signal` says that the process ended. */
  readonly ready: (signal: AbortSignal) => Promise<void>;
  /** How long it may take from SIGTERM to its end before it is killed. */
  readonly graceMs?: number;
  /** Called with one line about what happens to it. */
  readonly report?: (line: string) => void;
  /** Wait before the first restart; it doubles with each further one, up to half a minute or what `longestBackoffMs` says. */
  readonly backoffMs?: number;
  readonly longestBackoffMs?: number;
  /** Called before the first start, so that it can be stopped while it starts. */
  readonly created?: (service: Service) => void;
  /** Called with each new process id. */
  readonly spawned?: (name: string, pid: number) => void;
}

const defaultLongestBackoffMs = 30_000;
const steadyAfterMs = 60_000;
const largestLogBytes = 10 * 1024 * 1024;

/** What whoever starts a service wants to know of it. */
export type ServiceHooks = Pick<ServiceOptions, 'report' | 'created' | 'spawned' | 'backoffMs' | 'longestBackoffMs'>;

/** A running process that is started again when it dies, until it is stopped. */
export class Service {
  readonly name: string;
  readonly #options: ServiceOptions;
  #child: ChildProcess | undefined;
  #stopping = false;
  #restarts = 0;
  #supervision: Promise<void> | undefined;
  readonly #interrupt = new AbortController();

  private constructor(options: ServiceOptions) {
    this.name = options.name;
    this.#options = options;
  }

  /**
   * Starts a process and returns once it is ready.
   *
   * @throws UserError with the last lines of its output when it ends before.
   */
  static async start(options: ServiceOptions): Promise<Service> {
    const service = new Service(options);
    options.created?.(service);
    const { child, ended } = service.#spawn();
    try {
      await service.#becomeReady(child, ended);
    } catch (error) {
      await service.stop();
      throw error;
    }
    service.#supervision = service.#supervise(ended);
    return service;
  }

  /** The id of the process, and of the process group it leads. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** How often it had to be started again. */
  get restarts(): number {
    return this.#restarts;
  }

  /** Ends the process and what it started; kills them when they take longer than their grace. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#interrupt.abort();
    await this.#terminate();
    await this.#supervision;
  }

  /** Kills the process group at once. It is not started again. */
  kill(): void {
    this.#stopping = true;
    this.#interrupt.abort();
    signalGroup(this.#child, 'SIGKILL');
  }

  #spawn() {
    const { command, args, env, cwd, logFile } = this.#options;
    const log = logFile === undefined ? 'inherit' : openLog(logFile);
    // Its own process group: Ctrl-C in the terminal reaches us alone, and we end what we started in order.
    const child = spawn(command, args, {
      detached: true,
      env: childEnvironment(env),
      stdio: ['ignore', log, log],
      ...(cwd === undefined ? {} : { cwd }),
    });
    if (typeof log === 'number') closeSync(log);
    this.#child = child;
    if (child.pid !== undefined) this.#options.spawned?.(this.name, child.pid);
    const ended = new Promise<string>((done) => {
      child.once('error', (error) => done(error.message));
      child.once('exit', (code, signal) => {
        // Whatever of its group outlived it would be in the way of the next one.
        signalGroup(child, 'SIGKILL');
        done(signal === null ? `exit code ${code}` : `signal ${signal}`);
      });
    });
    return { child, ended };
  }

  async #becomeReady(child: ChildProcess, ended: Promise<string>): Promise<void> {
    const gone = new AbortController();
    const early = ended.then((how) => {
      gone.abort();
      throw new UserError(`${this.name} ended before it was ready (${how})${this.#lastOutput()}`);
    });
    await Promise.race([this.#options.ready(gone.signal), early]).finally(() => gone.abort());
    // A process that ends later is no longer the business of this promise.
    early.catch(() => undefined);
    if (child.exitCode !== null) await early;
  }

  async #supervise(firstEnd: Promise<string>): Promise<void> {
    let ended = firstEnd;
    let failures = 0;
    let since = Date.now();
    for (;;) {
      const how = await ended;
      if (this.#stopping) return;
      failures = Date.now() - since > steadyAfterMs ? 1 : failures + 1;
      const { backoffMs = 500, longestBackoffMs = defaultLongestBackoffMs } = this.#options;
      const wait = Math.min(backoffMs * 2 ** (failures - 1), longestBackoffMs);
      this.#options.report?.(`${this.name} ended (${how}); starting it again in ${wait / 1000} s`);
      await pause(wait, undefined, { signal: this.#interrupt.signal }).catch(() => undefined);
      if (this.#stopping) return;
      since = Date.now();
      const next = this.#spawn();
      ended = next.ended;
      this.#restarts += 1;
      void this.#becomeReady(next.child, next.ended).then(
        () => this.#options.report?.(`${this.name} is back`),
        () => undefined,
      );
    }
  }

  async #terminate(): Promise<void> {
    const child = this.#child;
    if (child?.pid === undefined) return;
    if (child.exitCode === null && child.signalCode === null) {
      const ended = new Promise<void>((done) => child.once('exit', () => done()));
      signalGroup(child, 'SIGTERM');
      const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), this.#options.graceMs ?? 10_000);
      await ended;
      clearTimeout(timer);
    }
  }

  #lastOutput(): string {
    const { logFile } = this.#options;
    if (logFile === undefined) return '';
    const lines = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-8);
    return `; the end of ${logFile}:\n${lines.map((line) => `  ${line.slice(0, 400)}`).join('\n')}`;
  }
}

function signalGroup(child: ChildProcess | undefined, signal: NodeJS.Signals): void {
  if (child?.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error;
  }
}

function openLog(file: string): number {
  mkdirSync(dirname(file), { recursive: true });
  const { size = 0 } = statSync(file, { throwIfNoEntry: false }) ?? {};
  if (size > largestLogBytes) renameSync(file, `${file}.1`);
  return openSync(file, 'a');
}
