import { addDays, buildCalendar, type Calendar, type CalendarYear, type PlainDay } from '../calendar/calendar.ts';
import { fixedHolidaysOf } from '../calendar/dayKind.ts';

const name = { zh: '演练假设的休息日', en: 'Rest day assumed in a rehearsal' };

/** The calendar with further rest days; a year that is not published yet gets the holidays that are fixed by date. */
export function withRestDays(calendar: Calendar, days: readonly PlainDay[]): Calendar {
  if (days.length === 0) return calendar;
  const years = new Map(calendar.years.map((year) => [year.year, year]));
  for (const day of [...new Set(days)].sort()) {
    const number = Number(day.slice(0, 4));
    years.set(number, withRestDay(years.get(number) ?? unpublished(number), day));
  }
  return buildCalendar([...years.values()], calendar.businessHours);
}

function unpublished(year: number): CalendarYear {
  const off = fixedHolidaysOf(year).map(({ day, name: holiday }) => ({ from: day, to: day, name: holiday }));
  return { year, source: 'rehearsal', status: 'provisional', off, work: [] };
}

function withRestDay(year: CalendarYear, day: PlainDay): CalendarYear {
  if (year.off.some(({ from, to }) => from <= day && day <= to)) return year;
  const before = year.off.find(({ to, name: { en } }) => en === name.en && addDays(to, 1) === day);
  const off = before
    ? year.off.map((rest) => (rest === before ? { ...rest, to: day } : rest))
    : [...year.off, { from: day, to: day, name }].sort((a, b) => (a.from < b.from ? -1 : 1));
  return { ...year, off, work: year.work.filter((worked) => worked !== day) };
}
