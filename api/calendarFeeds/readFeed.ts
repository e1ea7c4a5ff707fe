import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import ical, { ICalCalendarMethod, ICalEventStatus, ICalEventTransparency } from 'ical-generator';
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { computeDeadline } from '../../domain/deadline/deadline.ts';
import { Refusal } from '../../domain/errors.ts';
import { lastDay } from '../../domain/notices/wording.ts';
import { officeCodeSchema } from '../../domain/organisation/offices.ts';
import type { Language } from '../../domain/text.ts';
import { officeTitle, stageTitle } from '../../domain/timeline/summary.ts';
import type { CaseDocument, TaskDocument } from '../../models/caseModels.ts';
import type { CalendarFeedDocument } from '../../models/notices.ts';
import { calendarOf, procedureOf } from '../cases/wholeCase.ts';
import { endpoint } from '../endpoint.ts';
import type { Services, SpaceServices } from '../services.ts';
import { actorOf } from '../users/userView.ts';
import { type FeedPlace, feedPlaces, tokenHash } from './feedAccess.ts';

/** More deadlines than this no calendar shows. */
const entriesAtMost = 2000;
const refreshSeconds = 3600;
const mediaType = 'text/calendar';

export const readCalendarFeed = endpoint({
  method: 'get',
  path: '/api/v1/calendar-feeds/{token}.ics',
  operationId: 'readCalendarFeed',
  tag: 'calendarFeeds',
  summary: 'The deadlines of a feed as iCalendar; its address is the key',
  access: { public: true },
  params: z.strictObject({ token: z.string().min(1).max(100) }),
  responses: {
    200: { mediaTypes: [mediaType], description: 'iCalendar (RFC 5545), a whole day for each open task' },
    304: null,
  },
  errors: ['not-found', 'too-many-requests'],
  handler: async ({ params: { token }, services, address, header }) => {
    await services.feedReadings.begin(address);
    const feed = await services.reach.feeds.findOne({ tokenHash: tokenHash(token) }).lean<CalendarFeedDocument>();
    const user = feed && (await services.accounts.find(feed.user));
    const office = officeCodeSchema.safeParse(feed?.office);
    const places = user && !user.disabled && office.success ? feedPlaces(actorOf(user), office.data, feed.scope) : [];
    if (!feed || places.length === 0)
      throw new Refusal('not-found', {
        zh: '没有这个日历订阅，或已被撤销',
        en: 'There is no such feed, or it was revoked',
      });
    const body = await calendarText(services, services.spaces[feed.space], feed, places);
    const tag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
    const headers = {
      ETag: tag,
      'Cache-Control': 'private, max-age=0, must-revalidate',
      'Referrer-Policy': 'no-referrer',
    };
    if (
      header('if-none-match')
        ?.split(',')
        .some((each) => each.trim().replace(/^W\//, '') === tag)
    ) {
      return { status: 304, headers };
    }
    return { status: 200, mediaType: `${mediaType}; charset=utf-8`, headers, stream: Readable.from([body]) };
  },
});

async function calendarText(
  services: Services,
  space: SpaceServices,
  feed: CalendarFeedDocument,
  places: readonly FeedPlace[],
): Promise<string> {
  const { language } = feed;
  const found = await space.cases.tasks
    .find({
      open: true,
      standing: false,
      office: officeCodeSchema.parse(feed.office),
      dueAt: { $ne: null },
      $or: places.map(({ scope, unit }) => ({
        ...(scope !== '*' && { within: scope }),
        ...(unit !== undefined && { unit: { $in: [unit, null] } }),
      })),
    })
    .sort({ rank: 1, _id: 1 })
    .limit(entriesAtMost)
    .lean<TaskDocument[]>();
  const versions = await calendarVersions(space, [...new Set(found.map((task) => task.case))]);
  const calendar = ical({
    prodId: { company: 'Zhengzhi', product: 'deadlines', language: language.toUpperCase() },
    name: `${language === 'zh' ? '整治期限' : 'Deadlines'} · ${officeTitle(feed.office, language)}`,
    method: ICalCalendarMethod.PUBLISH,
    ttl: refreshSeconds,
  });
  for (const task of found) {
    const provisional = await isProvisional(space, task, versions.get(task.case));
    calendar.createEvent(entryOf(services, task, provisional, language, space.space));
  }
  return calendar.toString();
}

async function calendarVersions({ cases }: SpaceServices, ids: string[]): Promise<Map<string, string>> {
  const found = await cases.cases
    .find({ _id: { $in: ids } }, { calendar: 1 })
    .lean<Pick<CaseDocument, '_id' | 'calendar'>[]>();
  return new Map(found.map(({ _id, calendar }) => [_id, calendar]));
}

async function isProvisional(space: SpaceServices, { deadline }: TaskDocument, version = ''): Promise<boolean> {
  return deadline !== undefined && computeDeadline(deadline, await calendarOf(space, version)).provisional;
}

function entryOf(
  { config, procedures }: Services,
  task: TaskDocument,
  provisional: boolean,
  language: Language,
  space: string,
) {
  const procedure = procedureOf({ procedures }, task.kind);
  const zh = language === 'zh';
  const marks = [
    ...(space === 'rehearsal' ? [zh ? '演练' : 'rehearsal'] : []),
    ...(provisional ? [zh ? '暂定' : 'provisional'] : []),
    ...(task.suspended ? [zh ? '中止' : 'suspended'] : []),
  ];
  const title = `${stageTitle(procedure, task.id, language)} · ${task.subject.name || task.subject.id}`;
  const url = `${config.publicUrl}/cases/${encodeURIComponent(task.case)}`;
  const why = provisional
    ? [zh ? '取决于尚未公布的年度放假安排' : 'Depends on a year whose rest days are not published yet']
    : [];
  const marked = marks.length === 0 ? '' : zh ? `（${marks.join('、')}）` : ` (${marks.join(', ')})`;
  return {
    id: `${createHash('sha256').update(`${space}|${task._id}`).digest('hex').slice(0, 32)}@zhengzhi`,
    // A day of the civil calendar: a point in time would move with the zone of whoever looks at it.
    start: Temporal.PlainDate.from(lastDay(task.dueAt?.toISOString() ?? task.openedAt)),
    allDay: true,
    summary: `${title}${marked}`,
    description: [`${procedure.title[language]} · ${task.subject.id}`, ...why, url].join('\n'),
    url,
    stamp: Temporal.Instant.from(task.openedAt),
    sequence: (task.deadline?.extensions.length ?? 0) + (task.deadline?.suspensions.length ?? 0),
    status: provisional || task.suspended ? ICalEventStatus.TENTATIVE : ICalEventStatus.CONFIRMED,
    transparency: ICalEventTransparency.TRANSPARENT,
  };
}
