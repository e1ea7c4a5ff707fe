import { addDays, addMonths, type PlainDay } from '../calendar/calendar.ts';
import type { Month } from '../rankings/complaintMonth.ts';

/** The calendar months a figure is about, both included. */
export interface FigureWindow {
  from: Month;
  to: Month;
}

/** Three years: longer windows say more about policies that have changed than about offices. */
export const longestWindow = 36;

/** Every month of the window, oldest first; none when it ends before it begins. */
export function monthsOf({ from, to }: FigureWindow): Month[] {
  const months: Month[] = [];
  for (let month = from; month <= to; month = monthsLater(month, 1)) months.push(month);
  return months;
}

/** The month `count` months later, earlier when negative. */
export function monthsLater(month: Month, count: number): Month {
  return addMonths(`${month}-01`, count).slice(0, 7);
}

/** The same month of the year before. */
export function yearBefore(month: Month): Month {
  return monthsLater(month, -12);
}

/** First and last day of the window. */
export function daysOf({ from, to }: FigureWindow): { first: PlainDay; last: PlainDay } {
  return { first: `${from}-01`, last: addDays(`${monthsLater(to, 1)}-01`, -1) };
}
