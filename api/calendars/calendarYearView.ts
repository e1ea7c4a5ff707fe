import { z } from 'zod';
import { type CalendarYear, plainDaySchema } from '../../domain/calendar/calendar.ts';
import type { Language } from '../../domain/text.ts';

export const calendarYearViewSchema = z
  .strictObject({
    year: z.int(),
    source: z.string(),
    status: z.enum(['official', 'provisional']),
    off: z.array(z.strictObject({ from: plainDaySchema, to: plainDaySchema, name: z.string() })),
    work: z.array(plainDaySchema).describe('Saturdays and Sundays that are worked'),
    change: z.int().describe('The change it stands on; 0 where it is as the files say'),
  })
  .meta({ id: 'CalendarYear' });

export function calendarYearView(
  year: CalendarYear,
  change: number,
  language: Language,
): z.infer<typeof calendarYearViewSchema> {
  return { ...year, off: year.off.map(({ from, to, name }) => ({ from, to, name: name[language] })), change };
}
