import { type Problem, problemSchema } from '../../domain/case/caseView.ts';
import { Refusal } from '../../domain/errors.ts';
import type { OfficeCode } from '../../domain/organisation/offices.ts';
import { peopleBehind } from '../../domain/permissions.ts';
import { parameter, termOf } from '../../domain/procedures/parameters.ts';
import type { LedgerOptions, ListedProblem } from '../../domain/procedures/stages.ts';
import { text } from '../../domain/text.ts';
import type { RunningCase } from '../case/runningCase.ts';
import type { StagePrimitive } from './primitive.ts';

/** Problem items: each has an owner and a due day, is worked on, done, verified, or reopened. */
export const ledger: StagePrimitive = {
  open(running, key) {
    const visit = running.visitAt(key);
    const { problems, until, untilFrom = 'case' } = running.stageOf(visit).options as LedgerOptions;
    const { parameters } = running;
    const term = until && termOf(parameters, until);
    if (until && term) {
      running.addWindow(
        key,
        'until',
        // P02 e: six months from listing.
        { term, startOn: visit.visit === 1 && untilFrom === 'case' ? running.state.startedOn : visit.openedOn },
        { parameter: until, source: parameter(parameters, until).source },
      );
    }
    visit.progress = { doneBy: running.state.visits[`${visit.stage}#${visit.visit - 1}`]?.progress.doneBy ?? {} };
    for (const problem of unsolved(running)) askForWork(running, key, problem);
    enter(running, key, problems(running.context()));
    running.openTask(
      key,
      unsolved(running).length === 0 ? { face: 'list', part: 'list' } : { face: 'addition', part: 'list' },
    );
  },
  refuse(running, _key, task, decision) {
    const status = problemOf(running, task.part)?.status;
    return task.face === 'work' && decision === 'start' && status !== 'open'
      ? new Refusal('not-ready', text(`问题${task.part}已在整改`, `${task.part} is already being worked on`))
      : undefined;
  },
  decide(running, key, task, decision, context) {
    const { actor } = context;
    if (task.face === 'list' || task.face === 'addition') {
      enter(running, key, (running.stageOf(task).options as LedgerOptions).listed(context.form, context));
      if (task.face === 'list') {
        running.endTask(task.id, { decision, by: actor.id, why: 'decided' });
        running.openTask(key, { face: 'addition', part: 'list' });
      }
      return;
    }
    const problem = problemOf(running, task.part);
    if (problem === undefined) throw new Error(`${task.id} speaks of no problem`);
    if (decision === 'start') return change(running, problem, 'inProgress');
    running.endTask(task.id, { decision, by: actor.id, why: 'decided' });
    if (decision === 'complete') {
      const { progress } = running.visitAt(key);
      const people = peopleBehind(actor, task, running.opening.subject.scope);
      const [worker = actor.id] = people;
      const done = people.length > 1 ? people : worker;
      running.visitAt(key).progress = { ...progress, doneBy: { ...doneBy(running, key), [problem.id]: done } };
      askForWork(running, key, change(running, problem, 'done'));
    } else if (decision === 'pass') {
      change(running, problem, 'verified');
      if (unsolved(running).length === 0) running.finish(key, 'verified');
    } else {
      askForWork(running, key, change(running, { ...problem, reopened: problem.reopened + 1 }, 'open'));
    }
  },
  elapsed(running, key) {
    running.finish(key, 'timeReached', { unsolved: unsolved(running).map(({ id }) => id) });
  },
};

function unsolved(running: RunningCase): Problem[] {
  return Object.values(running.state.problems).filter(({ status }) => status !== 'verified');
}

/** Who did the work on each problem, over all rounds: they do not verify it. */
function doneBy(running: RunningCase, key: string): Record<string, string | string[]> {
  return (running.visitAt(key).progress.doneBy ?? {}) as Record<string, string | string[]>;
}

function problemOf(running: RunningCase, part: string | undefined): Problem | undefined {
  return running.state.problems[(part ?? '').split('-')[0] ?? ''];
}

function change(running: RunningCase, problem: Problem, status: Problem['status']): Problem {
  const changed = { ...problem, status };
  running.putProblem(changed);
  return changed;
}

function enter(running: RunningCase, key: string, listed: readonly ListedProblem[]): void {
  const { visit } = running.visitAt(key);
  for (const { category, office, dueOn } of listed) {
    const problem = running.addProblem({ category, office, dueOn, round: visit });
    running.record({ type: 'problemChanged', stage: key, data: { ...problemSchema.parse(problem) } });
    askForWork(running, key, problem);
  }
}

function askForWork(running: RunningCase, key: string, problem: Problem): void {
  if (problem.status === 'done') {
    const worker = doneBy(running, key)[problem.id];
    running.openTask(key, {
      face: 'verify',
      part: `${problem.id}-verify`,
      startOn: running.day,
      notBy: worker === undefined ? [] : [worker].flat(),
    });
  } else {
    running.openTask(key, {
      face: 'work',
      part: problem.id,
      office: problem.office as OfficeCode,
      startOn: running.day,
      dueOn: problem.dueOn,
    });
  }
}
