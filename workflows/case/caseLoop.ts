import {
  allHandlersFinished,
  CancellationScope,
  condition,
  isCancellation,
  proxyActivities,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { ChildStarted, LinkedCaseActivities } from '../../activities/startChildCase.ts';
import type { ActEnvelope } from '../../domain/case/acts.ts';
import type { Subject } from '../../domain/case/caseView.ts';
import type { Json } from '../../domain/text.ts';
import type { ActAnswer, AppealNews, CaseSnapshot } from '../messages.ts';
import { childEnded, childRefused, childrenToStart, childStarted } from '../stages/childCase.ts';
import type { Act, ActScene } from './acts/act.ts';
import { inWhoseName } from './acts/inWhoseName.ts';
import { appealNews } from './appeals.ts';
import type { Bodies } from './bodies.ts';
import { ANSWERS_KEPT } from './caseState.ts';
import type { Outbox } from './outbox.ts';
import { answerOf, failureOf, refusalOf } from './refusals.ts';
import type { RunningCase } from './runningCase.ts';
import { tellCycles } from './tellCycles.ts';
import type { TimeKeeper } from './timeKeeper.ts';

/** Temporal and the read model may be away for days: the start is tried until they are back. */
const { startChildCase } = proxyActivities<LinkedCaseActivities>({
  startToCloseTimeout: '60 seconds',
  retry: { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '30 seconds' },
});

/** Past any of these a case continues as new at the next quiet moment: a cold decision costs about 0.4 ms per event. */
export interface HistoryBounds {
  events: number;
  bytes: number;
  acts: number;
}

/**
 * What makes a case go: acts and time take turns, one at a time; after each turn the outbox is flushed, the one timer
 * is set to what comes next, and a quiet moment is used to end the run.
 *
 * It is written with as few promises as possible. The SDK traces the origin of every promise a workflow makes, which
 * costs more than all the rest of an act.
 */
export class CaseLoop {
  private readonly running: RunningCase;
  private readonly keeper: TimeKeeper;
  private readonly bodies: Bodies;
  private readonly outbox: Outbox;
  private readonly bounds: HistoryBounds;
  private readonly finish: { resolve(): void; reject(error: unknown): void };
  private readonly waiting: (() => void)[] = [];
  private busy = false;
  /** How far the timeline was, and how large the history, when this run began: a run that adds nothing is not ended. */
  private readonly began: { seq: number; bytes: number };
  /** Visits whose case is being started. */
  private readonly starting = new Set<string>();
  /** Cases that ended, perhaps before this one knew that it had started them. */
  private readonly endedChildren = new Map<string, string>();
  private timer: { scope: CancellationScope; wake: number } | undefined;
  /** Resolves when the run is over: the case has ended, or has grown enough to continue as new. Rejects with a bug. */
  readonly over: Promise<void>;

  constructor(parts: {
    running: RunningCase;
    keeper: TimeKeeper;
    bodies: Bodies;
    outbox: Outbox;
    bounds: HistoryBounds;
  }) {
    this.running = parts.running;
    this.keeper = parts.keeper;
    this.bodies = parts.bodies;
    this.outbox = parts.outbox;
    this.bounds = parts.bounds;
    this.began = { seq: parts.running.state.seq, bytes: workflowInfo().historySize };
    let finish: CaseLoop['finish'] | undefined;
    this.over = new Promise<void>((resolve, reject) => {
      finish = { resolve, reject };
    });
    this.finish = finish as unknown as CaseLoop['finish'];
  }

  get scene(): ActScene {
    return { running: this.running, keeper: this.keeper };
  }

  /** The bodies' first moves, and those earlier steps on paper bring; before any handler is set. */
  async begin(earlierSteps?: (settle: () => Promise<void>) => Promise<void>): Promise<void> {
    this.busy = true;
    if (earlierSteps) await earlierSteps(() => this.settle());
    await this.settle();
    this.running.seal();
  }

  /** Handlers are set: turns may be taken. */
  open(): void {
    this.endTurn();
  }

  /** One act: what is due by now happens first, then the act, then everything it sets in motion. */
  async carryOut<I>(act: Act<I>, envelope: ActEnvelope<I>): Promise<ActAnswer> {
    const { state, opening } = this.running;
    let judgedAnew = this.busy;
    if (this.busy) await this.turn();
    this.busy = true;
    try {
      const known = state.answers.find(({ key }) => key === envelope.key);
      if (known) return answerOf(known, envelope.body);
      if (this.keeper.isDue()) {
        await this.settle();
        judgedAnew = true;
      }
      // The validator has just found it acceptable. It is judged again only where something came between: what was
      // accepted once stays accepted when a history is replayed by code whose rules have become stricter.
      const refused = judgedAnew ? refusalOf(this.scene, act, envelope) : undefined;
      if (refused) throw failureOf(refused);
      const from = this.running.nextSeq;
      const before = new Set(Object.keys(state.tasks));
      this.running.actingFor = inWhoseName(this.scene, act, envelope);
      act.apply(this.scene, envelope);
      this.running.actingFor = undefined;
      if (!this.bodies.still) await this.settleBodies();
      this.running.actDay = undefined;
      if (this.keeper.isDue()) await this.settle();
      this.running.seal();
      state.actsThisRun += 1;
      const now = new Set(Object.keys(state.tasks));
      const answer: ActAnswer = {
        case: opening.id,
        revision: state.seq,
        status: state.status,
        stage: this.running.ended ? null : this.bodies.mainStage,
        outcome: state.outcome,
        events: { from, to: state.seq },
        tasks: { opened: [...now].filter((id) => !before.has(id)), closed: [...before].filter((id) => !now.has(id)) },
        body: envelope.body,
      };
      state.answers = [...state.answers, { ...answer, key: envelope.key }].slice(-ANSWERS_KEPT);
      return envelope.tell ? { ...answer, told: this.snapshot() } : answer;
    } finally {
      this.running.actDay = undefined;
      this.running.seal();
      this.endTurn();
    }
  }

  /** Everything a reader may want. */
  snapshot(): CaseSnapshot {
    const { state, opening, now } = this.running;
    return {
      view: this.outbox.view(),
      tasks: Object.values(state.tasks),
      problems: Object.values(state.problems),
      key: opening.key,
      body: opening.body,
      now,
      turnsAt: this.keeper.nextTurn(),
    };
  }

  /** Waits for one's turn. It is handed over without ever being free, so that nobody slips in between. */
  private turn(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private endTurn(): void {
    const next = this.waiting.shift();
    if (next) return next();
    this.busy = false;
    this.startChildren();
    this.flush();
    this.setTimer();
  }

  /** Lets the bodies move, and whatever is due by now happen, until nothing moves any more. */
  private async settle(): Promise<void> {
    do await this.settleBodies();
    while (!this.running.ended && this.keeper.catchUp());
  }

  private async settleBodies(): Promise<void> {
    if (this.running.ended) return;
    await this.bodies.settle();
    if (this.bodies.outcome === undefined || this.running.ended) return;
    this.running.end('completed', this.bodies.outcome);
    this.running.record({ type: 'caseClosed', data: { outcome: this.bodies.outcome } });
  }

  /** Something that is no act takes its turn: time, or news of another case. */
  private async inTurn(happen?: () => void): Promise<void> {
    if (this.busy) await this.turn();
    this.busy = true;
    if (!this.running.ended) happen?.();
    await this.settle();
    this.running.seal();
    this.endTurn();
  }

  /** A case this one has started, or waits for, has ended. */
  childEnded(child: string, outcome: string): void {
    this.endedChildren.set(child, outcome);
    this.inTurn(() => childEnded(this.running, child, outcome)).catch((error: unknown) => this.finish.reject(error));
  }

  /** A decision of this case was appealed, or the appeal has ended. */
  hearOf(news: AppealNews): void {
    this.inTurn(() => appealNews(this.scene, news)).catch((error: unknown) => this.finish.reject(error));
  }

  /** Stages that are cases of their own: each is started once, however often this run looks. */
  private startChildren(): void {
    if (this.running.ended) return;
    for (const { key, progress } of childrenToStart(this.running)) {
      if (this.starting.has(key)) continue;
      this.starting.add(key);
      const { kind, subject, input } = progress;
      const { opening, now } = this.running;
      startChildCase({
        parent: opening.id,
        visit: key,
        kind: kind as string,
        subject: (subject ?? opening.subject) as unknown as Subject,
        input: input as Record<string, Json>,
        campaign: opening.campaign,
        policy: this.running.policyVersion,
        at: now,
      })
        .then((started) => this.inTurn(() => this.childAnswered(key, started)))
        .catch((error: unknown) => this.finish.reject(error));
    }
  }

  private childAnswered(key: string, started: ChildStarted): void {
    this.starting.delete(key);
    if ('refused' in started) return childRefused(this.running, key, started.refused);
    childStarted(this.running, key, started.case);
    const outcome = started.outcome ?? this.endedChildren.get(started.case);
    if (outcome !== undefined) childEnded(this.running, started.case, outcome);
  }

  /** One timer for the whole case: the earliest thing that time will bring. */
  private setTimer(): void {
    const wake = this.running.ended ? undefined : this.keeper.nextWake();
    if (wake === this.timer?.wake) return;
    this.timer?.scope.cancel();
    this.timer = undefined;
    if (wake === undefined) return;
    const scope = new CancellationScope();
    this.timer = { scope, wake };
    const rang = (): void => {
      if (this.timer?.scope !== scope) return;
      this.timer = undefined;
      this.inTurn().catch((error: unknown) => this.finish.reject(error));
    };
    scope
      .run(() => sleep(Math.max(1, wake - Date.now())))
      .then(rang, (error: unknown) => {
        if (!isCancellation(error)) this.finish.reject(error);
      });
  }

  /** Brings what has been accepted to the read model; one flush at a time, what queues behind it goes with the next. */
  private flush(): void {
    if (this.outbox.flushing) return;
    if (this.outbox.nothingToSend) return this.endRunIfQuiet();
    this.outbox.flush().then(
      () => {
        this.tellThoseWhoCompare();
        if (!this.busy) this.flush();
      },
      (error: unknown) => this.finish.reject(error),
    );
  }

  /** Who compares cases hears of one that waits for it, once the read model shows it. */
  private tellThoseWhoCompare(): void {
    const { running, bodies } = this;
    const stage = running.procedure.cycle?.told?.stage;
    if (stage === undefined || running.ended || bodies.mainStage !== stage) return;
    tellCycles(running).catch((error: unknown) => this.finish.reject(error));
  }

  private endRunIfQuiet(): void {
    if (this.busy || (this.starting.size > 0 && !this.running.ended)) return;
    const { historyLength, historySize, continueAsNewSuggested } = workflowInfo();
    const { seq, actsThisRun } = this.running.state;
    const grown =
      continueAsNewSuggested ||
      historyLength > this.bounds.events ||
      historySize - this.began.bytes > this.bounds.bytes ||
      actsThisRun > this.bounds.acts;
    if (!this.running.ended && !(grown && seq > this.began.seq)) return;
    if (allHandlersFinished()) this.finish.resolve();
    else
      condition(allHandlersFinished).then(
        () => this.flush(),
        (error: unknown) => this.finish.reject(error),
      );
  }
}
