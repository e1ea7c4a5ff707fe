import type { Calendar } from '../calendar/calendarYear.ts';
import { type EpochDay, toEpochDay, yearOf } from '../calendar/civil.ts';
import { isClockUnit, type Term } from '../calendar/term.ts';
import { toMillis } from '../calendar/zone.ts';
import { type Clock, clockOf } from './clock.ts';
import { count, instantOf, type Point } from './count.ts';
import type { Deadline } from './deadlineSchema.ts';

/** One count: the term together with its extensions in the same unit, or an extension in another unit. */
export interface Leg {
  term: Term;
  from: Point;
  to: Point;
  /** The extension this leg stands for; null for the term itself. */
  extension: Deadline['extensions'][number] | null;
}

export interface Move {
  kind: 'roll' | 'resumed';
  from: EpochDay;
  to: EpochDay;
}

export interface Evaluation {
  clock: Clock;
  legs: Leg[];
  moves: Move[];
  /** Where the budget ends, before any rolling. */
  end: Point;
  dueOn: EpochDay;
  dueAt: number;
  /** The years, not yet published, on which the date depends. */
  uncertainYears: number[];
}

/** @param openUntil the instant up to which a suspension that still lasts is taken to run; by default it ends at once */
export function evaluate(deadline: Deadline, calendar: Calendar, openUntil = 0): Evaluation {
  const clock = clockOf(deadline, calendar, openUntil);
  const legs = countLegs(clock, deadline);
  const end = legs.at(-1)?.to ?? startOf(deadline);
  const { dueOn, moves } = end.at === null ? settle(clock, deadline, end.day) : { dueOn: end.day, moves: [] };
  return {
    clock,
    legs,
    moves,
    end,
    dueOn,
    dueAt: end.at ?? instantOf({ day: dueOn, at: null }),
    uncertainYears: [...new Set(clock.uncertain.map(yearOf))],
  };
}

function startOf(deadline: Deadline): Point {
  const day = toEpochDay(deadline.startOn);
  if (!isClockUnit(deadline.term.unit)) return { day, at: null };
  if (deadline.startAt === undefined) throw new RangeError('a deadline in hours needs startAt');
  return { day, at: toMillis(deadline.startAt) };
}

function countLegs(clock: Clock, deadline: Deadline): Leg[] {
  const { unit } = deadline.term;
  const way = deadline.direction === 'before' ? -1 : 1;
  const added = deadline.extensions.filter(({ term }) => term.unit === unit);
  const n = added.reduce((sum, { term }) => sum + term.n, deadline.term.n);
  const legs: Leg[] = [];

  const run = (term: Term, from: Point, extension: Leg['extension']): Point => {
    const to = count(clock, term, from, way);
    legs.push({ term, from, to, extension });
    return to;
  };
  let reached = run({ n, unit }, startOf(deadline), null);
  for (const extension of deadline.extensions) {
    if (extension.term.unit !== unit) reached = run(extension.term, reached, extension);
  }
  return legs;
}

/**
 * The day on which a count by days falls due: off rest days and out of suspensions. A suspension that began on or before
 * the due day with nothing left to count leaves the day on which it ended: as after any start, that day is not counted.
 */
function settle(clock: Clock, deadline: Deadline, end: EpochDay): { dueOn: EpochDay; moves: Move[] } {
  const moves: Move[] = [];
  const move = (kind: Move['kind'], from: EpochDay, to: EpochDay): EpochDay => {
    if (from !== to) moves.push({ kind, from, to });
    return to;
  };
  const roll = (day: EpochDay): EpochDay => move('roll', day, rolled(clock, deadline, day));

  let dueOn = roll(end);
  for (const { fromDay, toDay } of clock.pauses) {
    if (fromDay <= dueOn && dueOn < toDay) dueOn = roll(move('resumed', dueOn, toDay));
  }
  return { dueOn, moves };
}

function rolled(clock: Clock, deadline: Deadline, from: EpochDay): EpochDay {
  if (deadline.roll === 'none') return from;
  // Never by the declared word alone: a deadline counted back must not move later, whatever was written.
  const step = deadline.direction === 'before' ? -1 : 1;
  let day = from;
  while (!clock.isWorking(day)) day += step;
  return day;
}
