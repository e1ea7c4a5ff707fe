import { setTimeout as pause } from 'node:timers/promises';
import {
  type Client,
  isGrpcServiceError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure, WorkflowIdReusePolicy } from '@temporalio/common';
import type { ActInput, ActName } from '../../domain/case/acts.ts';
import type { CaseStatus, CaseView, Problem } from '../../domain/case/caseView.ts';
import type { CaseOpening } from '../../domain/case/opening.ts';
import type { Task } from '../../domain/case/task.ts';
import type { Actor } from '../../domain/organisation/actor.ts';
import { scopeParts } from '../../domain/organisation/scope.ts';
import { hashOf } from '../../domain/timeline/hashChain.ts';
import { forwardCase, restingTime } from '../../temporal/clock.ts';
import { searchAttributes } from '../../temporal/namespaces.ts';

/** What a case tells of itself, as far as a scripted reviewer asks. */
export interface Told {
  view: CaseView;
  tasks: Task[];
  problems: Problem[];
  turnsAt: string | null;
}

/** What an accepted act answers. */
export interface Answered {
  status: CaseStatus;
  tasks: { opened: string[]; closed: string[] };
  /** Where it was asked for, and unless the act was a repeat. */
  told?: Told;
}

/** gRPC says no more than that the server could not answer just now. */
const transient = [1, 4, 8, 10, 14];
const attempts = 30;
const answerMs = 30_000;

/** One execution in the rehearsal namespace: its clock, its acts, its answers. */
export class RehearsedCase {
  private readonly client: Client;
  private readonly opening: CaseOpening;
  private readonly signal: AbortSignal;
  /** Where the case's clock stood, and the wall clock then: both run at the same pace in between. */
  private clock: { virtual: number; wall: number } | undefined;
  /** Whether the file that stands in for evidence is attached. */
  hasStandIn = false;
  private readonly count: { acts: number; skips: number };

  constructor(client: Client, opening: CaseOpening, signal: AbortSignal, count: { acts: number; skips: number }) {
    this.client = client;
    this.opening = opening;
    this.signal = signal;
    this.count = count;
  }

  /**
   * Starts the case so that its first stage opens at an instant of its own clock, or finds it started.
   *
   * A new execution starts at wall time: it is delayed until the instant, and the delay is what is skipped first.
   */
  async start(taskQueue: string, at: number): Promise<void> {
    const { id, kind, campaign, subject } = this.opening;
    const { district } = scopeParts(subject.scope);
    await this.repeat(async () => {
      try {
        await this.client.workflow.start(kind, {
          taskQueue,
          workflowId: id,
          workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
          startDelay: Math.max(0, at - Date.now()),
          typedSearchAttributes: [
            { key: searchAttributes.caseKind, value: kind },
            { key: searchAttributes.campaign, value: campaign ?? '' },
            ...(district === undefined ? [] : [{ key: searchAttributes.district, value: district }]),
          ],
          args: [{ opening: this.opening }],
        });
      } catch (error) {
        if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      }
    });
    await this.readClock();
  }

  /** Another player, or a try without an answer, may have the clock under way. */
  private async readClock(): Promise<void> {
    const { now } = await this.repeat(() => restingTime(this.client, this.opening.id, { signal: this.signal }));
    this.clock = { virtual: now.getTime(), wall: Date.now() };
  }

  /** The case's present, in epoch milliseconds. */
  get now(): number {
    if (this.clock === undefined) throw new Error('a case has a present once it is started');
    return this.clock.virtual + Date.now() - this.clock.wall;
  }

  /** Moves the clock on to an instant; does nothing when it is there. The case may end on the way. */
  async skipTo(instant: number): Promise<void> {
    let tried = false;
    const reached = await this.repeat(async () => {
      if (tried) await this.readClock();
      tried = true;
      const { now } = this;
      if (instant <= now) return undefined;
      const move = { from: new Date(now), to: new Date(instant) };
      return await forwardCase(this.client, this.opening.id, move, { signal: this.signal });
    });
    if (reached === undefined) return;
    this.count.skips += 1;
    this.clock = { virtual: reached.now.getTime(), wall: Date.now() };
  }

  ask(): Promise<Told> {
    return this.repeat(() => this.client.workflow.getHandle(this.opening.id).query<Told>('snapshot'));
  }

  /**
   * One act; its answer, or undefined when what it was about is no longer asked.
   *
   * @param once names the act: repeated, it has one effect
   * @param tell whether the answer is to carry the state
   */
  async act<N extends ActName>(
    name: N,
    actor: Actor,
    input: ActInput<N>,
    { once, tell = false }: { once: string; tell?: boolean },
  ): Promise<Answered | undefined> {
    const key = hashOf([this.opening.campaign, this.opening.id, name, once]).slice(0, 40);
    const envelope = { key, body: hashOf(input), actor, input, ...(tell && { tell }) };
    try {
      const answered = await this.repeat(() =>
        this.client.workflow
          .getHandle(this.opening.id)
          .executeUpdate<Answered, [typeof envelope]>(name, { args: [envelope], updateId: key }),
      );
      this.count.acts += 1;
      return answered;
    } catch (error) {
      const cause = error instanceof WorkflowUpdateFailedError ? error.cause : undefined;
      if (cause instanceof ApplicationFailure && ['already-decided', 'stage-not-open'].includes(cause.type ?? ''))
        return undefined;
      throw cause ?? error;
    }
  }

  /** Tries again while the server cannot answer; every call is harmless when it comes twice. */
  private async repeat<T>(call: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      this.signal.throwIfAborted();
      try {
        return await this.once(call);
      } catch (error) {
        this.signal.throwIfAborted();
        const again =
          error instanceof WorkflowUpdateRPCTimeoutOrCancelledError ||
          (isGrpcServiceError(error) && transient.includes(Number(error.code)));
        if (!again || attempt === attempts) throw error;
        await pause(Math.min(5_000, 100 * 2 ** attempt), undefined, { signal: this.signal });
      }
    }
  }
  /** The client never stops listening to the signal of a call, so each call has its own. */
  private async once<T>(call: () => Promise<T>): Promise<T> {
    const { client, signal } = this;
    const own = new AbortController();
    const abort = (): void => own.abort(signal.reason);
    signal.addEventListener('abort', abort);
    try {
      return await client.withDeadline(Date.now() + answerMs, () => client.withAbortSignal(own.signal, call));
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }
}
