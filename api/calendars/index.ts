import { getCalendar } from './getCalendar.ts';
import { listCalendars } from './listCalendars.ts';

export const calendarEndpoints = [listCalendars, getCalendar];
