import { type Calendar, dayKind } from '../calendar/calendar.ts';
import { DAY_MS, fromEpochDay, weekdayOf } from '../calendar/civil.ts';
import { dayOfMillis, minutesOf, startOfDayMillis } from '../calendar/zone.ts';
import type { NotificationSettings, Quiet } from './settings.ts';

const MINUTE_MS = 60_000;
/** No rest is longer; a calendar with more would be wrong. */
const longestRestDays = 40;

/**
 * When a message that arises now is sent: with the next digest, else within a minute, and not in quiet hours. What is
 * urgent knows neither digest nor quiet hours.
 *
 * @param now milliseconds
 * @returns milliseconds, later than now; equal for all that is to be in the same message
 */
export function sendingTime(
  { digest, quiet }: Pick<NotificationSettings, 'digest' | 'quiet'>,
  urgent: boolean,
  now: number,
  calendar: Calendar,
): number {
  const soon = (Math.floor(now / MINUTE_MS) + 1) * MINUTE_MS;
  if (urgent) return soon;
  if (digest.every === 'minute') return quietEnd(soon, quiet, calendar);
  const minutes = minutesOf(digest.at);
  for (let day = dayOfMillis(now); ; day += 1) {
    if (digest.every === 'week' && weekdayOf(day) !== digest.weekday % 7) continue;
    const sent = afterRest(day, quiet, calendar);
    const at = startOfDayMillis(sent) + minutes * MINUTE_MS;
    if (at > now) return at;
  }
}

/** The first moment from `at` on that is not quiet. */
export function quietEnd(at: number, quiet: Quiet | null, calendar: Calendar): number {
  if (quiet === null) return at;
  const [from, to] = [minutesOf(quiet.from), minutesOf(quiet.to)];
  let moment = at;
  for (let step = 0; step < 2 * longestRestDays; step += 1) {
    const day = dayOfMillis(moment);
    const rested = afterRest(day, quiet, calendar);
    if (rested !== day) {
      moment = startOfDayMillis(rested);
      continue;
    }
    const minute = (moment - startOfDayMillis(day)) / MINUTE_MS;
    const night = from < to ? minute >= from && minute < to : minute >= from || minute < to;
    if (!night) return moment;
    const ends = startOfDayMillis(day) + to * MINUTE_MS;
    moment = ends > moment ? ends : ends + DAY_MS;
  }
  return at;
}

/** The day itself, or the first worked one after it where rest days are kept. */
function afterRest(day: number, quiet: Quiet | null, calendar: Calendar): number {
  if (!quiet?.restDays) return day;
  for (let later = day; later < day + longestRestDays; later += 1) {
    if (dayKind(calendar, fromEpochDay(later)).working) return later;
  }
  return day;
}
