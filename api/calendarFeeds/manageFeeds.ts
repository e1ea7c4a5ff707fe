import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { Refusal } from '../../domain/errors.ts';
import type { Actor } from '../../domain/organisation/actor.ts';
import { type OfficeCode, officeCodeSchema } from '../../domain/organisation/offices.ts';
import { scopeSchema } from '../../domain/organisation/scope.ts';
import { languages } from '../../domain/text.ts';
import type { CalendarFeedDocument } from '../../models/notices.ts';
import { endpoint } from '../endpoint.ts';
import { pageQuery, pageRequest, pageSchema } from '../pages.ts';
import { feedPlaces, tokenHash } from './feedAccess.ts';

const tag = 'calendarFeeds';
const roles = ['coordinator', 'reviewer', 'monitor'] as const;
const tokenBytes = 32;
const feedsAtMost = 20;

const feedSchema = z
  .strictObject({
    id: z.string(),
    office: officeCodeSchema,
    scope: scopeSchema,
    language: z.enum(languages),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'CalendarFeed' });

function feedView({ _id, office, scope, language, createdAt }: CalendarFeedDocument): z.input<typeof feedSchema> {
  return {
    id: _id,
    office: officeCodeSchema.parse(office),
    scope,
    language,
    createdAt: createdAt.toISOString(),
  };
}

const order = [
  ['createdAt', -1],
  ['_id', 1],
] as const;

export const listCalendarFeeds = endpoint({
  method: 'get',
  path: '/api/v1/calendar-feeds',
  operationId: 'listCalendarFeeds',
  tag,
  summary: 'Your calendar feeds; their addresses were shown when they were made',
  access: { roles },
  query: z.strictObject(pageQuery),
  responses: { 200: pageSchema(feedSchema) },
  errors: ['invalid-cursor'],
  handler: async ({ query, actor, session, services }) => {
    const filter = { user: actor.id, space: session.space };
    const { after, sort, limit, page } = pageRequest(query, order, ['feeds', filter]);
    const found = await services.reach.feeds
      .find({ $and: [filter, after] })
      .sort(sort)
      .limit(limit + 1)
      .lean<CalendarFeedDocument[]>();
    return { status: 200, body: page(found, feedView) };
  },
});

export const createCalendarFeed = endpoint({
  method: 'post',
  path: '/api/v1/calendar-feeds',
  operationId: 'createCalendarFeed',
  tag,
  summary: 'A secret address for the open deadlines of an office, for calendar programs; shown this once',
  description:
    'Whoever has the address reads the deadlines you may see. Revoke it by DELETE; it ends with your account.',
  access: { roles },
  body: z
    .strictObject({
      office: officeCodeSchema,
      scope: scopeSchema.optional().describe('Default: where you hold the office, else what you see'),
      language: z.enum(languages).optional().describe('Default: that of the request'),
    })
    .meta({ id: 'NewCalendarFeed' }),
  responses: {
    201: z.strictObject({ ...feedSchema.shape, url: z.string() }).meta({ id: 'CreatedCalendarFeed' }),
  },
  errors: ['office-required', 'not-ready'],
  handler: async ({ body, actor, session, services, language, address, requestId }) => {
    const { office } = body;
    const scope = body.scope ?? standardScope(actor, office);
    if (feedPlaces(actor, office, scope).length === 0) {
      throw new Refusal('office-required', {
        zh: `您既不在 ${scope} 担任 ${office}，也不负责监督`,
        en: `You neither hold ${office} in ${scope} nor oversee it`,
      });
    }
    const { feeds } = services.reach;
    if ((await feeds.countDocuments({ user: actor.id }, { limit: feedsAtMost })) >= feedsAtMost) {
      throw new Refusal('not-ready', {
        zh: `您已有 ${feedsAtMost} 个日历订阅，请先撤销一个`,
        en: `You have ${feedsAtMost} feeds; revoke one first`,
      });
    }
    const token = randomBytes(tokenBytes).toString('base64url');
    const feed: CalendarFeedDocument = {
      _id: randomUUID(),
      tokenHash: tokenHash(token),
      user: actor.id,
      space: session.space,
      office,
      scope,
      language: body.language ?? language,
      createdAt: services.clock(),
    };
    const by = { actor: { id: actor.id, role: actor.role }, space: session.space, address, requestId };
    const what = { what: 'calendarFeedCreated' as const, subject: feed._id, detail: `${office} in ${scope}` };
    await services.accounts.audited({ ...what, ...by }, async (transaction) => {
      await feeds.collection.insertOne({ ...feed } as never, { session: transaction });
    });
    const url = `${services.config.publicUrl}/api/v1/calendar-feeds/${token}.ics`;
    return { status: 201, body: { ...feedView(feed), url } };
  },
});

export const revokeCalendarFeed = endpoint({
  method: 'delete',
  path: '/api/v1/calendar-feeds/{id}',
  operationId: 'revokeCalendarFeed',
  tag,
  summary: 'Revoke one of your calendar feeds: its address is worth nothing any more',
  access: { roles },
  params: z.strictObject({ id: z.string().min(1).max(60) }),
  responses: { 204: null },
  errors: ['not-found'],
  handler: async ({ params: { id }, actor, session, services, address, requestId }) => {
    const by = { actor: { id: actor.id, role: actor.role }, space: session.space, address, requestId };
    const entry = { what: 'calendarFeedRevoked' as const, subject: id, ...by };
    await services.accounts.audited(entry, async (transaction) => {
      const { deletedCount } = await services.reach.feeds.deleteOne(
        { _id: id, user: actor.id },
        { session: transaction },
      );
      if (deletedCount === 0) throw new Refusal('not-found', { zh: '您没有这个日历订阅', en: 'You have no such feed' });
    });
    return { status: 204 };
  },
});

/** Where a reviewer holds the office, in one place or several (the feed is bounded by the posts anyway); else what is in sight. */
function standardScope(actor: Actor, office: OfficeCode): string {
  if (actor.role !== 'reviewer') return actor.scope;
  const held = new Set(actor.posts.filter((post) => post.office === office).map((post) => post.scope));
  const [only = actor.scope] = held;
  return held.size > 1 ? '*' : only;
}
