import type { Calendar } from '../calendar/calendar.ts';
import { daysBetween } from '../calendar/civil.ts';
import { dayOf } from '../calendar/zone.ts';
import { type Deadline, dueAtOf } from '../deadline/deadline.ts';

/** An open deadline as it stands. */
export interface OpenDeadline {
  dueAt: string | null;
  suspended: boolean;
}

/** What another term or calendar would do to one open deadline. */
export interface Effect {
  /** Null while it is suspended: only what is left of its budget changes. */
  dueAt: string | null;
  /** By how many calendar days it moves; before 0 when earlier. */
  days: number;
  becomesOverdue: boolean;
  noLongerOverdue: boolean;
}

/** Due dates of thousands of deadlines, most of which began on the same few days: each is computed once. */
export function rememberedDates(): (deadline: Deadline, calendar: Calendar) => string | null {
  const known = new Map<string, string | null>();
  return (deadline, calendar) => {
    const { rule: _, ...counted } = deadline;
    const key = `${calendar.version} ${JSON.stringify(counted)}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const dueAt = dueAtOf(deadline, calendar);
    known.set(key, dueAt);
    return dueAt;
  };
}

/**
 * @param dueAt what it would be
 * @param now the case's own present, ISO
 * @returns undefined when the date stays as it is
 */
export function effectOf(open: OpenDeadline, dueAt: string | null, now: string): Effect | undefined {
  if (dueAt === open.dueAt && !open.suspended) return undefined;
  const late = (at: string | null): boolean => at !== null && !open.suspended && Date.parse(at) <= Date.parse(now);
  return {
    dueAt,
    days: dueAt === null || open.dueAt === null ? 0 : daysBetween(lastDay(open.dueAt), lastDay(dueAt)),
    becomesOverdue: late(dueAt) && !late(open.dueAt),
    noLongerOverdue: late(open.dueAt) && !late(dueAt),
  };
}

/** The last day on which the act is in time: the exclusive end of a day is that day's. */
function lastDay(dueAt: string): string {
  return dayOf(new Date(Date.parse(dueAt) - 1).toISOString());
}

/** How many deadlines move, and how. */
export interface Tally {
  moved: number;
  earlier: number;
  later: number;
  becomeOverdue: number;
  noLongerOverdue: number;
  /** Suspended ones, whose budget changes and whose date comes with their resumption. */
  suspended: number;
}

export const emptyTally = (): Tally => ({
  moved: 0,
  earlier: 0,
  later: 0,
  becomeOverdue: 0,
  noLongerOverdue: 0,
  suspended: 0,
});

/** Adds one effect to a tally. */
export function count(tally: Tally, { dueAt, days, becomesOverdue, noLongerOverdue }: Effect): void {
  if (dueAt === null) {
    tally.suspended += 1;
    return;
  }
  tally.moved += 1;
  if (days < 0) tally.earlier += 1;
  if (days > 0) tally.later += 1;
  if (becomesOverdue) tally.becomeOverdue += 1;
  if (noLongerOverdue) tally.noLongerOverdue += 1;
}
