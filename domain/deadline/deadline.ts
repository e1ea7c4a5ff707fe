import type { Calendar } from '../calendar/calendarYear.ts';
import { fromEpochDay, type PlainDay } from '../calendar/civil.ts';
import { isClockUnit, type Term } from '../calendar/term.ts';
import { fromMillis, toMillis } from '../calendar/zone.ts';
import type { Deadline } from './deadlineSchema.ts';
import { evaluate } from './evaluate.ts';
import { leftOf, type Step, stepsOf, suspendedSteps } from './steps.ts';

export { type Deadline, deadlineSchema } from './deadlineSchema.ts';
export type { Step } from './steps.ts';

export interface DueDate {
  /** The last day on which the act is in time; null while a suspension lasts. */
  dueOn: PlainDay | null;
  /** The exclusive end as a UTC instant, 24:00 of `dueOn` unless the unit is hours; null while a suspension lasts. */
  dueAt: string | null;
  /** The date depends on a year whose rest days are not published, and may move when they are. */
  provisional: boolean;
  steps: Step[];
  suspended: boolean;
}

/**
 * The due date of a budget. The start day is not counted (Civil Code 201), months end on the corresponding date (202), the
 * last day ends at 24:00 and moves off rest days as its rule says (203). Suspended days are never counted; suspended rest
 * days are therefore not counted twice. A deadline counted back from an event keeps its date while suspended.
 */
export function computeDeadline(deadline: Deadline, calendar: Calendar): DueDate {
  const since = suspendedSince(deadline);
  if (since !== null && deadline.direction === 'after') {
    const left = remaining(deadline, calendar, since);
    const steps = suspendedSteps(deadline, since, left);
    return { dueOn: null, dueAt: null, provisional: false, steps, suspended: true };
  }
  const result = evaluate(deadline, calendar);
  return {
    dueOn: fromEpochDay(result.dueOn),
    dueAt: fromMillis(result.dueAt),
    provisional: result.uncertainYears.length > 0,
    steps: stepsOf(deadline, calendar, result),
    suspended: since !== null,
  };
}

/** The `dueAt` of `computeDeadline` without how it came about, for whoever computes thousands. */
export function dueAtOf(deadline: Deadline, calendar: Calendar): string | null {
  if (suspendedSince(deadline) !== null && deadline.direction === 'after') return null;
  return fromMillis(evaluate(deadline, calendar).dueAt);
}

/** Whether the budget has run out by `now`. While suspended it has not, whatever the date. */
export function isOverdue(deadline: Deadline, calendar: Calendar, now: string): boolean {
  if (suspendedSince(deadline) !== null) return false;
  return toMillis(now) >= evaluate(deadline, calendar).dueAt;
}

/**
 * Whole units of the budget's own kind that lie ahead after `now` (for days: after today), without the days a due date
 * gains by rolling. While suspended it is what was left when the suspension began; when overdue it is 0. A suspension
 * moves the end of months by days, so after it the whole months left may differ by one.
 */
export function remaining(deadline: Deadline, calendar: Calendar, now: string): Term {
  const since = suspendedSince(deadline);
  const millis = toMillis(since ?? now);
  return leftOf(deadline, evaluate(deadline, calendar, millis), millis);
}

/** @throws RangeError when already suspended, or when `at` lies before the last resumption */
export function suspend(deadline: Deadline, at: string): Deadline {
  const since = suspendedSince(deadline);
  if (since !== null) throw new RangeError(`already suspended since ${since}`);
  const last = deadline.suspensions.at(-1)?.to;
  if (last && toMillis(at) < toMillis(last)) throw new RangeError(`cannot suspend at ${at}: it resumed at ${last}`);
  return { ...deadline, suspensions: [...deadline.suspensions, { from: at, to: null }] };
}

/** @throws RangeError when not suspended, or when `at` lies before the suspension */
export function resume(deadline: Deadline, at: string): Deadline {
  const since = suspendedSince(deadline);
  if (since === null) throw new RangeError('cannot resume: the deadline is running');
  if (toMillis(at) < toMillis(since)) throw new RangeError(`cannot resume at ${at}: it was suspended at ${since}`);
  return { ...deadline, suspensions: [...deadline.suspensions.slice(0, -1), { from: since, to: at }] };
}

/**
 * Adds to the budget. In its own unit an extension lengthens the term; in another it runs from the end of the budget so
 * far, before rolling. Asked while suspended, it counts as asked before expiry unless the budget ran out earlier.
 * @throws RangeError when the deadline has expired, is counted back from an event, or when days would grow by hours
 */
export function extend(deadline: Deadline, term: Term, at: string, calendar: Calendar): Deadline {
  if (deadline.direction === 'before') throw new RangeError('a deadline counted back moves only with its event');
  if (isClockUnit(term.unit) && !isClockUnit(deadline.term.unit)) {
    throw new RangeError(`a deadline in ${deadline.term.unit} cannot be extended by ${term.unit}`);
  }
  const { dueAt } = evaluate(deadline, calendar, toMillis(at));
  if (toMillis(at) >= dueAt)
    throw new RangeError(`cannot extend at ${at}: the deadline expired at ${fromMillis(dueAt)}`);
  return { ...deadline, extensions: [...deadline.extensions, { term, at }] };
}

function suspendedSince(deadline: Deadline): string | null {
  const last = deadline.suspensions.at(-1);
  return last && last.to === null ? last.from : null;
}
