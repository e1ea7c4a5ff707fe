import { z } from 'zod';
import { standardBusinessHours } from '../../domain/calendar/calendar.ts';
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
      businessHours: z.array(z.strictObject({ from: z.string(), to: z.string() })).describe('Of a working day, HH:MM'),
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
    const hours = (businessHours ?? standardBusinessHours).map(([from, to]) => ({ from, to }));
    return { status: 200, body: { version, businessHours: hours, items } };
  },
});
