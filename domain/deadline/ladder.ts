import { z } from 'zod';
import type { Calendar } from '../calendar/calendarYear.ts';
import { type EpochDay, fromEpochDay, type PlainDay, toEpochDay } from '../calendar/civil.ts';
import { isClockUnit, type Term, termSchema } from '../calendar/term.ts';
import { at, toMillis } from '../calendar/zone.ts';
import type { Deadline } from './deadlineSchema.ts';
import { evaluate } from './evaluate.ts';

const dayTermSchema = termSchema.refine(({ unit }) => !isClockUnit(unit), 'rungs are reached by days');

/**
 * The escalation ladder: when the actor is reminded, and when which level above hears of it. Every rung is reached at
 * `hour`, Shanghai time, on a working day.
 */
export const ladderSchema = z.strictObject({
  yellowBefore: dayTermSchema,
  redAfter: dayTermSchema,
  superviseAfter: dayTermSchema,
  interviewAfter: dayTermSchema,
  hour: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'an hour is HH:MM'),
});

export type Ladder = z.infer<typeof ladderSchema>;
export type RungName = 'yellow' | 'red' | 'supervise' | 'interview';

export interface Rung {
  rung: RungName;
  at: string;
}

/** Used wherever a stage states no ladder: reminder, circular, supervision notice, interview. */
export const standardLadder: Ladder = {
  yellowBefore: { n: 1, unit: 'workingDays' },
  redAfter: { n: 1, unit: 'workingDays' },
  superviseAfter: { n: 3, unit: 'workingDays' },
  interviewAfter: { n: 10, unit: 'workingDays' },
  hour: '09:00',
};

/**
 * The rungs of a deadline, earliest first.
 * @param startOn with it, a reminder that would fall on or before the start is left out: the period is shorter than its lead
 * @param suspensions of the deadline: what is overdue does not grow older while it is suspended
 */
export function ladderRungs(
  dueOn: PlainDay,
  ladder: Ladder,
  calendar: Calendar,
  startOn?: PlainDay,
  suspensions: Deadline['suspensions'] = [],
): Rung[] {
  const after = (term: Term) => rungDay(dueOn, term, 'after', calendar, suspensions);
  const yellow = rungDay(dueOn, ladder.yellowBefore, 'before', calendar, []);
  const days: [RungName, EpochDay][] = [
    ['red', after(ladder.redAfter)],
    ['supervise', after(ladder.superviseAfter)],
    ['interview', after(ladder.interviewAfter)],
  ];
  if (startOn === undefined || yellow > toEpochDay(startOn)) days.unshift(['yellow', yellow]);
  return days.sort(([, a], [, b]) => a - b).map(([rung, day]) => ({ rung, at: at(fromEpochDay(day), ladder.hour) }));
}

/** The rungs reached by `now` that have not fired, in order; after an outage there may be several. */
export function dueRungs(rungs: readonly Rung[], fired: readonly RungName[], now: string): Rung[] {
  return rungs.filter(({ rung, at: reached }) => !fired.includes(rung) && toMillis(reached) <= toMillis(now));
}

function rungDay(
  dueOn: PlainDay,
  term: Term,
  direction: 'after' | 'before',
  calendar: Calendar,
  suspensions: Deadline['suspensions'],
): EpochDay {
  const rule = { parameter: 'ladder', source: 'ladder' };
  const roll = direction === 'before' ? 'backward' : 'forward';
  return evaluate({ term, startOn: dueOn, roll, direction, suspensions, extensions: [], rule }, calendar).dueOn;
}
