import { z } from 'zod';
import { Refusal } from '../../domain/errors.ts';
import { readYourWrites } from '../cases/acknowledged.ts';
import { visibleDocument } from '../cases/caseAccess.ts';
import { endpoint, everyone } from '../endpoint.ts';
import { caseStream } from './caseStream.ts';
import { inboxStream } from './inboxStream.ts';

const listenToEvents = endpoint({
  method: 'get',
  path: '/api/v1/events',
  operationId: 'listenToEvents',
  tag: 'events',
  summary: 'Server-sent events: the timeline of one case, or what changes within sight',
  description:
    'With `case`: `timeline` events whose id is the seq; they resume by Last-Event-ID or `after`. Without: `task`, `case` ' +
    'and `notification` events. `reset` says that everything shown has to be read anew. The stream ends with the session.',
  access: { roles: everyone },
  query: z.strictObject({
    case: z.string().min(1).max(160).optional(),
    after: z.coerce.number().int().min(0).optional().describe('seq of the last event you have; with `case`'),
  }),
  responses: { 200: { mediaTypes: ['text/event-stream'], description: 'Events as they happen' } },
  errors: ['not-found'],
  handler: async ({ query, actor, session, space, services, language, header }) => {
    const lastEventId = header('last-event-id');
    const headers = { 'Cache-Control': 'no-cache, no-transform' };
    const mediaType = 'text/event-stream';
    if (query.case === undefined) {
      const { readable } = await inboxStream(services, space, session, lastEventId);
      return { status: 200, mediaType, headers, live: true, stream: readable };
    }
    await readYourWrites(space, actor.id, query.case);
    const document = await visibleDocument(space, actor, query.case);
    const after = lastEventId === undefined ? query.after : seqOf(lastEventId);
    const viewer = { actor, language };
    const { readable } = await caseStream(services, space, session, document, after, viewer);
    return { status: 200, mediaType, headers, live: true, stream: readable };
  },
});

/** @throws Refusal malformed-request */
function seqOf(lastEventId: string): number {
  if (!/^\d{1,9}$/.test(lastEventId))
    throw new Refusal('malformed-request', {
      zh: 'Last-Event-ID 应为事件序号',
      en: 'Last-Event-ID is the seq of an event',
    });
  return Number(lastEventId);
}

export const eventEndpoints = [listenToEvents];
