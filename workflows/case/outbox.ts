import { proxyActivities } from '@temporalio/workflow';
import type { CaseActivities, CaseRecord, TaskWrite } from '../../activities/caseRecords.ts';
import type { CaseView, StageState } from '../../domain/case/caseView.ts';
import type { Task } from '../../domain/case/task.ts';
import { primitives } from '../stages/index.ts';
import type { StageVisit } from './caseState.ts';
import type { RunningCase } from './runningCase.ts';

/** The read model may be away for days: the flush is tried until it is back. */
const { recordCase } = proxyActivities<CaseActivities>({
  startToCloseTimeout: '20 seconds',
  retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumInterval: '10 seconds' },
});

/**
 * Brings accepted events to the read model, in order, one flush at a time. Handlers never wait for it; what queues
 * behind a running flush goes with the next.
 */
export class Outbox {
  private readonly running: RunningCase;
  private readonly mainStage: () => string | null;
  private flushed: Record<string, string> = {};
  /** The read model does not know the case any more, and may not hear of it again for months. */
  private wholeViewNeeded = false;
  /** Whether a flush is under way. */
  flushing = false;

  constructor(running: RunningCase, mainStage: () => string | null) {
    this.running = running;
    this.mainStage = mainStage;
  }

  /** A run that goes on from another: the read model has everything as it stands now. */
  resume(): void {
    this.flushed = textsOf(this.view());
  }

  get nothingToSend(): boolean {
    return this.running.outbox.length === 0 && !this.wholeViewNeeded;
  }

  /** Sends what has been accepted; resolves when the read model has it. */
  async flush(): Promise<void> {
    this.flushing = true;
    const { subject, kind, campaign } = this.running.opening;
    const { wholeViewNeeded } = await recordCase({
      labels: { kind, campaign, scope: subject.scope, subject: { id: subject.id, name: subject.name } },
      record: this.record(),
    });
    if (wholeViewNeeded) this.running.changes.whole = true;
    this.wholeViewNeeded = wholeViewNeeded;
    this.flushing = false;
  }

  private record(): CaseRecord {
    const { running } = this;
    const { state } = running;
    const changes = running.takeChanges();
    const view = this.view();
    const texts = textsOf(view);
    const changed = Object.fromEntries(
      Object.entries(view).filter(([name]) => name !== 'stages' && texts[name] !== this.flushed[name]),
    ) as Partial<CaseView>;
    this.flushed = texts;
    const stages = changes.whole ? view.stages : this.changedStages(view, changes.stages);
    const problemsGone = [...changes.problems].filter((id) => !(id in state.problems));
    return {
      case: running.opening.id,
      epoch: running.opening.epoch,
      revision: state.seq,
      now: running.now,
      dueAt: earliest(Object.values(state.tasks)),
      events: running.outbox.splice(0),
      view: changes.whole ? { whole: view } : { changed, stages },
      tasks: {
        open: Object.values(changes.whole ? state.tasks : pick(state.tasks, changes.tasks)).map((task) =>
          this.written(task),
        ),
        ended: [...changes.ended].map(([id, { task, ...how }]) => ({
          id,
          ...how,
          ...(task && { asked: this.written(task) }),
        })),
      },
      problems: Object.values(changes.whole ? state.problems : pick(state.problems, changes.problems)),
      ...(problemsGone.length > 0 && { problemsGone }),
    };
  }

  private written(task: Task): TaskWrite {
    return { ...task, standing: this.running.stageOf(task).faces[task.face]?.standing === true };
  }

  private changedStages(view: CaseView, keys: ReadonlySet<string>): CaseView['stages'] {
    const { now } = this.running;
    return Object.fromEntries(
      [...keys].map((key): [string, StageState] => {
        const [stage = key, visit] = key.split('#');
        // A correction took this visit back, and the case went another way.
        const superseded: StageState = {
          stage,
          visit: Number(visit),
          status: 'superseded',
          openedAt: now,
          closedAt: now,
        };
        return [key, view.stages[key] ?? superseded];
      }),
    );
  }

  private detailOf(key: string, visit: StageVisit): StageState['detail'] {
    return primitives[this.running.stageOf(visit).primitive].detail?.(this.running, key);
  }

  /** The case as readers see it, without its tasks. */
  view(): CaseView {
    const { opening, state } = this.running;
    return {
      id: opening.id,
      kind: opening.kind,
      space: opening.space,
      subject: opening.subject,
      locality: opening.locality,
      campaign: opening.campaign,
      status: state.status,
      outcome: state.outcome,
      stage: this.running.ended ? null : this.mainStage(),
      stages: Object.fromEntries(
        Object.entries(state.visits).map(([key, visit]) => [key, stageState(visit, this.detailOf(key, visit))]),
      ),
      startedAt: state.startedAt,
      endedAt: state.endedAt,
      epoch: opening.epoch,
      revision: state.seq,
      head: { seq: state.seq, hash: state.hash },
      policy: { locality: opening.locality, version: this.running.policyVersion },
      calendar: state.calendar.version,
      facts: state.facts,
      links: state.links,
      ...(state.asked && { asked: state.asked }),
    };
  }
}

/** Each member of the view but its stages, as text, to see which have changed. */
function textsOf(view: CaseView): Record<string, string> {
  return Object.fromEntries(
    Object.entries(view).flatMap(([name, value]) => (name === 'stages' ? [] : [[name, JSON.stringify(value)]])),
  );
}

function earliest(tasks: readonly Task[]): string | null {
  return tasks.flatMap(({ dueAt }) => (dueAt === null ? [] : [dueAt])).sort()[0] ?? null;
}

function stageState(visit: StageVisit, detail: StageState['detail']): StageState {
  return {
    stage: visit.stage,
    visit: visit.visit,
    status: visit.closedAt === undefined ? 'open' : 'closed',
    openedAt: visit.openedAt,
    ...(visit.result !== undefined && { result: visit.result }),
    ...(visit.closedAt !== undefined && { closedAt: visit.closedAt }),
    ...(detail && { detail }),
  };
}

function pick<T>(from: Record<string, T>, keys: ReadonlySet<string>): Record<string, T> {
  return Object.fromEntries(Object.entries(from).filter(([key]) => keys.has(key)));
}
