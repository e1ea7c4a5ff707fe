import { addDays, dayOf } from '../calendar/calendar.ts';
import type { Problem } from '../case/caseView.ts';
import type { OfficeCode } from '../organisation/offices.ts';
import type { DecisionContext, PrimitiveName } from '../procedures/declaration.ts';
import { flagOf, numberOf, termOf } from '../procedures/parameters.ts';
import type {
  CheckpointOptions,
  JointReviewOptions,
  LedgerOptions,
  ListedProblem,
  ObservationOptions,
  Seat,
  SingleTaskOptions,
} from '../procedures/stages.ts';
import { hashOf } from '../timeline/hashChain.ts';
import type { SimulatedCase, SimulatedTask, SimulatedVisit, Votes } from './simulatedCase.ts';

/** How one kind of stage opens, takes decisions and notices time, in a simulated case. */
export interface SimulatedStage {
  open(running: SimulatedCase, visit: SimulatedVisit): void;
  decide(
    running: SimulatedCase,
    visit: SimulatedVisit,
    task: SimulatedTask,
    decision: string,
    context: DecisionContext,
  ): void;
  elapsed?(running: SimulatedCase, visit: SimulatedVisit, window: string): void;
  expired?(running: SimulatedCase, visit: SimulatedVisit, task: SimulatedTask): void;
  factsChanged?(running: SimulatedCase, visit: SimulatedVisit): void;
}

const singleTask: SimulatedStage = {
  open: (running, visit) => running.openTask(visit, { face: 'main' }),
  decide(running, visit, task, decision, { actor }) {
    if (visit.stage.primitive === 'submission') visit.submitters.push(actor.id);
    running.tasks.delete(task.id);
    running.finish(visit, (visit.stage.options as SingleTaskOptions).results[decision] ?? decision);
  },
};

const jointReview: SimulatedStage = {
  open(running, visit) {
    const options = visit.stage.options as JointReviewOptions;
    const votes: Votes = { seats: [], given: {} };
    visit.votes = votes;
    const asked: Seat[] = [];
    for (const seat of options.seats(running.context())) {
      const of = seat.subjectMatter === undefined ? '' : hashOf(seat.subjectMatter);
      votes.seats.push({ id: seat.id, of });
      const earlier = options.keepApprovals ? lastVote(running, visit, seat.id) : undefined;
      if (earlier?.vote === 'approve' && earlier.of === of) votes.given[seat.id] = earlier;
      else asked.push(seat);
    }
    for (const { id, office } of asked) running.openTask(visit, { face: 'seat', part: id, office });
    count(running, visit, votes);
  },
  decide(running, visit, task, decision) {
    running.tasks.delete(task.id);
    cast(running, visit, task, (visit.stage.options as JointReviewOptions).votes[decision] ?? 'refuse');
  },
  expired(running, visit, task) {
    const { onSilence } = visit.stage.options as JointReviewOptions;
    running.entries.push({ day: dueDay(task), what: 'expired', task: task.id, office: task.office });
    running.tasks.delete(task.id);
    if (onSilence) running.patchFacts(onSilence({ ...running.context(), part: task.part ?? '' }));
    cast(running, visit, task, 'refuse');
  },
};

/** The last day on which the task was in time. */
export function dueDay(task: SimulatedTask): string {
  return dayOf(new Date((task.dates?.dueAt ?? 0) - 1).toISOString());
}

function cast(
  running: SimulatedCase,
  visit: SimulatedVisit,
  { part = '' }: SimulatedTask,
  vote: 'approve' | 'refuse',
): void {
  const { votes } = visit;
  if (votes === undefined) throw new Error(`${visit.key} asks nobody`);
  votes.given[part] = { vote, of: votes.seats.find(({ id }) => id === part)?.of ?? '' };
  count(running, visit, votes);
}

function count(running: SimulatedCase, visit: SimulatedVisit, { seats, given: votes }: Votes): void {
  const { rule, results } = visit.stage.options as JointReviewOptions;
  const given = Object.values(votes);
  const approvals = given.filter(({ vote }) => vote === 'approve').length;
  const refusals = given.length - approvals;
  const { atLeast = seats.length } = typeof rule === 'object' ? rule : {};
  const needed = typeof atLeast === 'number' ? atLeast : numberOf(running.parameters, atLeast);
  const ended =
    rule === 'veto' ? refusals > 0 : rule === 'all' ? given.length === seats.length : seats.length - refusals < needed;
  if (approvals >= needed) running.finish(visit, results.approved);
  else if (ended) running.finish(visit, results.refused);
}

function lastVote(
  running: SimulatedCase,
  { stage, visit }: SimulatedVisit,
  seat: string,
): Votes['given'][string] | undefined {
  for (let earlier = visit - 1; earlier >= 1; earlier -= 1) {
    const vote = running.visits.get(`${stage.id}#${earlier}`)?.votes?.given[seat];
    if (vote !== undefined) return vote;
  }
  return undefined;
}

const ledger: SimulatedStage = {
  open(running, visit) {
    const { problems, until, untilFrom = 'case' } = visit.stage.options as LedgerOptions;
    const term = until && termOf(running.parameters, until);
    if (term) {
      const startOn = visit.visit === 1 && untilFrom === 'case' ? running.plan.startOn : visit.openedOn;
      running.addWindow(visit, 'until', { term, startOn });
    }
    for (const problem of unsolved(running)) askForWork(running, visit, problem);
    enter(running, visit, problems(running.context()));
    running.openTask(visit, { face: unsolved(running).length === 0 ? 'list' : 'addition', part: 'list' });
  },
  decide(running, visit, task, decision, context) {
    running.tasks.delete(task.id);
    if (task.face === 'list') {
      enter(running, visit, (visit.stage.options as LedgerOptions).listed(context.form, context));
      running.openTask(visit, { face: 'addition', part: 'list' });
      return;
    }
    const problem = running.problems.get((task.part ?? '').split('-')[0] ?? '');
    if (problem === undefined) throw new Error(`${task.id} speaks of no problem`);
    const status = decision === 'complete' ? 'done' : decision === 'pass' ? 'verified' : 'open';
    const changed: Problem = { ...problem, status, reopened: problem.reopened + (status === 'open' ? 1 : 0) };
    running.problems.set(problem.id, changed);
    if (status !== 'verified') askForWork(running, visit, changed, context.actor.id);
    else if (unsolved(running).length === 0) running.finish(visit, 'verified');
  },
  elapsed: (running, visit) => running.finish(visit, 'timeReached'),
};

function unsolved(running: SimulatedCase): Problem[] {
  return [...running.problems.values()].filter(({ status }) => status !== 'verified');
}

function enter(running: SimulatedCase, visit: SimulatedVisit, listed: readonly ListedProblem[]): void {
  for (const problem of listed) askForWork(running, visit, running.addProblem({ ...problem, round: visit.visit }));
}

function askForWork(running: SimulatedCase, visit: SimulatedVisit, problem: Problem, worker?: string): void {
  const startOn = running.today;
  if (problem.status === 'done') {
    const notBy = worker === undefined ? [] : [worker];
    running.openTask(visit, { face: 'verify', part: `${problem.id}-verify`, startOn, notBy });
  } else {
    const { office, dueOn } = problem;
    running.openTask(visit, { face: 'work', part: problem.id, office: office as OfficeCode, startOn, dueOn });
  }
}

const observation: SimulatedStage = {
  open(running, visit) {
    const months = numberOf(running.parameters, (visit.stage.options as ObservationOptions).months);
    for (let n = 1; n <= months; n += 1) {
      running.addWindow(visit, `month-${n}`, { term: { n, unit: 'months' }, startOn: visit.openedOn });
    }
    running.openTask(visit, { face: 'inspection', part: 'inspection' });
  },
  elapsed(running, visit, window) {
    running.openTask(visit, { face: 'check', part: window, startOn: endOf(visit, window) });
  },
  decide(running, visit, task, _decision, context) {
    const { failures, months } = visit.stage.options as ObservationOptions;
    const n = Number(task.part?.split('-')[1]);
    const span = { n, from: addDays(endOf(visit, `month-${n - 1}`), 1), to: endOf(visit, `month-${n}`) };
    const failed = failures(context.form, { ...context, facts: running.facts }, span).length > 0;
    running.tasks.delete(task.id);
    if (failed) return relapse(running, visit);
    visit.reported = (visit.reported ?? 0) + 1;
    if (visit.reported === numberOf(running.parameters, months)) running.finish(visit, 'passed');
  },
  factsChanged(running, visit) {
    const { interruption } = visit.stage.options as ObservationOptions;
    if (interruption?.(running.context(), visit.openedOn) !== undefined) relapse(running, visit);
  },
};

function endOf(visit: SimulatedVisit, window: string): string {
  const dates = visit.spans[window];
  return dates === undefined ? visit.openedOn : dayOf(new Date(dates.dueAt - 1).toISOString());
}

function relapse(running: SimulatedCase, visit: SimulatedVisit): void {
  const { onRelapse } = visit.stage.options as ObservationOptions;
  if (onRelapse) running.patchFacts(onRelapse(running.context()));
  running.finish(visit, 'relapsed');
}

const checkpoint: SimulatedStage = {
  open(running, visit) {
    const day = (visit.stage.options as CheckpointOptions).opensOn(running.context(), visit.visit);
    visit.opensOn = day;
    running.addWindow(visit, 'opens', { term: { n: 1, unit: 'calendarDays' }, startOn: day, direction: 'before' });
  },
  elapsed(running, visit) {
    running.openTask(visit, { face: 'main', startOn: addDays(visit.opensOn ?? visit.openedOn, -1) });
  },
  decide(running, visit, task, decision) {
    running.tasks.delete(task.id);
    running.finish(visit, (visit.stage.options as CheckpointOptions).results[decision] ?? decision);
  },
};

export const simulatedStages: Partial<Record<PrimitiveName, SimulatedStage>> = {
  submission: singleTask,
  signOff: singleTask,
  jointReview,
  ledger,
  observation,
  checkpoint,
};

/** Whether the policy lets the task's silence count as refusal. */
export function silenceCounts(running: SimulatedCase, visit: SimulatedVisit, task: SimulatedTask): boolean {
  const rule = visit.stage.faces[task.face]?.deadline?.silenceRefuses;
  return rule !== undefined && task.dates !== undefined && flagOf(running.parameters, rule);
}
