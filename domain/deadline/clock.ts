import { type Calendar, standardBusinessHours } from '../calendar/calendarYear.ts';
import type { EpochDay } from '../calendar/civil.ts';
import { lookupOf } from '../calendar/dayKind.ts';
import { dayOfMillis, minutesOf, startOfDayMillis, toMillis } from '../calendar/zone.ts';
import type { Deadline } from './deadlineSchema.ts';

/** A suspension: the day it began still counts, the day it ended does not (as Civil Code 201 treats a first day). */
export interface Pause {
  fromDay: EpochDay;
  toDay: EpochDay;
  from: number;
  to: number;
}

/** Tells which time counts for one deadline. `uncertain` collects the days asked about whose year is not published. */
export interface Clock {
  isWorking(day: EpochDay): boolean;
  isPaused(day: EpochDay): boolean;
  pauses: readonly Pause[];
  /** The pieces of a working day, in milliseconds, in which offices are open. */
  openPieces(day: EpochDay): [number, number][];
  uncertain: EpochDay[];
}

/** @param openUntil the instant up to which a suspension that still lasts is taken to run */
export function clockOf(deadline: Deadline, calendar: Calendar, openUntil: number): Clock {
  const kindOf = lookupOf(calendar);
  // An event does not move because the case is suspended, and so neither does what must precede it.
  const pauses = deadline.direction === 'before' ? [] : pausesOf(deadline, openUntil);
  const uncertain: EpochDay[] = [];
  const hours = calendar.businessHours ?? standardBusinessHours;
  return {
    isWorking(day) {
      const kind = kindOf(day);
      if (kind.provisional) uncertain.push(day);
      return kind.working;
    },
    isPaused: (day) => pauses.some((pause) => pause.fromDay < day && day <= pause.toDay),
    pauses,
    openPieces(day) {
      if (!this.isWorking(day)) return [];
      const midnight = startOfDayMillis(day);
      return hours.map(([from, to]) => [midnight + minutesOf(from) * 60_000, midnight + minutesOf(to) * 60_000]);
    },
    uncertain,
  };
}

function pausesOf(deadline: Deadline, openUntil: number): Pause[] {
  return deadline.suspensions.map((suspension) => {
    const from = toMillis(suspension.from);
    const to = suspension.to === null ? Math.max(from, openUntil) : toMillis(suspension.to);
    return { from, to, fromDay: dayOfMillis(from), toDay: dayOfMillis(to) };
  });
}
