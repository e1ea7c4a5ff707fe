import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { itemQuery, whatIf, whatIfShape } from '../policies/whatIf.ts';
import { visiblePlaces } from '../visibility.ts';
import { judgeYear, yearParams, yearShapeSchema } from './yearBody.ts';

const modes = ['projection'] as const;

export const previewCalendar = endpoint({
  method: 'post',
  path: '/api/v1/calendars/{year}/preview',
  operationId: 'previewCalendar',
  tag: 'calendars',
  summary: 'Which open deadlines a year’s days would move, and how; nothing is written',
  access: { roles: ['coordinator', 'administrator'], duties: ['system'] },
  params: yearParams,
  body: z.strictObject({ ...yearShapeSchema.shape, ...itemQuery }).meta({ id: 'CalendarPreviewRequest' }),
  responses: {
    200: z.strictObject({ version: z.string(), ...whatIfShape(modes) }).meta({ id: 'CalendarPreview' }),
  },
  handler: async ({ params: { year }, body: { limit, offset, ...fields }, actor, space, services, language }) => {
    await space.policyStore.refresh();
    const { calendar } = judgeYear(space, year, fields);
    const found = await whatIf(
      { services, space, language },
      { localities: Object.keys(space.policies.policies), places: visiblePlaces(actor) },
      modes,
      // What is suspended has no date that could move.
      ({ deadline }) => (deadline.suspensions.at(-1)?.to === null ? undefined : { deadline, calendar }),
      { limit, offset },
    );
    return { status: 200, body: { version: calendar.version, ...found } };
  },
});
