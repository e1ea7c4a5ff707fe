import { dayOf } from '../../domain/calendar/calendar.ts';
import { ladderOf, rungReaches } from '../../domain/case/escalation.ts';
import type { Task } from '../../domain/case/task.ts';
import { computeDeadline, type Deadline, resume, suspend } from '../../domain/deadline/deadline.ts';
import { type Ladder, ladderRungs, type Rung } from '../../domain/deadline/ladder.ts';
import { changedDeadline, type MovingMode } from '../../domain/policy/application.ts';
import { numberOf, parameter, termOf } from '../../domain/procedures/parameters.ts';
import { primitives } from '../stages/index.ts';
import { noticeMonths } from './noticeFacts.ts';
import type { RunningCase } from './runningCase.ts';

/** A task whose due date is another now. */
export interface Moved {
  task: string;
  from: string | null;
  to: string | null;
}

/** Something time brings: a rung of the ladder, the end of a task's patience, or of a window. */
interface Coming {
  at: number;
  /** It tells somebody something, and nothing else changes. */
  reminder?: true;
  happen(): void;
}

/**
 * What is due when, over all open tasks and windows of a case, and what then happens.
 * Everything is computed from the ledgers; only what has already happened is remembered.
 */
export class TimeKeeper {
  private readonly running: RunningCase;
  private ladder: Ladder;
  private dueDates = new WeakMap<Deadline, { dueAt: number | null; rungs: Rung[] }>();
  private cached: { version: number; next: Coming | undefined } | undefined;
  /** While earlier steps are entered: what the ladder and silence would have said then was settled on paper. */
  private past = false;

  constructor(running: RunningCase) {
    this.running = running;
    this.ladder = ladderOf(running.parameters);
  }

  /** When the case next has something to do by itself, in epoch milliseconds. */
  nextWake(): number | undefined {
    return this.next()?.at;
  }

  /** When time next asks, ends or resumes something by itself, reminders apart; null when only people can. */
  nextTurn(): string | null {
    const turns = this.coming().flatMap(({ at, reminder }) => (reminder ? [] : [at]));
    return turns.length === 0 ? null : new Date(Math.min(...turns)).toISOString();
  }

  /** Whether something is due that has not happened. */
  isDue(): boolean {
    const wake = this.nextWake();
    return wake !== undefined && wake <= Date.parse(this.running.now);
  }

  /**
   * Lets everything happen that is due by now, in the order in which it became due.
   *
   * @returns whether anything happened; stages may have closed, so the bodies have to move before the next call
   */
  catchUp(): boolean {
    const now = Date.parse(this.running.now);
    let happened = false;
    for (let coming = this.next(); coming !== undefined && coming.at <= now; coming = this.next()) {
      const generation = this.running.version;
      coming.happen();
      happened = true;
      this.cached = undefined;
      if (this.running.version === generation) throw new Error('time brought something that changed nothing');
    }
    return happened;
  }

  private next(): Coming | undefined {
    if (this.cached?.version === this.running.version) return this.cached.next;
    const next = this.coming().reduce<Coming | undefined>(
      (first, each) => (first && first.at <= each.at ? first : each),
      undefined,
    );
    this.cached = { version: this.running.version, next };
    return next;
  }

  private coming(): Coming[] {
    const { status, suspendedAt } = this.running.state;
    if (status === 'suspended') return this.endOfSuspension(suspendedAt, () => this.resumeCase());
    if (status !== 'running') return [];
    return [...Object.values(this.running.state.tasks).flatMap((task) => this.ofTask(task)), ...this.ofWindows()];
  }

  private ofTask(task: Task): Coming[] {
    const { running } = this;
    if (task.suspended) {
      if (running.appealHolding(task.stage)) return [];
      return this.endOfSuspension(task.deadline?.suspensions.at(-1)?.from, () => this.resumeTask(task), task.id);
    }
    if (task.deadline === undefined) return [];
    const { dueAt, rungs } = this.datesOf(task.deadline);
    if (this.past) return [];
    const coming: Coming[] = [];
    const rung = rungs.find((each) => !task.fired.includes(each.rung));
    if (rung) coming.push({ at: Date.parse(rung.at), reminder: true, happen: () => this.climb(task, rung) });
    const face = running.stageOf(task).faces[task.face];
    const primitive = primitives[running.stageOf(task).primitive];
    if (dueAt !== null && face?.deadline?.silenceRefuses !== undefined && primitive.expired) {
      const counts = parameter(running.parameters, face.deadline.silenceRefuses).value === true;
      if (counts)
        coming.push({ at: dueAt, happen: () => primitive.expired?.(running, `${task.stage}#${task.visit}`, task) });
    }
    return coming;
  }

  private ofWindows(): Coming[] {
    const { running } = this;
    return Object.entries(running.state.visits).flatMap(([key, visit]) => {
      if (visit.closedAt !== undefined) return [];
      return Object.entries(visit.windows).flatMap(([name, window]) => {
        const { dueAt } = visit.elapsed.includes(name) ? { dueAt: null } : this.datesOf(window);
        if (dueAt === null) return [];
        const happen = (): void => {
          visit.elapsed.push(name);
          running.version += 1;
          // What time asks for reaches the inboxes with its event.
          running.record({ type: 'timeReached', stage: key, data: { window: name } });
          primitives[running.stageOf(visit).primitive].elapsed?.(running, key, name);
        };
        return [{ at: dueAt, happen }];
      });
    });
  }

  /** A suspension lasts as long as the policy allows; then the clock runs again by itself, and the timeline says so. */
  private endOfSuspension(since: string | undefined, resumeClock: () => void, stage?: string): Coming[] {
    const { running } = this;
    const parameterName = 'acts.suspensionMaxDays';
    const term = termOf(running.parameters, parameterName);
    if (since === undefined || term === undefined) return [];
    const { source } = parameter(running.parameters, parameterName);
    const { dueAt } = computeDeadline(
      {
        term,
        startOn: dayOf(since),
        roll: 'none',
        direction: 'after',
        suspensions: [],
        extensions: [],
        rule: { parameter: parameterName, source },
      },
      running.state.calendar,
    );
    const happen = (): void => {
      resumeClock();
      running.record({ type: 'resumed', data: { limit: term.n }, ...(stage !== undefined && { stage }) });
      noticeMonths(running);
    };
    return dueAt === null ? [] : [{ at: Date.parse(dueAt), happen }];
  }

  /** One rung of ladder E. */
  private climb(task: Task, rung: Rung): void {
    const reaches = this.running.stageOf(task).overdueReaches;
    const to = rungReaches(rung.rung, task.office, reaches);
    this.running.putTask({ ...task, fired: [...task.fired, rung.rung] });
    this.running.record({
      type: 'escalated',
      stage: task.id,
      data: { rung: rung.rung, to, reachedAt: rung.at, dueAt: task.dueAt },
    });
  }

  private datesOf(deadline: Deadline): { dueAt: number | null; rungs: Rung[] } {
    const known = this.dueDates.get(deadline);
    if (known) return known;
    const { calendar } = this.running.state;
    const { dueOn, dueAt } = computeDeadline(deadline, calendar);
    const dates = {
      dueAt: dueAt === null ? null : Date.parse(dueAt),
      rungs:
        dueOn === null
          ? []
          : ladderRungs(
              dueOn,
              this.ladder,
              calendar,
              deadline.direction === 'after' ? deadline.startOn : undefined,
              deadline.suspensions,
            ),
    };
    this.dueDates.set(deadline, dates);
    return dates;
  }

  /** Earlier steps are about to be entered: only windows pass, as they did then. */
  lookBack(): void {
    this.past = true;
  }

  /** The earlier steps are entered: what the ladder would have said before today is not said now. */
  returnToPresent(): void {
    this.past = false;
    this.running.version += 1;
    const now = Date.parse(this.running.now);
    for (const task of Object.values(this.running.state.tasks)) {
      if (task.deadline === undefined) continue;
      const fired = this.datesOf(task.deadline)
        .rungs.filter(({ at }) => Date.parse(at) <= now)
        .map(({ rung }) => rung);
      if (fired.length > 0) this.running.putTask({ ...task, fired });
    }
  }

  /** Stops the clock of one task. */
  suspendTask(task: Task): void {
    if (task.suspended) return;
    this.putDeadline(task, task.deadline && suspend(task.deadline, this.running.now), true);
  }

  resumeTask(task: Task): void {
    if (!task.suspended) return;
    this.putDeadline(task, task.deadline && resume(task.deadline, this.running.now), false);
  }

  putDeadline(task: Task, deadline: Deadline | undefined, suspended: boolean): void {
    const due = deadline ? computeDeadline(deadline, this.running.state.calendar) : undefined;
    // A later due date lets the ladder be climbed anew from where it stands: rungs that are ahead again may fire again.
    const fired = due?.dueOn && deadline ? this.stillReached(deadline, task.fired) : task.fired;
    this.running.putTask({ ...task, ...(deadline && { deadline }), dueAt: due?.dueAt ?? null, fired, suspended });
  }

  private stillReached(deadline: Deadline, fired: Task['fired']): Task['fired'] {
    const now = Date.parse(this.running.now);
    const { rungs } = this.datesOf(deadline);
    return fired.filter((rung) => !rungs.some((each) => each.rung === rung && Date.parse(each.at) > now));
  }

  /** Stops or restarts the clocks of the whole case: tasks not suspended by themselves, and every open window. */
  suspendAll(): void {
    this.running.state.suspendedAt = this.running.now;
    this.shiftWindows((window) => suspend(window, this.running.now));
    for (const task of Object.values(this.running.state.tasks)) this.suspendTask(task);
  }

  resumeCase(): void {
    const { state } = this.running;
    const except = state.pausedByThemselves ?? [];
    state.status = 'running';
    delete state.pausedByThemselves;
    delete state.suspendedAt;
    this.shiftWindows((window) => resume(window, this.running.now));
    for (const task of Object.values(state.tasks)) if (!except.includes(task.id)) this.resumeTask(task);
  }

  private shiftWindows(shift: (window: Deadline) => Deadline): void {
    for (const visit of Object.values(this.running.state.visits)) {
      if (visit.closedAt !== undefined) continue;
      for (const [name, window] of Object.entries(visit.windows)) {
        if (!visit.elapsed.includes(name)) visit.windows[name] = shift(window);
      }
    }
    this.running.version += 1;
  }

  /** Another calendar: every open date is computed anew. Returns the tasks whose due date moved. */
  recompute(): Moved[] {
    this.dueDates = new WeakMap();
    this.running.version += 1;
    return Object.values(this.running.state.tasks).flatMap((task) => this.move(task, task.deadline));
  }

  /**
   * Another policy holds from now on: open deadlines whose term it changes are computed anew, and the ladder is its own.
   * What a stage waits for by itself (a window) stays as it began. Returns the tasks whose due date moved.
   */
  policyChanged(mode: MovingMode): Moved[] {
    this.ladder = ladderOf(this.running.parameters);
    this.dueDates = new WeakMap();
    this.running.version += 1;
    return Object.values(this.running.state.tasks).flatMap((task) => {
      const deadline = task.deadline && changedDeadline(task.deadline, this.running.parameters, mode, this.running.now);
      return deadline === undefined ? [] : this.move(task, deadline);
    });
  }

  private move(task: Task, deadline: Deadline | undefined): Moved[] {
    this.putDeadline(task, deadline, task.suspended);
    const to = this.running.state.tasks[task.id]?.dueAt ?? null;
    return task.dueAt === to ? [] : [{ task: task.id, from: task.dueAt, to }];
  }

  /** Whether an act at this moment is later than the task's budget allows. */
  isLate(task: Task): boolean {
    return task.dueAt !== null && !task.suspended && Date.parse(this.running.now) >= Date.parse(task.dueAt);
  }

  /** How often a deadline may be extended, by policy. */
  extensionsAllowed(): number {
    return numberOf(this.running.parameters, 'acts.extensionMaxTimes');
  }
}
