import { addDays } from '../calendar/civil.ts';
import type { Term, TermUnit } from '../calendar/term.ts';
import {
  type Phrases,
  type Rests,
  WEEKENDS_LISTED,
  weekdayIndex,
  writeDay,
  writeMoment,
  writeShortDay,
  writeWeekend,
} from './phrases.ts';

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

const UNITS: Record<TermUnit, string> = {
  workingDays: 'working day',
  calendarDays: 'day',
  clearDays: 'clear day',
  months: 'month',
  years: 'year',
  hours: 'hour',
  workingHours: 'working hour',
};

export const english: Phrases = {
  counted({ term, extendedBy, direction, from, to }, rests) {
    const length =
      extendedBy > 0 ? `${term.n - extendedBy} + ${writeTerm({ ...term, n: extendedBy })}` : writeTerm(term);
    const start = direction === 'before' ? 'before' : 'from';
    const between = direction === 'before' && term.unit === 'clearDays' && term.n > 0 ? writeClearDays(from, to) : '';
    return `${length} ${start} ${writeMoment(from)} = ${writeMoment(to)}${between}${writeRests(rests)}.`;
  },
  extension({ term, at, from, to }, rests) {
    const reach = from && to ? `: from ${writeMoment(from)} to ${writeMoment(to)}${writeRests(rests)}` : '';
    return `Extended by ${writeTerm(term)} on ${writeDay(at)}${reach}.`;
  },
  monthEnd({ day }) {
    return `That month has no such date: its last day, ${day}, is taken.`;
  },
  suspension({ from, to, still, left }) {
    if (to === null) {
      const rest = left ? `, with ${writeTerm(left)} left` : '';
      return `Suspended since ${writeMoment(from)}${rest}: there is no due date until it resumes.`;
    }
    if (!still) return `Suspended ${writeMoment(from)}…${writeMoment(to)}: this time does not count.`;
    if (still.n === 0) return `Suspended ${writeDay(from)}…${writeDay(to)}: this takes no day away.`;
    return `Suspended ${writeDay(from)}…${writeDay(to)}: ${writeTerm(still)} ${still.n === 1 ? 'does' : 'do'} not count.`;
  },
  roll({ from, to, name }) {
    const rest = name ? `a rest day (${name.en})` : `a ${weekday(from)}`;
    return `${from} is ${rest}: moves ${to < from ? 'back ' : ''}to ${weekday(to)} ${to}.`;
  },
  resumed({ to }) {
    return `It was suspended with no day left to count: due on the day it resumed, ${to}.`;
  },
  provisional({ year }, isEntered) {
    const state = isEntered ? 'entered as expected, not yet official' : 'not published yet';
    return `The rest days of ${year} are ${state}: this date may move.`;
  },
};

function writeTerm({ n, unit }: Term): string {
  return `${n} ${UNITS[unit]}${n === 1 ? '' : 's'}`;
}

function writeClearDays(event: string, last: string): string {
  const year = event.slice(0, 4);
  return `: ${writeShortDay(addDays(last, 1), year)}…${writeShortDay(addDays(event, -1), year)} lie between`;
}

function weekday(day: string): string {
  return WEEKDAYS[weekdayIndex(day)] ?? '';
}

function writeRests({ year, holidays, weekends, worked }: Rests): string {
  const skipped = holidays.map(({ from, to, name }) => {
    const end = from === to ? '' : `…${writeShortDay(to, year)}`;
    return `${writeShortDay(from, year)}${end} ${name.en}`;
  });
  const ranges = weekends.map((weekend) => writeWeekend(weekend, year, '…'));
  const first = weekends[0];
  const last = weekends.at(-1);
  if (first && last && ranges.length > WEEKENDS_LISTED) {
    skipped.push(`${ranges.length} weekends ${writeShortDay(first.from, year)}…${writeShortDay(last.to, year)}`);
  } else if (ranges.length > 0) {
    skipped.push(`${ranges.length > 1 ? 'weekends' : 'weekend'} ${enumerate(ranges)}`);
  }

  const days = worked.map(({ day }) => `${weekday(day)} ${writeShortDay(day, year)}`);
  const rests = skipped.length > 0 ? `: skipped ${skipped.join(', ')}` : '';
  return days.length > 0 ? `${rests}; ${enumerate(days)} ${days.length > 1 ? 'are' : 'is'} worked` : rests;
}

function enumerate(items: readonly string[]): string {
  return items.length > 1 ? `${items.slice(0, -1).join(', ')} and ${items.at(-1)}` : (items[0] ?? '');
}
