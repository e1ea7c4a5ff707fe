import type { Calendar } from '../calendar/calendar.ts';
import { ladderOf } from '../case/escalation.ts';
import type { CaseParameters } from '../case/opening.ts';
import type { Rung } from '../case/task.ts';
import { computeDeadline, type Deadline } from '../deadline/deadline.ts';
import { type Ladder, ladderRungs } from '../deadline/ladder.ts';

/** When a deadline is due and its rungs are reached, in epoch milliseconds. */
export interface Dates {
  dueAt: number;
  rungs: readonly { rung: Rung; at: number }[];
}

/** The dates of deadlines under one calendar and policy; many cases ask for the same ones. */
export class DateBook {
  private readonly calendar: Calendar;
  private readonly ladder: Ladder;
  private readonly known = new Map<string, Dates>();

  constructor(calendar: Calendar, parameters: CaseParameters) {
    this.calendar = calendar;
    this.ladder = ladderOf(parameters);
  }

  /** @param deadline without suspensions and extensions */
  datesOf(deadline: Deadline): Dates {
    const { term, startOn, startAt = '', roll, direction } = deadline;
    const key = `${term.n} ${term.unit} ${direction} ${startOn} ${startAt} ${roll}`;
    const known = this.known.get(key);
    if (known) return known;
    const { dueOn, dueAt } = computeDeadline(deadline, this.calendar);
    if (dueOn === null || dueAt === null) throw new RangeError('a rehearsed deadline is never suspended');
    const from = direction === 'after' ? startOn : undefined;
    const rungs = ladderRungs(dueOn, this.ladder, this.calendar, from);
    const dates = { dueAt: Date.parse(dueAt), rungs: rungs.map(({ rung, at }) => ({ rung, at: Date.parse(at) })) };
    this.known.set(key, dates);
    return dates;
  }
}
