import type { CaseParameters } from '../../domain/case/opening.ts';
import type { Stage } from '../../domain/procedures/declaration.ts';
import type { Json } from '../../domain/text.ts';
import { primitives } from '../stages/index.ts';
import type { RunningCase } from './runningCase.ts';

/** What a runner tells the case's bodies. */
export interface RunnerHost {
  spawn(body: (beside: StageRunner) => Promise<unknown>, policy: number): void;
  /** The runner's body has come to a stage that is not decided yet. */
  blocked(): void;
}

/**
 * What a procedure's workflow file calls: the stages, in the order of the policy.
 *
 * A body is run from its top after every continue-as-new and after a correction; visits that are closed in the
 * carried state return their result at once, so it falls through to where the case stands.
 */
export class StageRunner {
  private readonly running: RunningCase;
  private readonly host: RunnerHost;
  private readonly visits = new Map<string, number>();
  /** The visits this runner's body waits for; none while it moves. */
  private readonly waiting = new Map<string, (result: string) => void>();
  /** How many policies had been applied when the visit this body has last passed had its result. */
  private policy: number;
  done = false;

  constructor(running: RunningCase, host: RunnerHost, policy = 0) {
    this.running = running;
    this.host = host;
    this.policy = policy;
  }

  /** One actor hands something in. */
  submission<R extends string>(stage: Stage<R, 'submission'>): Promise<R> {
    return this.visit(stage);
  }

  /** One office decides. */
  signOff<R extends string>(stage: Stage<R, 'signOff'>): Promise<R> {
    return this.visit(stage);
  }

  /** Several offices decide in parallel; silence is never consent. */
  jointReview<R extends string>(stage: Stage<R, 'jointReview'>): Promise<R> {
    return this.visit(stage);
  }

  /** 公示, with objections. */
  posting<R extends string>(stage: Stage<R, 'posting'>): Promise<R> {
    return this.visit(stage);
  }

  /** Problem items until all are verified. */
  ledger<R extends string>(stage: Stage<R, 'ledger'>): Promise<R> {
    return this.visit(stage);
  }

  /** A window with checks that can fail. */
  observation<R extends string>(stage: Stage<R, 'observation'>): Promise<R> {
    return this.visit(stage);
  }

  /** A dated check. */
  checkpoint<R extends string>(stage: Stage<R, 'checkpoint'>): Promise<R> {
    return this.visit(stage);
  }

  /** Notice, ballots, count: the owners decide. */
  ownersVote<R extends string>(stage: Stage<R, 'ownersVote'>): Promise<R> {
    return this.visit(stage);
  }

  /** Several rate in parallel. */
  scoring<R extends string>(stage: Stage<R, 'scoring'>): Promise<R> {
    return this.visit(stage);
  }

  /** A case of another procedure; waits for its end where the stage says so. */
  childCase<R extends string>(stage: Stage<R, 'childCase'>): Promise<R> {
    return this.visit(stage);
  }

  /**
   * Several stages at once, such as a posting and a vote; the body goes on when every one has its result.
   *
   * @returns the results, in the order of the stages
   */
  all<const S extends readonly Stage[]>(
    stages: S,
  ): Promise<{ -readonly [K in keyof S]: S[K] extends Stage<infer R> ? R : never }> {
    // All are opened before anything else happens, so that the body stands at all of them when it is looked at.
    const results = Promise.all(stages.map((stage) => this.visit(stage)));
    return results as Promise<{ -readonly [K in keyof S]: S[K] extends Stage<infer R> ? R : never }>;
  }

  /** Something that runs beside the stages until the case ends; its body is made of ordinary stages. */
  companion(body: (beside: StageRunner) => Promise<unknown>): void {
    this.host.spawn(body, this.policy);
  }

  /** How often a stage has been visited so far in this case. */
  visitsOf(stage: Stage): number {
    return this.visits.get(stage.id) ?? 0;
  }

  /**
   * Whether one of the procedure's `changes` holds for this case: it was there when the case began. Older cases go on in
   * the order they began with, to their end.
   */
  changed(change: string): boolean {
    if (!this.running.procedure.changes?.includes(change)) throw new Error(`${change} is not among the changes`);
    return this.running.state.changes?.includes(change) ?? false;
  }

  /** What was handed in at the start. It never changes, so the order may depend on it. */
  get input(): Readonly<Record<string, Json>> {
    return this.running.opening.input;
  }

  /**
   * The policy that held when the body's last visit had its result; at its top, the one the case was opened with. A
   * policy applied later is never seen by a decision that was taken before: run again, the body goes the same way.
   *
   * Facts are left out on purpose: a body is run again from its top with today's facts, so its order may depend only on
   * the results and numbers of visits, and on this.
   */
  get parameters(): CaseParameters {
    return this.running.parametersAfter(this.policy);
  }

  /** Whether the body stands at a stage, or has come to its end. */
  get still(): boolean {
    return this.done || this.waiting.size > 0;
  }

  /** The visit the body stands at. */
  get standsAt(): string | undefined {
    return this.waiting.keys().next().value;
  }

  /** A visit has its result: the body that waits for it moves on, as soon as the present act is done. */
  release(key: string, result: string): void {
    const resolve = this.waiting.get(key);
    this.waiting.delete(key);
    resolve?.(result);
  }

  private visit<R extends string>(stage: Stage<R>): Promise<R> {
    const count = this.visitsOf(stage) + 1;
    this.visits.set(stage.id, count);
    const key = `${stage.id}#${count}`;
    if (this.running.state.visits[key] === undefined) {
      this.running.openVisit(stage, count);
      primitives[stage.primitive].open(this.running, key);
    }
    const result = this.running.state.visits[key]?.result;
    if (result !== undefined) {
      this.passed(key);
      return Promise.resolve(result as R);
    }
    return new Promise<R>((resolve) => {
      this.waiting.set(key, (decided) => {
        this.passed(key);
        resolve(decided as R);
      });
      this.host.blocked();
    });
  }

  private passed(key: string): void {
    // Of stages that were open at once, the last to have its result counts, in whatever order they are passed again.
    this.policy = Math.max(this.policy, this.running.state.visits[key]?.policy ?? 0);
  }
}
