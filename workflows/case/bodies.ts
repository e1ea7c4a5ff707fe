import type { RunningCase } from './runningCase.ts';
import { visitKeyOf } from './runningCase.ts';
import { StageRunner, TakenBack } from './stageRunner.ts';

type Body = (runner: StageRunner) => Promise<unknown>;

/**
 * The procedure's main body and its companions. They are begun again from the top after a correction; `settled` tells
 * when every one of them stands at a stage and waits.
 */
export class Bodies {
  private readonly running: RunningCase;
  private readonly main: (runner: StageRunner) => Promise<string>;
  private runners: StageRunner[] = [];
  private generation = -1;
  /** Set when the main body has come to its end. */
  outcome: string | undefined;
  /** A bug in a body: thrown on the main path, so that the case is parked until the fix is deployed. */
  failure: { error: unknown } | undefined;

  constructor(running: RunningCase, main: (runner: StageRunner) => Promise<string>) {
    this.running = running;
    this.main = main;
    running.onFinish = (key) => {
      for (const runner of this.runners) runner.waitingFor.delete(key);
    };
  }

  /** Begins the bodies, or begins them anew when a correction has taken the case back. */
  start(): void {
    if (this.generation === this.running.generation) return;
    this.generation = this.running.generation;
    this.outcome = undefined;
    this.runners = [];
    this.spawn(async (runner) => {
      this.outcome = await this.main(runner);
    });
  }

  private spawn(body: Body): void {
    const runner = new StageRunner(this.running, (companion) => this.spawn(companion));
    this.runners.push(runner);
    body(runner).then(
      () => {
        runner.done = true;
      },
      (error: unknown) => {
        runner.done = true;
        if (!(error instanceof TakenBack)) this.failure = { error };
      },
    );
  }

  /** Whether every body waits for a stage, or has come to its end, in the present generation. */
  get settled(): boolean {
    if (this.running.ended) return true;
    return (
      this.generation === this.running.generation &&
      this.runners.every(({ done, waitingFor }) => done || waitingFor.size > 0)
    );
  }

  /** The stage the main body stands at. */
  get mainStage(): string | null {
    const [key] = this.runners[0]?.waitingFor ?? [];
    return key === undefined ? null : (visitKeyOf(key).split('#')[0] ?? null);
  }
}
