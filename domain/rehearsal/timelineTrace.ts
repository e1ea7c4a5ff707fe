import { dayOf } from '../calendar/calendar.ts';
import type { Rung, Task } from '../case/task.ts';
import type { OfficeCode } from '../organisation/offices.ts';
import { wordIn } from '../procedures/forms.ts';
import type { TimelineEvent } from '../timeline/event.ts';
import { instantOn, type RehearsalPlan } from './plan.ts';
import type { Trace, TraceEntry } from './trace.ts';

type Happened = Pick<TimelineEvent, 'type' | 'at' | 'stage' | 'data'>;

/** The last day of a term that ends at an instant. */
const lastDay = (dueAt: string): string => dayOf(new Date(Date.parse(dueAt) - 1).toISOString());

/**
 * What the timeline of a rehearsed case says, as a simulation would have written it.
 *
 * @param officeOf the office each task asks or asked
 * @param open what is still asked when the rehearsal ends
 */
export function timelineTrace(
  compound: string,
  events: readonly Happened[],
  officeOf: (task: string) => OfficeCode,
  open: readonly Pick<Task, 'id' | 'office' | 'dueAt'>[],
  { endOn }: Pick<RehearsalPlan, 'endOn'>,
): Trace {
  const end = instantOn(endOn, 'end');
  const entries = events.flatMap((event) => entryOf(event, officeOf) ?? []);
  const overdue = open.flatMap(({ id, office, dueAt }): TraceEntry[] =>
    dueAt !== null && Date.parse(dueAt) <= end ? [{ day: lastDay(dueAt), what: 'overdue', task: id, office }] : [],
  );
  return { compound, entries: [...entries, ...overdue] };
}

function entryOf(
  { type, at, stage: task = '', data }: Happened,
  officeOf: (task: string) => OfficeCode,
): TraceEntry | undefined {
  const day = dayOf(at);
  const { result } = data;
  switch (type) {
    case 'caseOpened':
      return { day, what: 'opened' };
    case 'decided':
      return {
        day,
        what: 'decided',
        task,
        office: officeOf(task),
        decision: wordIn(data, 'decision'),
        late: data['late'] === true,
        ...(typeof result === 'string' && { result }),
      };
    case 'escalated':
      return { day, what: 'escalated', task, office: officeOf(task), rung: data['rung'] as Rung };
    case 'expired':
      return { day: lastDay(wordIn(data, 'dueAt')), what: 'expired', task, office: officeOf(task) };
    case 'stageClosed':
      return { day, what: 'stageClosed', task, result: wordIn(data, 'result') };
    case 'caseClosed':
      return { day, what: 'closed', outcome: wordIn(data, 'outcome') };
    default:
      return undefined;
  }
}
