import type { Calendar, PlainDay } from '../calendar/calendar.ts';
import type { CaseParameters } from '../case/opening.ts';
import type { ParameterName } from '../procedures/declaration.ts';
import { parameter, termOf } from '../procedures/parameters.ts';
import { computeDeadline } from './deadline.ts';

/** What a day of a rule depends on besides its beginning; a context of a declaration has both. */
export interface Rules {
  parameters: CaseParameters;
  calendar: Calendar;
}

/**
 * The last day of a period of the policy. Counted forward a rest day moves on, counted back it moves earlier.
 *
 * @param startOn the day that is not counted: of the event the period follows or, with `before`, precedes
 * @param more units by which the period is longer
 * @throws RangeError where the policy has no such period (null), or one in hours
 */
export function dueDay(
  name: ParameterName,
  startOn: PlainDay,
  { parameters, calendar }: Rules,
  { direction = 'after', more = 0 }: { direction?: 'after' | 'before'; more?: number } = {},
): PlainDay {
  const term = termOf(parameters, name);
  const rule = { parameter: name, source: parameter(parameters, name).source };
  const roll = direction === 'before' ? 'backward' : 'forward';
  const dueOn =
    term &&
    computeDeadline(
      { term: { ...term, n: term.n + more }, startOn, direction, roll, suspensions: [], extensions: [], rule },
      calendar,
    ).dueOn;
  if (!dueOn) throw new RangeError(`${name} is no period here`);
  return dueOn;
}
