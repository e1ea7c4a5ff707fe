import type { Calendar, HolidayName } from './calendarYear.ts';
import { type EpochDay, type PlainDay, toEpochDay, weekdayOf, yearOf } from './civil.ts';

export interface DayKind {
  working: boolean;
  reason: 'weekday' | 'weekend' | 'holiday' | 'makeUpDay';
  name?: HolidayName;
  /** The year's notice is not published, or not loaded: the answer may change when it is. */
  provisional: boolean;
}

export type DayLookup = (day: EpochDay) => DayKind;

// The days fixed by date in 全国年节及纪念日放假办法 (2024), Art. 2. Its lunar days are known only from a year's data.
const FIXED_HOLIDAYS: readonly { dates: readonly string[]; name: HolidayName }[] = [
  { dates: ['01-01'], name: { zh: '元旦', en: 'New Year' } },
  { dates: ['05-01', '05-02'], name: { zh: '劳动节', en: 'Labour Day' } },
  { dates: ['10-01', '10-02', '10-03'], name: { zh: '国庆节', en: 'National Day' } },
];

const lookups = new WeakMap<Calendar, DayLookup>();

/** The answer for every day of a calendar. Kept per calendar object, so that counting many days costs little. */
export function lookupOf(calendar: Calendar): DayLookup {
  const known = lookups.get(calendar);
  if (known) return known;
  const lookup = buildLookup(calendar);
  lookups.set(calendar, lookup);
  return lookup;
}

function buildLookup(calendar: Calendar): DayLookup {
  const official = new Map(calendar.years.map(({ year, status }) => [year, status === 'official']));
  const special = announcedDays(calendar);
  let first = 0;
  let last = -1;
  let provisional = false;

  function enterYear(day: EpochDay): void {
    const year = yearOf(day);
    first = toEpochDay(`${year}-01-01`);
    last = toEpochDay(`${year}-12-31`);
    provisional = official.get(year) !== true;
    if (!official.has(year)) addFixedHolidays(special, year);
  }

  return (day) => {
    if (day < first || day > last) enterYear(day);
    return special.get(day) ?? ordinaryDay(day, provisional);
  };
}

function announcedDays(calendar: Calendar): Map<EpochDay, DayKind> {
  const days = new Map<EpochDay, DayKind>();
  // Ascending, so that at the turn of the year the later notice prevails.
  for (const year of [...calendar.years].sort((a, b) => a.year - b.year)) {
    const provisional = year.status !== 'official';
    for (const rest of year.off) {
      const kind: DayKind = { working: false, reason: 'holiday', name: rest.name, provisional };
      for (let day = toEpochDay(rest.from); day <= toEpochDay(rest.to); day += 1) days.set(day, kind);
    }
    for (const day of year.work) days.set(toEpochDay(day), { working: true, reason: 'makeUpDay', provisional });
  }
  return days;
}

/** The holidays of a year that are fixed by date. */
export function fixedHolidaysOf(year: number): { day: PlainDay; name: HolidayName }[] {
  return FIXED_HOLIDAYS.flatMap(({ dates, name }) => dates.map((date) => ({ day: `${year}-${date}`, name })));
}

function addFixedHolidays(days: Map<EpochDay, DayKind>, year: number): void {
  for (const { day: date, name } of fixedHolidaysOf(year)) {
    const day = toEpochDay(date);
    if (!days.has(day)) days.set(day, { working: false, reason: 'holiday', name, provisional: true });
  }
}

const WEEKDAY: DayKind = { working: true, reason: 'weekday', provisional: false };
const WEEKEND: DayKind = { working: false, reason: 'weekend', provisional: false };
const LIKELY_WEEKDAY: DayKind = { ...WEEKDAY, provisional: true };
const LIKELY_WEEKEND: DayKind = { ...WEEKEND, provisional: true };

function ordinaryDay(day: EpochDay, provisional: boolean): DayKind {
  const isWeekend = weekdayOf(day) % 6 === 0;
  if (provisional) return isWeekend ? LIKELY_WEEKEND : LIKELY_WEEKDAY;
  return isWeekend ? WEEKEND : WEEKDAY;
}
