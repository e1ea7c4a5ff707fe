import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import {
  buildCalendar,
  type Calendar,
  type CalendarYear,
  calendarYearSchema,
} from '../../../domain/calendar/calendar.ts';

export function loadYear(year: number): CalendarYear {
  const file = new URL(`../../../policies/calendars/${year}.yaml`, import.meta.url);
  return calendarYearSchema.parse(parse(readFileSync(file, 'utf8')));
}

export function loadCalendar(...years: number[]): Calendar {
  return buildCalendar(years.map(loadYear));
}
