import { Refusal } from '../../domain/errors.ts';
import { endpoint, everyone } from '../endpoint.ts';
import { calendarYearView, calendarYearViewSchema } from './calendarYearView.ts';
import { yearParams, yearTag } from './yearBody.ts';

export const getCalendar = endpoint({
  method: 'get',
  path: '/api/v1/calendars/{year}',
  operationId: 'getCalendar',
  tag: 'calendars',
  summary: 'Rest days and make-up working days of a year',
  access: { roles: everyone },
  params: yearParams,
  responses: { 200: calendarYearViewSchema },
  errors: ['not-found'],
  handler: async ({ params, space, language }) => {
    const found = space.policies.calendar().years.find(({ year }) => year === params.year);
    if (!found)
      throw new Refusal('not-found', {
        zh: `${params.year} 年的日历尚未公布`,
        en: `The calendar of ${params.year} has not been published`,
      });
    return {
      status: 200,
      headers: { ETag: `"${yearTag(space, params.year)}-${language}"` },
      body: calendarYearView(found, space.policyStore.yearChange(params.year) ?? 0, language),
    };
  },
});
