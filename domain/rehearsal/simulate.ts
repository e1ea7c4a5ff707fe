import type { Stage } from '../procedures/declaration.ts';
import { numberOf } from '../procedures/parameters.ts';
import { stages } from '../procedures/rectification.ts';
import type { Json } from '../text.ts';
import { DateBook } from './dateBook.ts';
import { instantOn, type RehearsalPlan, type RehearsedCompound } from './plan.ts';
import { answerDay, byTask, type ScriptedAct, scriptedAct, scriptedActor } from './reviewer.ts';
import { SimulatedCase, type SimulatedTask, type SimulatedVisit } from './simulatedCase.ts';
import { dueDay, type SimulatedStage, silenceCounts, simulatedStages } from './simulatedStages.ts';
import type { Trace } from './trace.ts';

/** Rehearses every compound of a plan from policy, calendar and assumptions alone, without the engine. */
export function simulate(plan: RehearsalPlan): Trace[] {
  const one = simulator(plan);
  return plan.compounds.map(one);
}

/** As `simulate`, compound by compound; those of one locality share what has been computed. */
export function simulator(plan: RehearsalPlan): (compound: RehearsedCompound) => Trace {
  const books = new Map<string, DateBook>();
  return (compound) => {
    const { locality } = compound;
    const parameters = plan.policies[locality]?.parameters;
    if (parameters === undefined) throw new RangeError(`the plan has no policy of ${locality}`);
    const book = books.get(locality) ?? new DateBook(plan.calendar, parameters);
    books.set(locality, book);
    const running = new SimulatedCase(compound, plan, book);
    run(running);
    return { compound: compound.compound, entries: running.entries };
  };
}

/** A body asks for a stage and is given its result. */
type Body = Generator<Stage, string | undefined, string>;

/** The order of workflows/rectification.ts; a test holds the two against each other. */
function* rectification(bodies: Bodies): Body {
  let result: string;
  do {
    yield stages.nomination;
    result = yield stages.acceptance;
  } while (result === 'incomplete');
  yield stages.gazette;
  bodies.begin(changeMembers());
  yield* agreePlan(bodies);

  bodies.begin(watchMonthly());
  for (;;) {
    yield stages.execution;
    if ((yield stages.midtermAcceptance) === 'failed') continue;
    if ((yield stages.observation) === 'relapsed') continue;
    break;
  }
  return yield stages.closing;
}

function* agreePlan(bodies: Bodies): Body {
  yield stages.plan;
  while ((yield stages.planReview) === 'returned') {
    if (bodies.visitsOf(stages.planReview) < numberOf(bodies.running.parameters, 'rectification.planMaxReturns')) {
      yield stages.plan;
      continue;
    }
    while ((yield stages.planDecision) === 'revise') yield stages.plan;
    return undefined;
  }
  return undefined;
}

function* changeMembers(): Body {
  for (;;) {
    yield stages.memberChange;
    if ((yield stages.successorAcceptance) === 'accepted') yield stages.handover;
  }
}

function* watchMonthly(): Body {
  for (;;) yield stages.monthlyWatch;
}

/** The main body of a case and what runs beside it. */
class Bodies {
  readonly running: SimulatedCase;
  private readonly main: Body;
  private readonly waiting = new Map<SimulatedVisit, Body>();
  private readonly visits = new Map<string, number>();

  constructor(running: SimulatedCase) {
    this.running = running;
    this.main = rectification(this);
    this.move(this.main);
  }

  visitsOf({ id }: Stage): number {
    return this.visits.get(id) ?? 0;
  }

  /** Begins what runs beside the main body. */
  begin(body: Body): void {
    this.move(body);
  }

  /** Lets every body move whose stage has its result. */
  settle(): void {
    for (let visit = this.running.finished.shift(); visit !== undefined; visit = this.running.finished.shift()) {
      const body = this.waiting.get(visit);
      this.waiting.delete(visit);
      if (body) this.move(body, visit.result);
    }
  }

  private move(body: Body, result?: string): void {
    for (let next = body.next(result ?? ''); ; ) {
      if (next.done) {
        if (body === this.main) this.running.outcome = next.value ?? '';
        return;
      }
      const stage = next.value;
      const count = this.visitsOf(stage) + 1;
      this.visits.set(stage.id, count);
      const visit = this.running.openVisit(stage, count);
      primitiveOf(visit).open(this.running, visit);
      if (visit.result === undefined) {
        this.waiting.set(visit, body);
        return;
      }
      next = body.next(visit.result);
    }
  }
}

function primitiveOf({ stage }: SimulatedVisit): SimulatedStage {
  const primitive = simulatedStages[stage.primitive];
  if (primitive === undefined) throw new Error(`${stage.primitive} is not simulated`);
  return primitive;
}

/** Acts and time take turns until the case has ended or the rehearsal has. */
function run(running: SimulatedCase): void {
  const end = instantOn(running.plan.endOn, 'end');
  const bodies = new Bodies(running);
  bodies.settle();
  while (running.outcome === undefined) {
    const coming = next(running);
    const days = [...running.tasks.values()].map((task) => actsAt(running, task));
    // A rung may have been reached before its task was asked: a problem that was due already is worked on again.
    const at = Math.max(running.now, Math.min(...days, coming?.at ?? Number.POSITIVE_INFINITY));
    if (at > end) break;
    running.moveTo(at);
    if (coming !== undefined && coming.at <= at) {
      coming.happen();
      bodies.settle();
      continue;
    }
    for (const act of actsOf(running)) {
      const task = running.tasks.get(act.decision.stage);
      // An act of the same moment may have ended what was asked.
      if (task === undefined || running.outcome !== undefined) continue;
      carryOut(running, task, act.decision.decision, (act.decision.form ?? {}) as Record<string, Json>);
      bodies.settle();
    }
  }
  if (running.outcome !== undefined) {
    running.entries.push({ day: running.today, what: 'closed', outcome: running.outcome });
    return;
  }
  for (const task of running.tasks.values()) {
    if (task.dates !== undefined && task.dates.dueAt <= end)
      running.entries.push({ day: dueDay(task), what: 'overdue', task: task.id, office: task.office });
  }
}

/** When a task is decided, in epoch milliseconds. */
function actsAt(running: SimulatedCase, task: SimulatedTask): number {
  if (task.actsAt === undefined) {
    task.actsOn = answerDay(task, running.scene);
    task.actsAt = task.actsOn === undefined ? Number.POSITIVE_INFINITY : instantOn(task.actsOn, 'act');
  }
  return task.actsAt;
}

/** What is decided now, in order. */
function actsOf(running: SimulatedCase): ScriptedAct[] {
  const { scene } = running;
  const tasks = [...running.tasks.values()].filter((task) => actsAt(running, task) <= running.now);
  return tasks.flatMap((task) => scriptedAct(task, scene, task.actsOn) ?? []).sort(byTask);
}

function carryOut(running: SimulatedCase, task: SimulatedTask, decision: string, form: Record<string, Json>): void {
  const visit = visitOf(running, task);
  const actor = scriptedActor(task, running.compound);
  running.decide(task, decision, form, actor.id, (context) =>
    primitiveOf(visit).decide(running, visit, task, decision, context),
  );
  for (const each of running.visits.values()) {
    if (each.result === undefined) primitiveOf(each).factsChanged?.(running, each);
  }
}

function visitOf(running: SimulatedCase, task: SimulatedTask): SimulatedVisit {
  const visit = running.visits.get(`${task.stage}#${task.visit}`);
  if (visit === undefined) throw new Error(`${task.id} belongs to no visit`);
  return visit;
}

interface Coming {
  at: number;
  happen(): void;
}

/** What time brings next: a rung of the ladder, the end of a task's patience or of a window. */
function next(running: SimulatedCase): Coming | undefined {
  let first: Coming | undefined;
  const offer = (at: number, happen: () => void): void => {
    if (first === undefined || at < first.at) first = { at, happen };
  };
  for (const task of running.tasks.values()) {
    if (task.dates === undefined) continue;
    const rung = task.dates.rungs.find((each) => !task.fired.includes(each.rung));
    if (rung) offer(rung.at, () => climb(running, task, rung.rung));
    const visit = visitOf(running, task);
    if (silenceCounts(running, visit, task))
      offer(task.dates.dueAt, () => primitiveOf(visit).expired?.(running, visit, task));
  }
  for (const visit of running.visits.values()) {
    if (visit.result !== undefined) continue;
    for (const [name, { dates }] of visit.windows)
      offer(dates.dueAt, () => {
        visit.windows.delete(name);
        primitiveOf(visit).elapsed?.(running, visit, name);
      });
  }
  return first;
}

function climb(running: SimulatedCase, task: SimulatedTask, rung: SimulatedTask['fired'][number]): void {
  task.fired.push(rung);
  running.entries.push({ day: running.today, what: 'escalated', task: task.id, office: task.office, rung });
}
