import { z } from 'zod';
import { plainDaySchema } from '../../domain/calendar/calendar.ts';
import { Refusal } from '../../domain/errors.ts';
import { endpoint, everyone } from '../endpoint.ts';

const calendarYearViewSchema = z
  .strictObject({
    year: z.int(),
    source: z.string(),
    status: z.enum(['official', 'provisional']),
    off: z.array(z.strictObject({ from: plainDaySchema, to: plainDaySchema, name: z.string() })),
    work: z.array(plainDaySchema).describe('Saturdays and Sundays that are worked'),
  })
  .meta({ id: 'CalendarYear' });

export const getCalendar = endpoint({
  method: 'get',
  path: '/api/v1/calendars/{year}',
  operationId: 'getCalendar',
  tag: 'calendars',
  summary: 'Rest days and make-up working days of a year',
  access: { roles: everyone },
  params: z.strictObject({ year: z.coerce.number().int().min(1992).max(9998) }),
  responses: { 200: calendarYearViewSchema },
  errors: ['not-found'],
  handler: async ({ params, space, language }) => {
    const found = space.policies.calendar().years.find(({ year }) => year === params.year);
    if (!found) throw new Refusal('not-found', `The calendar of ${params.year} has not been published`);
    const off = found.off.map(({ from, to, name }) => ({ from, to, name: name[language] }));
    return { status: 200, body: { ...found, off } };
  },
});
