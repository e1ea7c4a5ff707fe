import { z } from 'zod';
import type { CalendarChangeDocument } from '../../models/policyChanges.ts';
import { endpoint, everyone } from '../endpoint.ts';
import { pageQuery, pageRequest, pageSchema } from '../pages.ts';
import { calendarYearView, calendarYearViewSchema } from './calendarYearView.ts';
import { yearParams } from './yearBody.ts';

const calendarVersionSchema = z
  .strictObject({
    ...calendarYearViewSchema.shape,
    version: z.string().describe('Of the whole calendar it made'),
    by: z.strictObject({ id: z.string(), name: z.string() }),
    at: z.iso.datetime(),
    reason: z.string(),
  })
  .meta({ id: 'CalendarVersion' });

export const listCalendarVersions = endpoint({
  method: 'get',
  path: '/api/v1/calendars/{year}/versions',
  operationId: 'listCalendarVersions',
  tag: 'calendars',
  summary: 'How a year was entered and corrected, by whom and why; newest first',
  access: { roles: everyone },
  params: yearParams,
  query: z.strictObject(pageQuery),
  responses: { 200: pageSchema(calendarVersionSchema) },
  errors: ['invalid-cursor'],
  handler: async ({ params: { year }, query, space, language }) => {
    const { after, sort, limit, page } = pageRequest(query, [['_id', -1]], ['calendarVersions', year]);
    const found = await space.policyChanges.calendars
      .find({ $and: [{ year }, after] })
      .sort(sort)
      .limit(limit + 1)
      .lean<CalendarChangeDocument[]>();
    const body = page(found, ({ _id, value, calendar, by, at, reason }) => ({
      ...calendarYearView(value, _id, language),
      version: calendar,
      by,
      at: at.toISOString(),
      reason,
    }));
    return { status: 200, body };
  },
});
