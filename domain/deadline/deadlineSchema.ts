import { z } from 'zod';
import { plainDaySchema } from '../calendar/calendarYear.ts';
import { fromEpochDay } from '../calendar/civil.ts';
import { isClockUnit, termSchema } from '../calendar/term.ts';
import { dayOfMillis } from '../calendar/zone.ts';

const instantSchema = z.iso.datetime({ offset: true, abort: true });

/**
 * A deadline is a budget of time with a ledger, never a stored date.
 *
 * `startOn` is the day the period starts (not counted, Civil Code 201) or, counting back, the day of the event it precedes.
 * `roll`: what happens when the last day is a rest day. Forward is Civil Code 203; a deadline counted back only ever moves
 * earlier; the end of an observation is a duration and does not move.
 * A suspension's `to` is null while it lasts. `extensions` are listed in the order in which they were granted.
 */
export const deadlineSchema = z
  .strictObject({
    term: termSchema,
    startOn: plainDaySchema,
    startAt: instantSchema.optional(),
    roll: z.enum(['forward', 'backward', 'none']),
    direction: z.enum(['after', 'before']),
    suspensions: z.array(z.strictObject({ from: instantSchema, to: instantSchema.nullable() })),
    extensions: z.array(z.strictObject({ term: termSchema, at: instantSchema })),
    rule: z.strictObject({ parameter: z.string().min(1), source: z.string().min(1) }),
  })
  .superRefine((deadline, context) => {
    const refuse = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
    const isClock = isClockUnit(deadline.term.unit);
    const isBefore = deadline.direction === 'before';

    if (isClock && deadline.startAt === undefined) refuse(['startAt'], 'hours run from an instant');
    if (isClock && deadline.startAt && fromEpochDay(dayOfMillis(Date.parse(deadline.startAt))) !== deadline.startOn) {
      refuse(['startOn'], 'startOn is the day of startAt');
    }
    if (isBefore && deadline.roll === 'forward') refuse(['roll'], 'a deadline counted back never moves later');
    if (!isBefore && deadline.roll === 'backward') refuse(['roll'], 'only a deadline counted back moves earlier');
    if (isBefore && deadline.extensions.length > 0)
      refuse(['extensions'], 'a deadline counted back moves with its event');
    deadline.extensions.forEach(({ term }, index) => {
      if (!isClock && isClockUnit(term.unit)) refuse(['extensions', index], 'days are not extended by hours');
    });
    deadline.suspensions.forEach(({ from, to }, index) => {
      const next = deadline.suspensions[index + 1];
      if (to !== null && Date.parse(to) < Date.parse(from)) refuse(['suspensions', index], 'ends before it begins');
      if (next && (to === null || Date.parse(next.from) < Date.parse(to))) {
        refuse(['suspensions', index + 1], 'begins before the one before it has ended');
      }
    });
  });

export type Deadline = z.infer<typeof deadlineSchema>;
