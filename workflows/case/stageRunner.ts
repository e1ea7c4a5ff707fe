import { condition } from '@temporalio/workflow';
import type { CaseParameters } from '../../domain/case/opening.ts';
import type { Stage } from '../../domain/procedures/declaration.ts';
import { primitives } from '../stages/index.ts';
import type { RunningCase } from './runningCase.ts';

/** A correction took the case back: the body that waited is dropped and begun again from the carried state. */
export class TakenBack extends Error {}

/**
 * What a procedure's workflow file calls: the stages, in the order of the policy.
 *
 * A body is run from its top after every continue-as-new and after a correction; visits that are closed in the
 * carried state return their result at once, so it falls through to where the case stands.
 */
export class StageRunner {
  private readonly running: RunningCase;
  private readonly spawn: (body: (beside: StageRunner) => Promise<unknown>) => void;
  private readonly visits = new Map<string, number>();
  private readonly generation: number;
  /** Keys this runner waits for; empty while its body moves. */
  readonly waitingFor = new Set<string>();
  done = false;

  constructor(running: RunningCase, spawn: (body: (beside: StageRunner) => Promise<unknown>) => void) {
    this.running = running;
    this.spawn = spawn;
    this.generation = running.generation;
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

  /** Something that runs beside the stages until the case ends; its body is made of ordinary stages. */
  companion(body: (beside: StageRunner) => Promise<unknown>): void {
    this.spawn(body);
  }

  /** How often a stage has been visited so far in this case. */
  visitsOf(stage: Stage): number {
    return this.visits.get(stage.id) ?? 0;
  }

  /**
   * The policy the case carries. Facts are left out on purpose: a body is run again from its top with today's facts, so
   * its order may depend only on the results and numbers of visits, and on the policy.
   */
  get parameters(): CaseParameters {
    return this.running.opening.policy.parameters;
  }

  private async visit<R extends string>(stage: Stage<R>): Promise<R> {
    const count = this.visitsOf(stage) + 1;
    this.visits.set(stage.id, count);
    const key = `${stage.id}#${count}`;
    if (this.running.state.visits[key] === undefined) {
      this.running.openVisit(stage, count);
      primitives[stage.primitive].open(this.running, key);
    }
    const result = (): string | undefined => this.running.state.visits[key]?.result;
    const takenBack = (): boolean => this.running.generation !== this.generation;
    if (result() === undefined && !takenBack()) {
      this.waitingFor.add(key);
      await condition(() => result() !== undefined || takenBack());
      this.waitingFor.delete(key);
    }
    if (takenBack()) throw new TakenBack();
    return result() as R;
  }
}
