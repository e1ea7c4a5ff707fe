import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { childEnvironment } from '../../config.ts';

/** One of the product's processes, as built, started again whenever it dies, as `npm start` does. */
export class KeptRunning {
  private readonly program: readonly string[];
  private readonly environment: Record<string, string>;
  private child: ChildProcess | undefined;
  private wanted = true;

  /** @param program what node runs, from the project's folder: a built file, or a source with its loader */
  constructor(program: readonly string[], environment: Record<string, string>) {
    this.program = program;
    this.environment = environment;
    this.start();
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  signal(signal: NodeJS.Signals): void {
    this.child?.kill(signal);
  }

  /** Ends it as a power cut would, for good. */
  async stop(): Promise<void> {
    this.wanted = false;
    const { child } = this;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  private start(): void {
    const child = spawn(process.execPath, [...this.program], {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      env: childEnvironment(this.environment),
      stdio: ['ignore', 'ignore', 'ignore'],
    });
    this.child = child;
    child.once('exit', () => {
      // What cannot start at all must not take all of the machine.
      if (this.wanted) void pause(200).then(() => this.wanted && this.start());
    });
  }
}
