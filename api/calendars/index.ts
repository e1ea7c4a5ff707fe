import { getCalendar } from './getCalendar.ts';
import { listCalendars } from './listCalendars.ts';
import { listCalendarVersions } from './listCalendarVersions.ts';
import { previewCalendar } from './previewCalendar.ts';
import { updateCalendar } from './updateCalendar.ts';

export const calendarEndpoints = [listCalendars, getCalendar, updateCalendar, previewCalendar, listCalendarVersions];
