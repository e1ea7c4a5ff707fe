import { uuid4 } from '@temporalio/workflow';
import { dayOf, type PlainDay, startOfDay } from '../../domain/calendar/calendar.ts';
import { isClockUnit } from '../../domain/calendar/term.ts';
import type { Problem } from '../../domain/case/caseView.ts';
import type { CaseOpening, CaseParameters } from '../../domain/case/opening.ts';
import type { Task } from '../../domain/case/task.ts';
import { computeDeadline, type Deadline, suspend } from '../../domain/deadline/deadline.ts';
import { type Actor, type Person, systemActor } from '../../domain/organisation/actor.ts';
import type { OfficeCode } from '../../domain/organisation/offices.ts';
import type { CaseStanding } from '../../domain/permissions.ts';
import type { CaseContext, DeadlineRule, Facts, Procedure, Stage } from '../../domain/procedures/declaration.ts';
import { parameter, termOf } from '../../domain/procedures/parameters.ts';
import type { Json } from '../../domain/text.ts';
import type { EventTexts, EventType, EvidenceRef, RecordedEvent, TimelineEvent } from '../../domain/timeline/event.ts';
import { hashOf, hashOfEvent } from '../../domain/timeline/hashChain.ts';
import { changedParameters, parametersUnder } from './appliedPolicies.ts';
import type { CaseAppeal, CaseState, StageVisit } from './caseState.ts';

/** An event being put together; sealed into the chain once the act has settled. */
export interface Draft {
  type: EventType;
  at: string;
  effectiveOn?: string;
  stage?: string;
  actor: Actor;
  office?: OfficeCode;
  /** Whom the actor stands in for. */
  inNameOf?: Person;
  data: Record<string, Json>;
  evidence: EvidenceRef[];
  comment?: string;
  form?: Json;
  act?: { key: string; body: string };
  imported?: true;
}

export type DraftInput = Partial<Draft> & { type: EventType };

/** What has changed since the last flush. */
export interface Changes {
  whole: boolean;
  stages: Set<string>;
  tasks: Set<string>;
  ended: Map<string, { decision?: string; by?: string; why: string; at: string; task?: Task }>;
  problems: Set<string>;
}

const noChanges = (whole: boolean): Changes => ({
  whole,
  stages: new Set(),
  tasks: new Set(),
  ended: new Map(),
  problems: new Set(),
});

/**
 * One case while it runs: its state, and the elementary changes the primitives and acts are made of.
 * Every change is synchronous; nothing here waits.
 */
export class RunningCase {
  readonly procedure: Procedure;
  readonly opening: CaseOpening;
  readonly state: CaseState;
  /** Sealed events that the read model does not have yet. */
  readonly outbox: RecordedEvent[] = [];
  changes: Changes;
  /** Counts changes that may move the next wake-up. */
  version = 0;
  /** Raised when a correction takes the case back: the bodies are begun anew from the carried state. */
  generation = 0;
  /** While earlier steps of a paper case are applied: the day of the step. */
  importing: PlainDay | undefined;
  /** The effective day of the act under way. */
  actDay: PlainDay | undefined;
  /** In whose name the act under way is done, where that is not the actor's own. */
  actingFor: Person | undefined;
  /** Told when a stage visit has its result. */
  onFinish: (key: string, result: string) => void = () => {};
  private drafts: Draft[] = [];

  constructor(procedure: Procedure, opening: CaseOpening, state: CaseState, resumed: boolean) {
    this.procedure = procedure;
    this.opening = opening;
    this.state = state;
    this.changes = noChanges(!resumed);
  }

  /** The case's present: the workflow's clock, or the day of an earlier step being entered. */
  get now(): string {
    return this.importing === undefined ? new Date(Date.now()).toISOString() : `${this.importing}T04:00:00.000Z`;
  }

  get today(): PlainDay {
    return dayOf(this.now);
  }

  get day(): PlainDay {
    return this.actDay ?? this.today;
  }

  get ended(): boolean {
    return this.state.status === 'completed' || this.state.status === 'cancelled';
  }

  get standing(): CaseStanding {
    return {
      scope: this.opening.subject.scope,
      ...(this.state.asked && { asked: this.state.asked }),
      status: this.state.status,
      cancelledBy: this.procedure.cancellation.by,
    };
  }

  /** Parameters of the policy that holds in the case now. */
  get parameters(): CaseParameters {
    return this.parametersAfter(this.state.applied?.length ?? 0);
  }

  get policyVersion(): string {
    return this.state.applied?.at(-1)?.version ?? this.opening.policy.version;
  }

  /** The parameters that held once so many policies had been applied to it. */
  parametersAfter(applied: number): CaseParameters {
    return parametersUnder(this.opening.policy.parameters, this.state.applied?.[applied - 1]);
  }

  /** From now on another policy holds; what was decided keeps to the one of then. */
  adoptPolicy(version: string, parameters: CaseParameters): void {
    const changed = changedParameters(this.opening.policy.parameters, parameters);
    this.state.applied = [...(this.state.applied ?? []), { version, parameters: changed }];
    this.version += 1;
  }

  context(): CaseContext {
    const { state, opening } = this;
    return {
      facts: state.facts,
      problems: Object.values(state.problems),
      subject: opening.subject,
      input: opening.input,
      parameters: this.parameters,
      calendar: state.calendar,
      startedOn: state.startedOn,
      recordedFrom: state.recordedFrom,
      day: this.day,
      resultOf: (stage) => this.latestVisit(stage, (visit) => visit.result !== undefined)?.result,
      isOpen: (stage) => this.latestVisit(stage, (visit) => visit.closedAt === undefined) !== undefined,
      awaited: state.links.flatMap((link) =>
        link.relation === 'awaits' && link.outcome === undefined ? [link.case] : [],
      ),
    };
  }

  private latestVisit(stage: string, which: (visit: StageVisit) => boolean): StageVisit | undefined {
    return Object.values(this.state.visits)
      .filter((visit) => visit.stage === stage && which(visit))
      .at(-1);
  }

  // Stages

  openVisit(stage: Stage, visit: number): StageVisit {
    const key = `${stage.id}#${visit}`;
    const opened: StageVisit = {
      stage: stage.id,
      visit,
      openedAt: this.now,
      openedOn: this.day,
      openedSeq: this.nextSeq,
      progress: {},
      windows: {},
      elapsed: [],
      submitters: [],
    };
    this.state.visits[key] = opened;
    this.changes.stages.add(key);
    this.version += 1;
    this.record({
      type: 'stageOpened',
      stage: key,
      ...(opened.openedOn !== this.today && { effectiveOn: opened.openedOn }),
    });
    return opened;
  }

  /** Ends a visit: its tasks are withdrawn and its body may move on. */
  finish(key: string, result: string, data: Record<string, Json> = {}): void {
    const visit = this.visitAt(key);
    visit.result = result;
    visit.closedAt = this.now;
    if (this.state.applied) visit.policy = this.state.applied.length;
    for (const task of this.tasksOf(key)) this.endTask(task.id, { why: 'stageClosed' });
    this.changes.stages.add(key);
    this.version += 1;
    const deciding = this.drafts.findLast((draft) => draft.type === 'decided');
    if (deciding?.stage !== undefined && visitKeyOf(deciding.stage) === key)
      Object.assign(deciding.data, { result }, data);
    else this.record({ type: 'stageClosed', stage: key, data: { result, ...data } });
    this.onFinish(key, result);
  }

  /** Ends the case: nothing is asked any more, and its bodies stand still. */
  end(status: 'completed' | 'cancelled', outcome: string): void {
    this.state.status = status;
    this.state.outcome = outcome;
    this.state.endedAt = this.now;
    for (const id of Object.keys(this.state.tasks)) this.endTask(id, { why: status });
    for (const [key, visit] of Object.entries(this.state.visits)) {
      if (visit.closedAt !== undefined) continue;
      visit.closedAt = this.now;
      this.changes.stages.add(key);
    }
    this.version += 1;
  }

  visitAt(key: string): StageVisit {
    const visit = this.state.visits[key];
    if (visit === undefined) throw new Error(`no visit ${key}`);
    return visit;
  }

  stageOf(visit: StageVisit | Task): Stage {
    const stage = this.procedure.stages[visit.stage];
    if (stage === undefined) throw new Error(`${this.procedure.kind} has no stage ${visit.stage}`);
    return stage;
  }

  // Tasks

  openTask(
    key: string,
    ask: {
      face: string;
      part?: string;
      office?: OfficeCode;
      unit?: string;
      scope?: string;
      notBy?: string[];
      startOn?: PlainDay;
      dueOn?: PlainDay;
    },
  ): Task {
    const visit = this.visitAt(key);
    const stage = this.stageOf(visit);
    const face = stage.faces[ask.face];
    const named = ask.office ?? face?.office;
    if (face === undefined || named === undefined) throw new Error(`${key}: face ${ask.face} names no office`);
    const office = this.procedure.standIns?.(this.opening.input)[named] ?? named;
    const startOn = ask.startOn ?? visit.openedOn;
    const dueOn = ask.dueOn ?? face.dueOn?.(this.context());
    const deadline =
      dueOn === undefined ? face.deadline && this.deadlineFor(face.deadline, startOn) : fixedDay(startOn, dueOn);
    const task: Task = {
      id: ask.part === undefined ? key : `${key}.${ask.part}`,
      stage: visit.stage,
      visit: visit.visit,
      face: ask.face,
      office,
      openedAt: this.now,
      dueAt: deadline ? computeDeadline(deadline, this.state.calendar).dueAt : null,
      fired: [],
      notBy: ask.notBy ?? this.submittersOf(stage),
      suspended: false,
      ...(ask.part !== undefined && { part: ask.part }),
      ...(ask.unit !== undefined && { unit: ask.unit }),
      ...(ask.scope !== undefined && { scope: ask.scope }),
      ...(deadline && { deadline }),
    };
    if (ask.scope !== undefined) this.noteAsked(ask.scope);
    const put = this.heldBack(task);
    this.putTask(put);
    return put;
  }

  /** The appeal that keeps what a stage asks from going on, if any. */
  appealHolding(stage: string): CaseAppeal | undefined {
    return this.state.appeals?.find(({ holds, outcome }) => outcome === undefined && holds.includes(stage));
  }

  /** A task that is about to be asked: while an appeal holds its stage, it rests from the beginning. */
  heldBack(task: Task): Task {
    const appeal = this.appealHolding(task.stage);
    if (appeal === undefined || task.suspended) return task;
    this.noteHeld(task.id, appeal.case);
    const deadline = task.deadline && suspend(task.deadline, this.now);
    const dueAt = deadline ? computeDeadline(deadline, this.state.calendar).dueAt : null;
    return { ...task, ...(deadline && { deadline }), dueAt, suspended: true };
  }

  /** The end of the appeal wakes the task. */
  noteHeld(task: string, appeal: string): void {
    this.state.held = [...(this.state.held ?? []).filter((each) => each !== task), task];
    this.record({ type: 'suspended', stage: task, data: { appeal } });
  }

  /** Whoever was asked keeps seeing the case. */
  private noteAsked(scope: string): void {
    const { asked = [] } = this.state;
    if (!asked.includes(scope)) this.state.asked = [...asked, scope];
  }

  private submittersOf(stage: Stage): string[] {
    return (stage.reviews ?? []).flatMap((reviewed) => this.latestVisit(reviewed, () => true)?.submitters ?? []);
  }

  private deadlineFor(rule: DeadlineRule, opensOn: PlainDay): Deadline | undefined {
    const term = termOf(this.parameters, rule.parameter);
    if (term === undefined) return undefined;
    const startOn = rule.from?.(this.context()) ?? opensOn;
    const direction = rule.direction ?? 'after';
    const byTheClock = isClockUnit(term.unit);
    return {
      term,
      startOn,
      // A term in hours runs from now, or from the beginning of an earlier effective day.
      ...(byTheClock && { startAt: startOn === this.today ? this.now : startOfDay(startOn) }),
      roll: byTheClock ? 'none' : (rule.roll ?? (direction === 'before' ? 'backward' : 'forward')),
      direction,
      suspensions: [],
      extensions: [],
      rule: { parameter: rule.parameter, source: parameter(this.parameters, rule.parameter).source },
    };
  }

  /** A span of time a primitive waits for; a duration does not roll. */
  addWindow(
    key: string,
    name: string,
    window: Pick<Deadline, 'term' | 'startOn'> & Partial<Pick<Deadline, 'direction'>>,
    source: Deadline['rule'],
  ): void {
    this.visitAt(key).windows[name] = {
      direction: 'after',
      ...window,
      roll: 'none',
      suspensions: [],
      extensions: [],
      rule: source,
    };
    this.version += 1;
  }

  putTask(task: Task): void {
    this.state.tasks[task.id] = task;
    this.changes.tasks.add(task.id);
    this.changes.ended.delete(task.id);
    this.version += 1;
  }

  endTask(id: string, how: { decision?: string; by?: string; why: string }): void {
    const task = this.state.tasks[id];
    // Decided before it was flushed: what was asked goes with the decision. Earlier steps on paper were asked by nobody here.
    const unknown = this.changes.tasks.has(id) && how.decision !== undefined && this.importing === undefined;
    delete this.state.tasks[id];
    this.changes.tasks.delete(id);
    this.changes.ended.set(id, { ...how, at: this.now, ...(unknown && task && { task }) });
    this.version += 1;
  }

  tasksOf(key: string): Task[] {
    return Object.values(this.state.tasks).filter((task) => `${task.stage}#${task.visit}` === key);
  }

  // Facts and problems

  patchFacts(patch: Partial<Facts>): void {
    for (const [name, value] of Object.entries(patch)) if (value !== undefined) this.state.facts[name] = value;
  }

  addProblem(problem: Omit<Problem, 'id' | 'status' | 'reopened'>): Problem {
    this.state.problemCount += 1;
    const added: Problem = { ...problem, id: `P${this.state.problemCount}`, status: 'open', reopened: 0 };
    this.putProblem(added);
    return added;
  }

  putProblem(problem: Problem): void {
    this.state.problems[problem.id] = problem;
    this.changes.problems.add(problem.id);
  }

  /** What listed it was taken back. */
  dropProblem(id: string): void {
    delete this.state.problems[id];
    this.changes.problems.add(id);
  }

  // Timeline

  get nextSeq(): number {
    return this.state.seq + this.drafts.length + 1;
  }

  record(draft: DraftInput): Draft {
    const full: Draft = {
      at: this.now,
      actor: systemActor,
      data: {},
      evidence: [],
      ...(this.importing !== undefined && { imported: true, effectiveOn: this.importing }),
      ...(this.actingFor && draft.act && draft.type !== 'decided' && { inNameOf: this.actingFor }),
      ...draft,
    };
    // What was recorded today about an earlier day is recorded today, whatever day it speaks of.
    if (full.imported) full.at = new Date(Date.now()).toISOString();
    this.drafts.push(full);
    return full;
  }

  /** Gives the drafts their place in the chain and hands them to the outbox. */
  seal(): void {
    for (const draft of this.drafts) {
      const texts = textsOf(draft);
      const unhashed: Omit<TimelineEvent, 'hash'> = {
        case: this.opening.id,
        epoch: this.opening.epoch,
        seq: this.state.seq + 1,
        at: draft.at,
        ...(draft.effectiveOn !== undefined && { effectiveOn: draft.effectiveOn }),
        type: draft.type,
        ...(draft.stage !== undefined && { stage: draft.stage }),
        actor: {
          id: draft.actor.id,
          role: draft.actor.role,
          ...(draft.office && { office: draft.office }),
          ...(draft.inNameOf && { for: draft.inNameOf.id }),
        },
        data: draft.data,
        evidence: draft.evidence,
        ...(draft.imported && { imported: true as const }),
        ...(draft.act && { act: draft.act }),
        ...(texts && { textsHash: hashOf(texts) }),
        prevHash: this.state.hash,
      };
      const event: TimelineEvent = { ...unhashed, hash: hashOfEvent(unhashed) };
      this.state.seq = event.seq;
      this.state.hash = event.hash;
      this.outbox.push({ event, ...(texts && { texts }) });
    }
    this.drafts = [];
  }

  takeChanges(): Changes {
    const taken = this.changes;
    this.changes = noChanges(false);
    return taken;
  }
}

/** The visit a task belongs to: `planReview#2` of `planReview#2.housingBureau`. */
export function visitKeyOf(task: string): string {
  return task.split('.')[0] ?? task;
}

function fixedDay(startOn: PlainDay, dueOn: PlainDay): Deadline {
  const n = Math.max(0, Math.round((Date.parse(dueOn) - Date.parse(startOn)) / 86_400_000));
  return {
    term: { n, unit: 'calendarDays' },
    startOn,
    roll: 'none',
    direction: 'after',
    suspensions: [],
    extensions: [],
    rule: { parameter: 'problem.dueOn', source: 'as planned' },
  };
}

function textsOf(draft: Draft): EventTexts | undefined {
  if (draft.actor.role === 'system' && draft.comment === undefined && draft.form === undefined) return undefined;
  return {
    salt: uuid4(),
    actorName: draft.actor.name,
    ...(draft.inNameOf && { forName: draft.inNameOf.name }),
    ...(draft.comment !== undefined && { comment: draft.comment }),
    ...(draft.form !== undefined && { form: draft.form }),
  };
}
