import type { RunningCase } from './runningCase.ts';
import { visitKeyOf } from './runningCase.ts';
import { type RunnerHost, StageRunner } from './stageRunner.ts';

type Body = (runner: StageRunner) => Promise<unknown>;

/**
 * The procedure's main body and its companions. They are begun again from the top after a correction: the bodies of the
 * older generation are left where they wait, and nothing wakes them any more.
 */
export class Bodies {
  private readonly running: RunningCase;
  private readonly main: (runner: StageRunner) => Promise<string>;
  private runners: StageRunner[] = [];
  private generation = -1;
  private settling: (() => void) | undefined;
  private failure: { error: unknown } | undefined;
  /** Set when the main body has come to its end. */
  outcome: string | undefined;

  constructor(running: RunningCase, main: (runner: StageRunner) => Promise<string>) {
    this.running = running;
    this.main = main;
    running.onFinish = (key, result) => {
      for (const runner of this.runners) runner.release(key, result);
    };
  }

  /**
   * Resolves when every body stands at a stage or has come to its end; begins them first where that is due.
   *
   * Promises are dear in a workflow (each one's origin is traced), so the caller asks `still` first.
   *
   * @throws what a body threw: a bug, which parks the case until the fix is deployed
   */
  async settle(): Promise<void> {
    this.begin();
    if (!this.still) {
      await new Promise<void>((resolve) => {
        this.settling = resolve;
      });
    }
    if (this.failure) throw this.failure.error;
  }

  /** Whether nothing moves, and nothing is to be begun. */
  get still(): boolean {
    return this.generation === this.running.generation && this.runners.every((runner) => runner.still);
  }

  /** The stage the main body stands at. */
  get mainStage(): string | null {
    const key = this.runners[0]?.standsAt;
    return key === undefined ? null : (visitKeyOf(key).split('#')[0] ?? null);
  }

  private begin(): void {
    if (this.generation === this.running.generation) return;
    this.generation = this.running.generation;
    this.outcome = undefined;
    this.runners = [];
    this.spawn(async (runner) => {
      this.outcome = await this.main(runner);
    });
  }

  private spawn(body: Body, policy = 0): void {
    const host: RunnerHost = {
      spawn: (companion, since) => this.spawn(companion, since),
      blocked: () => this.notice(),
    };
    const runner = new StageRunner(this.running, host, policy);
    this.runners.push(runner);
    const end = (): void => {
      runner.done = true;
      this.notice();
    };
    body(runner).then(end, (error: unknown) => {
      this.failure = { error };
      end();
    });
  }

  private notice(): void {
    if (this.settling === undefined || !this.still) return;
    this.settling();
    this.settling = undefined;
  }
}
