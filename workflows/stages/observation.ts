import { addDays, type PlainDay } from '../../domain/calendar/calendar.ts';
import { computeDeadline, type Deadline } from '../../domain/deadline/deadline.ts';
import { fieldError, Refusal } from '../../domain/errors.ts';
import { wordIn } from '../../domain/procedures/forms.ts';
import { numberOf, parameter } from '../../domain/procedures/parameters.ts';
import type { ObservationOptions } from '../../domain/procedures/stages.ts';
import type { Json } from '../../domain/text.ts';
import { text } from '../../domain/text.ts';
import type { RunningCase } from '../case/runningCase.ts';
import type { StagePrimitive } from './primitive.ts';

/** 观察期: months by corresponding date, each with a check that can fail; nothing rolls, since it is a duration. */
export const observation: StagePrimitive = {
  open(running, key) {
    const visit = running.visitAt(key);
    const { months } = optionsOf(running, key);
    const rule = { parameter: months, source: parameter(running.parameters, months).source };
    const count = numberOf(running.parameters, months);
    visit.progress = { months: count, reported: [] };
    for (let n = 1; n <= count; n += 1) {
      running.addWindow(key, `month-${n}`, { term: { n, unit: 'months' }, startOn: visit.openedOn }, rule);
    }
    running.openTask(key, { face: 'inspection', part: 'inspection' });
  },
  elapsed(running, key, window) {
    const { to } = windowOf(running, key, Number(window.split('-')[1]));
    running.openTask(key, { face: 'check', part: window, startOn: to });
  },
  refuse(running, _key, task, _decision, { form }) {
    if (task.face !== 'inspection') return undefined;
    const problem = running.state.problems[wordIn(form, 'problem')];
    if (problem?.status === 'verified') return undefined;
    return new Refusal(
      'invalid-input',
      text('只有核验通过的问题可以重新整改', 'Only a verified problem can be reopened'),
      [
        fieldError(
          '/form/problem',
          problem
            ? text(`问题${problem.id}尚未核验通过`, `${problem.id} is ${problem.status}`)
            : text('没有这个问题', 'no such problem'),
        ),
      ],
    );
  },
  decide(running, key, task, decision, context) {
    const visit = running.visitAt(key);
    const options = optionsOf(running, key);
    if (task.face === 'inspection') {
      const problem = running.state.problems[wordIn(context.form, 'problem')];
      if (problem) running.putProblem({ ...problem, status: 'open', reopened: problem.reopened + 1 });
      return relapse(running, key, ['inspection']);
    }
    const n = Number(task.part?.split('-')[1]);
    const failures = options.failures(context.form, context, windowOf(running, key, n));
    running.endTask(task.id, { decision, by: context.actor.id, why: 'decided' });
    if (failures.length > 0) return relapse(running, key, failures);
    const reported = [...(visit.progress.reported as number[]), n];
    visit.progress.reported = reported;
    if (reported.length === visit.progress.months) running.finish(key, 'passed');
  },
  factsChanged(running, key) {
    const reason = optionsOf(running, key).interruption?.(running.context(), running.visitAt(key).openedOn);
    if (reason !== undefined) relapse(running, key, [reason]);
  },
};

function relapse(running: RunningCase, key: string, reasons: string[]): void {
  const { onRelapse } = optionsOf(running, key);
  if (onRelapse) running.patchFacts(onRelapse(running.context()));
  running.finish(key, 'relapsed', { reasons: reasons as Json[] });
}

/** The n-th month: from the day after the last corresponding date to this one, both included. */
function windowOf(running: RunningCase, key: string, n: number): { n: number; from: PlainDay; to: PlainDay } {
  const { windows, openedOn } = running.visitAt(key);
  const end = (window: Deadline | undefined) =>
    (window && computeDeadline(window, running.state.calendar).dueOn) ?? openedOn;
  return { n, from: addDays(end(windows[`month-${n - 1}`]), 1), to: end(windows[`month-${n}`]) };
}

function optionsOf(running: RunningCase, key: string): ObservationOptions {
  return running.stageOf(running.visitAt(key)).options as ObservationOptions;
}
