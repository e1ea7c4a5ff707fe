import { type PlainDay, startOfDay } from '../calendar/calendar.ts';
import { fromEpochDay } from '../calendar/civil.ts';
import { isClockUnit } from '../calendar/term.ts';
import { dayOfMillis } from '../calendar/zone.ts';
import type { Problem } from '../case/caseView.ts';
import type { Rung } from '../case/task.ts';
import type { Deadline } from '../deadline/deadline.ts';
import { systemActor } from '../organisation/actor.ts';
import type { OfficeCode } from '../organisation/offices.ts';
import type { CaseContext, DeadlineRule, DecisionContext, Facts, Stage } from '../procedures/declaration.ts';
import { parameter, termOf } from '../procedures/parameters.ts';
import { procedure, type RectificationFacts } from '../procedures/rectification.ts';
import type { Json } from '../text.ts';
import type { DateBook, Dates } from './dateBook.ts';
import { instantOn, type RehearsalPlan, type RehearsedCompound } from './plan.ts';
import type { AskedTask, Scene } from './scene.ts';
import type { TraceEntry } from './trace.ts';

/** A task of a simulated case. */
export interface SimulatedTask extends AskedTask {
  dates: Dates | undefined;
  fired: Rung[];
  /** When it is decided, once that has been asked. */
  actsOn?: PlainDay | undefined;
  actsAt?: number;
}

/** One visit of a stage. */
export interface SimulatedVisit {
  key: string;
  stage: Stage;
  visit: number;
  openedOn: PlainDay;
  result?: string;
  /** What the stage waits for, by name; what has passed is taken out. */
  windows: Map<string, { deadline: Deadline; dates: Dates }>;
  /** Every window there was, for their dates. */
  spans: Record<string, Dates>;
  /** The people who handed in what it holds. */
  submitters: string[];
  /** What the stage remembers between acts. */
  votes?: Votes;
  reported?: number;
  opensOn?: PlainDay;
}

/** The votes of a joint review; `of` is the fingerprint of what a seat judges. */
export interface Votes {
  seats: { id: string; of: string }[];
  given: Record<string, { vote: 'approve' | 'refuse'; of: string }>;
}

/** The state of a case as the simulation keeps it: no history, no hashes, no suspension; the declarations do the rest. */
export class SimulatedCase {
  readonly compound: RehearsedCompound;
  readonly plan: RehearsalPlan;
  private readonly book: DateBook;
  /** The case's present, in epoch milliseconds. */
  now: number;
  today: PlainDay;
  facts: Facts;
  problems = new Map<string, Problem>();
  readonly visits = new Map<string, SimulatedVisit>();
  tasks = new Map<string, SimulatedTask>();
  outcome: string | undefined;
  readonly entries: TraceEntry[] = [];
  /** Visits that have got their result and whose body has not moved yet. */
  readonly finished: SimulatedVisit[] = [];
  /** The decision under way: a stage it ends shows its result there. */
  private deciding: (TraceEntry & { what: 'decided' }) | undefined;
  private readonly input: Record<string, Json>;

  constructor(compound: RehearsedCompound, plan: RehearsalPlan, book: DateBook) {
    this.compound = compound;
    this.plan = plan;
    this.book = book;
    this.now = instantOn(plan.startOn, 'start');
    this.today = plan.startOn;
    this.input = { route: compound.route, baselineMonthlyComplaints: compound.baselineMonthlyComplaints };
    this.facts = procedure.initialFacts(this.input);
    this.entries.push({ day: plan.startOn, what: 'opened' });
  }

  moveTo(now: number): void {
    if (now === this.now) return;
    this.now = now;
    this.today = fromEpochDay(dayOfMillis(now));
  }

  get parameters(): Scene['parameters'] {
    return this.plan.policies[this.compound.locality]?.parameters ?? {};
  }

  get scene(): Scene {
    const { compound, parameters, plan } = this;
    const facts = this.facts as unknown as RectificationFacts;
    const { assumptions, calendar } = plan;
    return { compound, assumptions, calendar, parameters, facts, problems: [...this.problems.values()] };
  }

  context(): CaseContext {
    const { compound, plan } = this;
    return {
      facts: this.facts,
      problems: [...this.problems.values()],
      subject: { type: 'compound', id: compound.compound, name: compound.name, scope: compound.scope },
      input: this.input,
      parameters: this.parameters,
      calendar: plan.calendar,
      startedOn: plan.startOn,
      recordedFrom: plan.startOn,
      day: this.today,
      resultOf: (stage) => this.latest(stage, ({ result }) => result !== undefined)?.result,
      isOpen: (stage) => this.latest(stage, ({ result }) => result === undefined) !== undefined,
      awaited: [],
    };
  }

  private latest(stage: string, which: (visit: SimulatedVisit) => boolean): SimulatedVisit | undefined {
    return [...this.visits.values()].findLast((visit) => visit.stage.id === stage && which(visit));
  }

  openVisit(stage: Stage, visit: number): SimulatedVisit {
    const key = `${stage.id}#${visit}`;
    const opened: SimulatedVisit = {
      key,
      stage,
      visit,
      openedOn: this.today,
      windows: new Map(),
      spans: {},
      submitters: [],
    };
    this.visits.set(key, opened);
    return opened;
  }

  finish(visit: SimulatedVisit, result: string): void {
    visit.result = result;
    for (const task of this.tasksOf(visit)) this.tasks.delete(task.id);
    if (this.deciding?.task.split('.')[0] === visit.key) this.deciding.result = result;
    else this.entries.push({ day: this.today, what: 'stageClosed', task: visit.key, result });
    this.finished.push(visit);
  }

  tasksOf({ stage, visit }: SimulatedVisit): SimulatedTask[] {
    return [...this.tasks.values()].filter((task) => task.stage === stage.id && task.visit === visit);
  }

  openTask(
    visit: SimulatedVisit,
    ask: { face: string; part?: string; office?: OfficeCode; startOn?: PlainDay; dueOn?: PlainDay; notBy?: string[] },
  ): void {
    const face = visit.stage.faces[ask.face];
    const office = ask.office ?? face?.office;
    if (face === undefined || office === undefined) throw new Error(`${visit.key}: face ${ask.face} names no office`);
    const startOn = ask.startOn ?? visit.openedOn;
    const deadline =
      ask.dueOn === undefined
        ? face.deadline && this.deadlineFor(face.deadline, startOn)
        : fixedDay(startOn, ask.dueOn);
    const dates = deadline && this.book.datesOf(deadline);
    const reviewed = (visit.stage.reviews ?? []).flatMap((stage) => this.latest(stage, () => true)?.submitters ?? []);
    const id = ask.part === undefined ? visit.key : `${visit.key}.${ask.part}`;
    this.tasks.set(id, {
      id,
      stage: visit.stage.id,
      visit: visit.visit,
      face: ask.face,
      office,
      openedAt: new Date(this.now).toISOString(),
      dueAt: dates === undefined ? null : new Date(dates.dueAt).toISOString(),
      dates,
      fired: [],
      notBy: ask.notBy ?? reviewed,
      ...(ask.part !== undefined && { part: ask.part }),
    });
  }

  private deadlineFor(rule: DeadlineRule, opensOn: PlainDay): Deadline | undefined {
    const term = termOf(this.parameters, rule.parameter);
    if (term === undefined) return undefined;
    const startOn = rule.from?.(this.context()) ?? opensOn;
    const direction = rule.direction ?? 'after';
    const byTheClock = isClockUnit(term.unit);
    const startAt = startOn === this.today ? new Date(this.now).toISOString() : startOfDay(startOn);
    const roll = byTheClock ? 'none' : (rule.roll ?? (direction === 'before' ? 'backward' : 'forward'));
    const { source } = parameter(this.parameters, rule.parameter);
    return {
      ...plain(term, startOn, { parameter: rule.parameter, source }),
      roll,
      direction,
      ...(byTheClock && { startAt }),
    };
  }

  /** A span of time a stage waits for; a duration does not roll. */
  addWindow(
    visit: SimulatedVisit,
    name: string,
    span: Pick<Deadline, 'term' | 'startOn'> & { direction?: 'before' },
  ): void {
    const deadline = { ...plain(span.term, span.startOn, { parameter: 'window', source: 'window' }), ...span };
    const dates = this.book.datesOf(deadline);
    visit.windows.set(name, { deadline, dates });
    visit.spans[name] = dates;
  }

  patchFacts(patch: Partial<Facts>): void {
    for (const [name, value] of Object.entries(patch)) if (value !== undefined) this.facts[name] = value;
  }

  addProblem(problem: Pick<Problem, 'category' | 'office' | 'dueOn' | 'round'>): Problem {
    const added: Problem = { ...problem, id: `P${this.problems.size + 1}`, status: 'open', reopened: 0 };
    this.problems.set(added.id, added);
    return added;
  }

  /** Carries a decision out: its entry, its effect on the facts, and what its stage makes of it. */
  decide(
    task: SimulatedTask,
    decision: string,
    given: Record<string, Json>,
    by: string,
    move: (context: DecisionContext) => void,
  ): void {
    const visit = this.visits.get(`${task.stage}#${task.visit}`);
    const declared = visit?.stage.faces[task.face]?.decisions[decision];
    if (visit === undefined || declared === undefined) throw new Error(`${task.id} offers no ${decision}`);
    const form = (declared.form?.parse(given) ?? {}) as Record<string, Json>;
    const actor = { ...systemActor, id: by };
    const context: DecisionContext = { ...this.context(), actor, form, part: task.part, visit: task.visit };
    const refused = declared.guard?.(context);
    if (refused) throw refused;
    const late = task.dates !== undefined && this.now >= task.dates.dueAt;
    this.deciding = { day: this.today, what: 'decided', task: task.id, office: task.office, decision, late };
    this.entries.push(this.deciding);
    const effect = declared.effect?.(context);
    if (effect) this.patchFacts(effect);
    move(context);
    this.deciding = undefined;
  }
}

function plain(term: Deadline['term'], startOn: PlainDay, rule: Deadline['rule']): Deadline {
  return { term, startOn, roll: 'none', direction: 'after', suspensions: [], extensions: [], rule };
}

function fixedDay(startOn: PlainDay, dueOn: PlainDay): Deadline {
  const n = Math.max(0, Math.round((Date.parse(dueOn) - Date.parse(startOn)) / 86_400_000));
  return plain({ n, unit: 'calendarDays' }, startOn, { parameter: 'problem.dueOn', source: 'as planned' });
}
