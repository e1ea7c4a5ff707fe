import type { Calendar, HolidayName } from '../calendar/calendarYear.ts';
import { type EpochDay, fromEpochDay, type PlainDay, shiftMonths } from '../calendar/civil.ts';
import { type DayKind, lookupOf } from '../calendar/dayKind.ts';
import { isClockUnit, type Term } from '../calendar/term.ts';
import { fromMillis, startOfDayMillis } from '../calendar/zone.ts';
import type { Clock, Pause } from './clock.ts';
import { countLeft, type Point } from './count.ts';
import type { Deadline } from './deadlineSchema.ts';
import type { Evaluation, Leg } from './evaluate.ts';

/** Why a date is what it is, one fact at a time. Days are Shanghai days; for hours, `from` and `to` are instants. */
export type Step =
  | { kind: 'startExcluded'; day: PlainDay }
  | { kind: 'counted'; term: Term; extendedBy: number; direction: 'after' | 'before'; from: string; to: string }
  | { kind: 'monthEnd'; day: PlainDay }
  | { kind: 'holiday'; from: PlainDay; to: PlainDay; name: HolidayName }
  | { kind: 'weekend'; from: PlainDay; to: PlainDay }
  | { kind: 'worked'; day: PlainDay }
  | { kind: 'suspension'; from: string; to: string | null; still: Term | null; left: Term | null }
  | { kind: 'extension'; term: Term; at: string; from: string | null; to: string | null }
  | { kind: 'roll'; from: PlainDay; to: PlainDay; name: HolidayName | null }
  | { kind: 'resumed'; from: PlainDay; to: PlainDay }
  | { kind: 'provisional'; year: number };

/** The steps of a date that is known. */
export function stepsOf(deadline: Deadline, calendar: Calendar, result: Evaluation): Step[] {
  const kindOf = lookupOf(calendar);
  const added = deadline.extensions.filter(({ term }) => term.unit === deadline.term.unit);
  const extendedBy = added.reduce((sum, { term }) => sum + term.n, 0);
  return [
    ...(isClockUnit(deadline.term.unit) ? [] : [{ kind: 'startExcluded', day: deadline.startOn } as const]),
    ...result.legs.flatMap((leg) => legSteps(deadline, leg, extendedBy, kindOf)),
    ...added.map(({ term, at }): Step => ({ kind: 'extension', term, at, from: null, to: null })),
    ...suspensionSteps(deadline, result),
    ...result.moves.map(({ kind, from, to }): Step => {
      const days = { from: fromEpochDay(from), to: fromEpochDay(to) };
      return kind === 'roll' ? { kind, ...days, name: kindOf(from).name ?? null } : { kind, ...days };
    }),
    ...result.uncertainYears.map((year): Step => ({ kind: 'provisional', year })),
  ];
}

/** The steps while a suspension lasts: there is no date, only what is left. */
export function suspendedSteps(deadline: Deadline, from: string, left: Term): Step[] {
  return [
    ...deadline.extensions.map(({ term, at }): Step => ({ kind: 'extension', term, at, from: null, to: null })),
    { kind: 'suspension', from, to: null, still: null, left },
  ];
}

function legSteps(deadline: Deadline, leg: Leg, extendedBy: number, kindOf: (day: EpochDay) => DayKind): Step[] {
  const reach = { term: leg.term, from: textOf(leg.from), to: textOf(leg.to) };
  const { direction } = deadline;
  return [
    leg.extension
      ? { kind: 'extension', ...reach, at: leg.extension.at }
      : { kind: 'counted', ...reach, extendedBy, direction },
    ...monthEndSteps(leg, direction),
    ...restSteps(leg, kindOf),
  ];
}

function textOf(point: Point): string {
  return point.at === null ? fromEpochDay(point.day) : fromMillis(point.at);
}

function monthEndSteps({ term, from }: Leg, direction: Deadline['direction']): Step[] {
  if (term.unit !== 'months' && term.unit !== 'years') return [];
  const months = term.n * (term.unit === 'years' ? 12 : 1) * (direction === 'before' ? -1 : 1);
  const day = fromEpochDay(shiftMonths(from.day, months));
  return day.slice(8) === fromEpochDay(from.day).slice(8) ? [] : [{ kind: 'monthEnd', day }];
}

/** The rest days passed over and the make-up days worked, in the order of the calendar. */
function restSteps({ term, from, to }: Leg, kindOf: (day: EpochDay) => DayKind): Step[] {
  if (term.unit !== 'workingDays' && term.unit !== 'workingHours') return [];
  const firstDay = term.unit === 'workingHours' ? from.day : from.day + 1;
  const [first, last] = to.day < from.day ? [to.day, from.day - 1] : [firstDay, to.day];
  const steps: Step[] = [];
  for (let day = first; day <= last; day += 1) {
    const kind = kindOf(day);
    if (kind.reason === 'weekday') continue;
    const text = fromEpochDay(day);
    if (kind.working) {
      steps.push({ kind: 'worked', day: text });
      continue;
    }
    const previous = steps.at(-1);
    const adjoins = day > first && kindOf(day - 1).reason === kind.reason && kindOf(day - 1).name?.en === kind.name?.en;
    if (adjoins && previous && (previous.kind === 'holiday' || previous.kind === 'weekend')) previous.to = text;
    else if (kind.name) steps.push({ kind: 'holiday', from: text, to: text, name: kind.name });
    else steps.push({ kind: 'weekend', from: text, to: text });
  }
  return steps;
}

function suspensionSteps(deadline: Deadline, { clock, legs, dueAt }: Evaluation): Step[] {
  return deadline.suspensions.flatMap(({ from, to }, index): Step[] => {
    const pause = clock.pauses[index];
    if (!pause || pause.from >= dueAt) return [];
    if (isClockUnit(deadline.term.unit)) return [{ kind: 'suspension', from, to, still: null, left: null }];
    const lost = legs.map((leg) => lostDays(clock, leg, pause));
    const counted = lost.some(({ n }) => n > 0) ? lost.filter(({ n }) => n > 0) : lost.slice(0, 1);
    return counted.map((still) => ({ kind: 'suspension', from, to, still, left: null }));
  });
}

/** The days of a count that a suspension takes out; rest days do not count anyway among working days. */
function lostDays(clock: Clock, { term, from, to }: Leg, pause: Pause): Term {
  const unit = term.unit === 'workingDays' ? 'workingDays' : 'calendarDays';
  let n = 0;
  for (let day = Math.max(pause.fromDay, from.day) + 1; day <= Math.min(pause.toDay, to.day); day += 1) {
    if (unit === 'calendarDays' || clock.isWorking(day)) n += 1;
  }
  return { n, unit };
}

/** What is left of a budget at an instant, in its own unit. */
export function leftOf(deadline: Deadline, result: Evaluation, now: number): Term {
  const first = result.legs[0]?.from;
  // Before its start a period is whole; a deadline counted back has its event there instead.
  const begin = first && deadline.direction === 'after' ? first : null;
  const since = begin ? Math.max(now, begin.at ?? startOfDayMillis(begin.day)) : now;
  return { n: countLeft(result.clock, deadline.term.unit, since, result.end), unit: deadline.term.unit };
}
