import { z } from 'zod';
import { readYourWrites } from '../cases/acknowledged.ts';
import { visibleDocument } from '../cases/caseAccess.ts';
import { caseParams } from '../cases/getCase.ts';
import { endpoint, everyone } from '../endpoint.ts';
import { timelineItemSchema } from '../present/timelineItem.ts';
import { presentEvents } from './readTimeline.ts';

const standardLimit = 200;

export const listTimeline = endpoint({
  method: 'get',
  path: '/api/v1/cases/{id}/timeline',
  operationId: 'listTimeline',
  tag: 'timeline',
  summary: 'What happened to a case, in order; `next` is the `after` of the following page',
  access: { roles: everyone },
  params: caseParams,
  query: z.strictObject({
    after: z.coerce.number().int().min(0).optional().describe('seq of the last event you have'),
    limit: z.coerce.number().int().min(1).max(1000).optional(),
    superseded: z.enum(['true', 'false']).optional().describe('With the branches that a restore replaced'),
  }),
  responses: { 200: z.strictObject({ items: z.array(timelineItemSchema), next: z.int().nullable() }) },
  errors: ['not-found'],
  handler: async ({ params: { id }, query, actor, space, services, language }) => {
    await readYourWrites(space, actor.id, id);
    const document = await visibleDocument(space, actor, id);
    const limit = query.limit ?? standardLimit;
    const all = query.superseded === 'true';
    const branch = all ? {} : { supersededBy: { $exists: false } };
    const found = await space.cases.timeline
      .find({ case: id, seq: { $gt: query.after ?? 0 }, ...branch })
      .sort(all ? { seq: 1, epoch: 1 } : { epoch: 1, seq: 1 })
      .limit(limit + 1)
      .lean();
    const shown = wholeSeqs(found, limit);
    const items = await presentEvents(services, space, document, shown, { actor, language });
    return { status: 200, body: { items, next: found.length > shown.length ? (shown.at(-1)?.seq ?? null) : null } };
  },
});

/** A page never ends between two branches' events of one seq, or the next would begin after both. */
function wholeSeqs<T extends { seq: number }>(found: readonly T[], limit: number): T[] {
  const beyond = found[limit];
  if (beyond === undefined) return [...found];
  const whole = found.slice(0, limit).filter(({ seq }) => seq !== beyond.seq);
  return whole.length > 0 ? whole : found.slice(0, limit);
}
