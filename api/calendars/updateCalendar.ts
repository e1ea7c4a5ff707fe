import { WorkflowIdConflictPolicy } from '@temporalio/common';
import { mongo } from 'mongoose';
import { z } from 'zod';
import { fieldError, Refusal } from '../../domain/errors.ts';
import type { Actor } from '../../domain/organisation/actor.ts';
import { text } from '../../domain/text.ts';
import { keepCurrentCalendar } from '../../models/keptVersions.ts';
import type { CalendarChangeDocument } from '../../models/policyChanges.ts';
import { endpoint } from '../endpoint.ts';
import { reasonSchema } from '../policies/changeBody.ts';
import type { Services, SpaceServices } from '../services.ts';
import { calendarYearView, calendarYearViewSchema } from './calendarYearView.ts';
import { judgeYear, requireYearMatch, yearParams, yearShapeSchema, yearTag } from './yearBody.ts';

const duplicateKey = 11_000;
const attempts = 10;

const bodySchema = z
  .strictObject({ ...yearShapeSchema.shape, reason: reasonSchema })
  .meta({ id: 'CalendarYearUpdate' });

export const updateCalendar = endpoint({
  method: 'put',
  path: '/api/v1/calendars/{year}',
  operationId: 'updateCalendar',
  tag: 'calendars',
  summary: 'Enter a year’s rest days and make-up working days, or correct them; open deadlines follow at once',
  description:
    'For a year that is there already `If-Match` with its `ETag` is required. New cases count with it from now on; open ' +
    'ones are brought up to it, and their timelines say what moved.',
  access: { roles: ['administrator'], duties: ['system'] },
  params: yearParams,
  body: bodySchema,
  responses: {
    200: z
      .strictObject({
        ...calendarYearViewSchema.shape,
        version: z.string().describe('Of the whole calendar'),
        projection: z.enum(['started', 'tonight']).describe('When open deadlines follow'),
      })
      .meta({ id: 'CalendarYearUpdated' }),
  },
  errors: ['precondition-required', 'revision-conflict'],
  handler: async ({ params: { year }, body, actor, space, services, language, header, ...request }) => {
    if (actor.scope !== '*')
      throw new Refusal('forbidden', {
        zh: '日历适用于全部地区，超出您的管辖范围',
        en: 'The calendar holds for all places; your scope does not',
      });
    const made = await enterYear(space, year, body, header, { by: actor, at: services.clock() });
    services.audit.record({
      what: 'calendarChanged',
      actor: { id: actor.id, role: actor.role },
      space: space.space,
      subject: String(year),
      detail: `change ${made._id}: ${made.calendar}`,
      address: request.address,
      requestId: request.requestId,
    });
    await makeCurrent(space);
    const projection = await startProjection(services, space);
    return {
      status: 200,
      headers: { ETag: `"${yearTag(space, year)}-${language}"` },
      body: {
        ...calendarYearView(made.value, made._id, language),
        version: space.policies.calendar().version,
        projection,
      },
    };
  },
});

/** One more entry of the journal of years. @throws Refusal precondition-required, revision-conflict, invalid-input */
async function enterYear(
  space: SpaceServices,
  year: number,
  { reason, ...fields }: z.output<typeof bodySchema>,
  header: (name: string) => string | undefined,
  { by, at }: { by: Actor; at: Date },
): Promise<CalendarChangeDocument> {
  const { policyStore, policyChanges } = space;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    await policyStore.refresh();
    requireYearMatch(header, yearTag(space, year));
    const { value, calendar } = judgeYear(space, year, fields);
    if (calendar.version === policyStore.calendar().version) {
      throw new Refusal('invalid-input', undefined, [
        fieldError('', text('该年度与现行内容相同', 'the year is so already')),
      ]);
    }
    const document: CalendarChangeDocument = {
      _id: policyStore.lastCalendarChange + 1,
      year,
      value,
      reason,
      by: { id: by.id, name: by.name },
      at,
      calendar: calendar.version,
    };
    try {
      await policyChanges.calendars.collection.insertOne(document as never, { writeConcern: { w: 'majority' } });
    } catch (error) {
      if (error instanceof mongo.MongoServerError && error.code === duplicateKey) continue;
      throw error;
    }
    await policyStore.refresh();
    return document;
  }
  throw new Refusal('unavailable', {
    zh: '同时修改日历的人过多，请重试',
    en: 'Too many change calendars at once; try again',
  });
}

/** Names the calendar open cases are brought up to; somebody else may have entered another year since. */
async function makeCurrent({ database, policyStore }: SpaceServices): Promise<void> {
  for (let named = ''; named !== policyStore.calendar().version; ) {
    named = policyStore.calendar().version;
    await keepCurrentCalendar(database, policyStore.calendar());
    await policyStore.refresh();
  }
}

/** The year is entered whether Temporal is there or not: the daily housekeeping brings open cases up to it otherwise. */
async function startProjection(
  { config, logger }: Services,
  { temporal, policies }: SpaceServices,
): Promise<'started' | 'tonight'> {
  try {
    await temporal.withDeadline(Date.now() + config.temporal.updateTimeoutSeconds * 1000, () =>
      temporal.workflow.start('calendarProjection', {
        taskQueue: config.temporal.taskQueue,
        workflowId: `calendarProjection:${policies.calendar().version}`,
        workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
        args: [],
      }),
    );
    return 'started';
  } catch (error) {
    logger.warn({ err: error }, 'Open deadlines follow the calendar with the daily housekeeping');
    return 'tonight';
  }
}
