import { z } from 'zod';
import { businessHoursSchema, standardBusinessHours } from '../../domain/calendar/calendar.ts';
import { endpoint, everyone } from '../endpoint.ts';

export const listCalendars = endpoint({
  method: 'get',
  path: '/api/v1/calendars',
  operationId: 'listCalendars',
  tag: 'calendars',
  summary: 'The years whose rest days and make-up working days are known',
  access: { roles: everyone },
  responses: {
    200: z.strictObject({
      version: z.string(),
      businessHours: businessHoursSchema,
      items: z.array(
        z
          .strictObject({ year: z.int(), status: z.enum(['official', 'provisional']), source: z.string() })
          .meta({ id: 'CalendarYearSummary' }),
      ),
    }),
  },
  handler: async ({ space }) => {
    const { version, years, businessHours } = space.policies.calendar();
    const items = years.map(({ year, status, source }) => ({ year, status, source }));
    return { status: 200, body: { version, businessHours: businessHours ?? standardBusinessHours, items } };
  },
});
