import { Temporal } from 'temporal-polyfill';
import { type Calendar, standardBusinessHours } from '../../../domain/calendar/calendar.ts';
import type { Term } from '../../../domain/calendar/term.ts';
import type { Deadline } from '../../../domain/deadline/deadline.ts';
import { isWorkedSlowly } from '../calendar/slowCalendar.ts';

/**
 * The due date of a deadline, found by walking day by day (hour units: minute by minute) and asking of each whether it
 * counts. Slow, and written apart from the code it checks.
 */
export function slowDueAt(deadline: Deadline, calendar: Calendar): string {
  const paused = deadline.direction === 'before' ? [] : deadline.suspensions.map(readPause);
  const isClock = (unit: string) => unit === 'hours' || unit === 'workingHours';
  const isWorked = (day: Temporal.PlainDate) => isWorkedSlowly(calendar, day);
  const isPausedDay = (day: Temporal.PlainDate) =>
    paused.some(({ fromDay, toDay }) => isAfter(day, fromDay) && !isAfter(day, toDay));
  const step = deadline.direction === 'before' ? -1 : 1;

  function walk(
    start: Temporal.PlainDate,
    n: number,
    counts: (day: Temporal.PlainDate) => boolean,
  ): Temporal.PlainDate {
    let day = start;
    let counted = 0;
    while (counted < n) {
      day = day.add({ days: step });
      if (counts(day)) counted += 1;
    }
    return day;
  }

  function countDays({ n, unit }: Term, start: Temporal.PlainDate): Temporal.PlainDate {
    if (unit === 'workingDays') return walk(start, n, (day) => isWorked(day) && !isPausedDay(day));
    if (unit === 'clearDays' && step < 0) return start.subtract({ days: n }).subtract({ days: 1 });
    if (unit === 'calendarDays' || unit === 'clearDays') return walk(start, n, (day) => !isPausedDay(day));
    const length = unit === 'months' ? { months: step * n } : { years: step * n };
    const base = start.add(length);
    if (step < 0) return base;
    let end = base;
    for (;;) {
      let still = 0;
      for (let day = start.add({ days: 1 }); !isAfter(day, end); day = day.add({ days: 1 }))
        if (isPausedDay(day)) still += 1;
      const moved = base.add({ days: still });
      if (moved.equals(end)) return end;
      end = moved;
    }
  }

  function countMinutes({ n, unit }: Term, start: number): number {
    const pieces = (calendar.businessHours ?? standardBusinessHours).map((piece) => piece.map(minuteOf));
    const worked = new Map<number, boolean>();
    const isOpen = (at: number): boolean => {
      if (unit === 'hours') return true;
      const local = at + 8 * 3_600_000;
      const date = Math.floor(local / 86_400_000);
      if (!worked.has(date)) worked.set(date, isWorked(dayOfInstant(at)));
      const minute = (local / 60_000) % 1440;
      return worked.get(date) === true && pieces.some(([open = 0, close = 0]) => open <= minute && minute < close);
    };
    let at = start;
    for (let left = n * 60; left > 0; at += step * 60_000) {
      // Going back, the minute that counts is the one that ends here.
      const minute = step > 0 ? at : at - 60_000;
      if (isOpen(minute) && !paused.some(({ from, to }) => from <= minute && minute < to)) left -= 1;
    }
    return at;
  }

  const added = deadline.extensions.filter(({ term }) => term.unit === deadline.term.unit);
  const others = deadline.extensions.filter(({ term }) => term.unit !== deadline.term.unit);
  const total = { ...deadline.term, n: deadline.term.n + added.reduce((sum, { term }) => sum + term.n, 0) };

  let day = Temporal.PlainDate.from(deadline.startOn);
  let at: number | null = deadline.startAt ? Temporal.Instant.from(deadline.startAt).epochMilliseconds : null;
  for (const term of [total, ...others.map((extension) => extension.term)]) {
    if (isClock(term.unit)) {
      at = countMinutes(term, at ?? midnight(day.add({ days: 1 })));
      day = dayOfInstant(at - 1);
    } else {
      day = countDays(term, day);
      at = null;
    }
  }
  if (at !== null) return new Date(at).toISOString();

  const stillAtMidnight = (on: Temporal.PlainDate) =>
    paused.some(({ fromDay, toDay }) => !isAfter(fromDay, on) && isAfter(toDay, on));
  while (stillAtMidnight(day) || (deadline.roll !== 'none' && !isWorked(day))) day = day.add({ days: step });
  return new Date(midnight(day.add({ days: 1 }))).toISOString();
}

function readPause({ from, to }: Deadline['suspensions'][number]) {
  const [start, end] = [from, to ?? from].map((text) => Temporal.Instant.from(text).epochMilliseconds);
  if (start === undefined || end === undefined) throw new Error('a suspension has two ends');
  return { from: start, to: end, fromDay: dayOfInstant(start), toDay: dayOfInstant(end) };
}

function dayOfInstant(millis: number): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(millis).toZonedDateTimeISO('Asia/Shanghai').toPlainDate();
}

function midnight(day: Temporal.PlainDate): number {
  return day.toZonedDateTime('Asia/Shanghai').epochMilliseconds;
}

function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

function isAfter(a: Temporal.PlainDate, b: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(a, b) > 0;
}
