import { addDays, dayOf, type PlainDay } from '../../domain/calendar/calendar.ts';

/** Days counted from the day the tests run, so that they hold on any day. */
export function ago(days: number): PlainDay {
  return addDays(dayOf(new Date().toISOString()), -days);
}

export function ahead(days: number): PlainDay {
  return ago(-days);
}
