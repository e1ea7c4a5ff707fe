import fc from 'fast-check';
import { at } from '../../../domain/calendar/calendar.ts';
import type { Term, TermUnit } from '../../../domain/calendar/term.ts';
import type { Deadline } from '../../../domain/deadline/deadline.ts';
import { anyDay } from '../calendar/arbitraries.ts';

const DAY_UNITS: TermUnit[] = ['workingDays', 'calendarDays', 'clearDays', 'months', 'years'];
const CLOCK_UNITS: TermUnit[] = ['hours', 'workingHours'];
const MOST: Record<TermUnit, number> = {
  workingDays: 40,
  calendarDays: 100,
  clearDays: 60,
  months: 14,
  years: 2,
  hours: 200,
  workingHours: 30,
};

export function anyTerm(units: readonly TermUnit[]): fc.Arbitrary<Term> {
  return fc
    .constantFrom(...units)
    .chain((unit) => fc.integer({ min: 0, max: MOST[unit] }).map((n): Term => ({ n, unit })));
}

export function anyInstant(from: string, days: number): fc.Arbitrary<string> {
  const start = Date.parse(at(from, '00:00'));
  return fc.integer({ min: 0, max: days * 1440 }).map((minutes) => new Date(start + minutes * 60_000).toISOString());
}

/** Ended suspensions in order, some within a day, some touching, mostly near the start so that they matter. */
export function anySuspensions(startOn: string): fc.Arbitrary<Deadline['suspensions']> {
  const early = fc.array(anyInstant(startOn, 60), { maxLength: 6 });
  const late = fc.array(anyInstant(startOn, 400), { maxLength: 2 });
  return fc.tuple(early, late).map(([near, far]) => {
    const instants = [...near, ...far].sort();
    return instants.flatMap((from, index) => {
      const to = instants[index + 1];
      return index % 2 === 0 && to !== undefined ? [{ from, to }] : [];
    });
  });
}

export function anyDeadline(units = [...DAY_UNITS, ...CLOCK_UNITS]): fc.Arbitrary<Deadline> {
  const base = fc.record({
    term: anyTerm(units),
    startOn: anyDay('2024-06-01', '2027-06-30'),
    minute: fc.integer({ min: 0, max: 1439 }),
    isBefore: fc.boolean(),
    rolls: fc.boolean(),
  });
  return base.chain(({ term, startOn, minute, isBefore, rolls }) => {
    const isClock = CLOCK_UNITS.includes(term.unit);
    const time = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
    const extension = fc.record({
      term: anyTerm(isClock ? [...DAY_UNITS, ...CLOCK_UNITS] : DAY_UNITS),
      at: fc.constant(at(startOn, time)),
    });
    return fc.record({
      term: fc.constant(term),
      startOn: fc.constant(startOn),
      ...(isClock && { startAt: fc.constant(at(startOn, time)) }),
      roll: fc.constant(rolls ? (isBefore ? ('backward' as const) : ('forward' as const)) : ('none' as const)),
      direction: fc.constant(isBefore ? ('before' as const) : ('after' as const)),
      suspensions: anySuspensions(startOn),
      extensions: isBefore ? fc.constant([]) : fc.array(extension, { maxLength: 3 }),
      rule: fc.constant({ parameter: 'drawn', source: 'drawn' }),
    });
  });
}
