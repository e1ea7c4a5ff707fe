import { type EpochDay, shiftMonths } from '../calendar/civil.ts';
import type { Term, TermUnit } from '../calendar/term.ts';
import { dayOfMillis, startOfDayMillis } from '../calendar/zone.ts';
import type { Clock, Pause } from './clock.ts';

export const HOUR_MS = 3_600_000;

/** Where a count has got to: 24:00 of a day or, by the clock, an instant on it. */
export interface Point {
  day: EpochDay;
  at: number | null;
}

export type Way = 1 | -1;

/** Where `term` ends when counted from a point, forwards or backwards, leaving out time that does not count. */
export function count(clock: Clock, term: Term, from: Point, way: Way): Point {
  return COUNTERS[term.unit](clock, term.n, from, way);
}

const COUNTERS: Record<TermUnit, (clock: Clock, n: number, from: Point, way: Way) => Point> = {
  workingDays: (clock, n, from, way) => onDay(countWorkingDays(clock, from.day, n, way)),
  calendarDays: (clock, n, from, way) => onDay(shiftByPauses(clock, from.day, from.day + way * n)),
  // n whole days between two acts: counting back, the act itself must come one day earlier still.
  clearDays: (clock, n, from, way) => onDay(way > 0 ? shiftByPauses(clock, from.day, from.day + n) : from.day - n - 1),
  months: (clock, n, from, way) => onDay(shiftByPauses(clock, from.day, shiftMonths(from.day, way * n))),
  years: (clock, n, from, way) => onDay(shiftByPauses(clock, from.day, shiftMonths(from.day, way * n * 12))),
  hours: (clock, n, from, way) => atInstant(countHours(clock, instantOf(from), way * n * HOUR_MS)),
  workingHours: (clock, n, from, way) => atInstant(countWorkingHours(clock, instantOf(from), n * HOUR_MS, way)),
};

/** The instant a point stands for; a day ends at 24:00. */
export function instantOf(point: Point): number {
  return point.at ?? startOfDayMillis(point.day + 1);
}

function onDay(day: EpochDay): Point {
  return { day, at: null };
}

function atInstant(at: number): Point {
  // The end is exclusive: what ends at 24:00 ends on that day, not on the next.
  return { day: dayOfMillis(at - 1), at };
}

function countWorkingDays(clock: Clock, from: EpochDay, n: number, way: Way): EpochDay {
  let day = from;
  for (let left = n; left > 0; ) {
    day += way;
    if (clock.isWorking(day) && !clock.isPaused(day)) left -= 1;
  }
  return day;
}

function shiftByPauses(clock: Clock, from: EpochDay, end: EpochDay): EpochDay {
  let shifted = end;
  for (const { fromDay, toDay } of clock.pauses) {
    const firstPaused = Math.max(fromDay, from) + 1;
    if (firstPaused <= shifted && firstPaused <= toDay) shifted += toDay - firstPaused + 1;
  }
  return shifted;
}

function countHours(clock: Clock, from: number, millis: number): number {
  let end = from + millis;
  for (const pause of clock.pauses) {
    const paused = Math.max(pause.from, from);
    if (paused < end && paused < pause.to) end += pause.to - paused;
  }
  return end;
}

function countWorkingHours(clock: Clock, from: number, millis: number, way: Way): number {
  if (millis === 0) return from;
  let left = millis;
  for (let day = dayOfMillis(from); ; day += way) {
    const pieces = openTime(clock, day, from, way);
    for (const [start, end] of way > 0 ? pieces : pieces.reverse()) {
      if (end - start >= left) return way > 0 ? start + left : end - left;
      left -= end - start;
    }
  }
}

/** The open pieces of a day on the far side of `from`, without suspended time. */
function openTime(clock: Clock, day: EpochDay, from: number, way: Way): [number, number][] {
  const pieces = clock
    .openPieces(day)
    .map(([start, end]): [number, number] => (way > 0 ? [Math.max(start, from), end] : [start, Math.min(end, from)]));
  return clock.pauses.reduce(withoutPause, pieces).filter(([start, end]) => start < end);
}

function withoutPause(pieces: [number, number][], pause: Pause): [number, number][] {
  return pieces.flatMap(([start, end]): [number, number][] => [
    [start, Math.min(end, pause.from)],
    [Math.max(start, pause.to), end],
  ]);
}

/** Whole units still ahead between an instant and the end of a count, in the unit of the budget. */
export function countLeft(clock: Clock, unit: TermUnit, now: number, end: Point): number {
  return Math.max(0, LEFT[unit](clock, now, end));
}

const LEFT: Record<TermUnit, (clock: Clock, now: number, end: Point) => number> = {
  workingDays: (clock, now, end) => countDays(now, end, (day) => clock.isWorking(day) && !clock.isPaused(day)),
  calendarDays: (clock, now, end) => countDays(now, end, (day) => !clock.isPaused(day)),
  clearDays: (clock, now, end) => countDays(now, end, (day) => !clock.isPaused(day)),
  months: (clock, now, end) => countMonths(clock, now, end, 1),
  years: (clock, now, end) => countMonths(clock, now, end, 12),
  hours: (clock, now, end) => {
    const paused = clock.pauses.map(({ from, to }) => Math.min(to, instantOf(end)) - Math.max(from, now));
    const total = paused.filter((millis) => millis > 0).reduce((sum, millis) => sum + millis, 0);
    return Math.floor((instantOf(end) - now - total) / HOUR_MS);
  },
  workingHours: (clock, now, end) => {
    let open = 0;
    for (let day = dayOfMillis(now); day <= end.day; day += 1) {
      for (const [start, stop] of openTime(clock, day, now, 1))
        open += Math.max(0, Math.min(stop, instantOf(end)) - start);
    }
    return Math.floor(open / HOUR_MS);
  },
};

function countDays(now: number, end: Point, counts: (day: EpochDay) => boolean): number {
  let days = 0;
  for (let day = dayOfMillis(now) + 1; day <= end.day; day += 1) if (counts(day)) days += 1;
  return days;
}

function countMonths(clock: Clock, now: number, end: Point, size: number): number {
  const today = dayOfMillis(now);
  const last = today + countDays(now, end, (day) => !clock.isPaused(day));
  let units = 0;
  while (shiftMonths(today, (units + 1) * size) <= last) units += 1;
  return units;
}
