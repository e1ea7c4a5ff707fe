import { z } from 'zod';
import { dayOf } from '../../domain/calendar/calendar.ts';
import { publicationPlanSchema } from '../../domain/rankings/publicationPlan.ts';
import { hashOf } from '../../domain/timeline/hashChain.ts';
import { endpoint } from '../endpoint.ts';
import { carryOn } from './carryOn.ts';
import { requireRanking, requireVersion } from './getRanking.ts';
import { planPublication, requirePublisher } from './planPublication.ts';
import { leavingOut, publicationBodySchema, requirePublicationDay, requireUnpublished } from './publicationRequest.ts';
import { publicationSchema, publicationView } from './publicationView.ts';
import { dryRunQuery, monthParams } from './rankingViews.ts';
import { writePublication } from './writePublication.ts';

export const publishRanking = endpoint({
  method: 'post',
  path: '/api/v1/rankings/{month}/publication',
  operationId: 'publishRanking',
  tag: 'rankings',
  summary: 'Publish a version of a month: running cases receive the figures, compounds enter by dynamic inclusion',
  description:
    'With `dryRun=true` it says what that would do; of a month that is published, the differences alone. Else the figures are published at once and the rest is carried out piece by piece: `GET` shows how far it is. A repeat does nothing twice and finishes what was left.',
  access: { roles: ['coordinator'] },
  idempotent: 'required',
  params: monthParams,
  query: z.strictObject({ dryRun: dryRunQuery }),
  body: publicationBodySchema,
  responses: { 200: publicationPlanSchema, 202: publicationSchema },
  errors: ['not-found', 'forbidden', 'already-published', 'not-ready', 'idempotency-key-reused', 'invalid-input'],
  handler: async ({ params: { month }, query, body, session, space, services, idempotencyKey, address, requestId }) => {
    const { actor } = session;
    const publishedOn = body.publishedOn ?? dayOf(services.clock().toISOString());
    if (query.dryRun === 'true') {
      const ranking = await requireRanking(space, month);
      const version = await requireVersion(space, month, body.version ?? ranking.latest);
      requireUnpublished(ranking, version);
      requirePublicationDay(publishedOn, ranking, session.space, services.clock());
      const planned = await planPublication({ services, space, ranking, version, publishedOn, session: null });
      requirePublisher(actor, planned);
      const { entering } = leavingOut(planned.plan.entering, body.exclude ?? []);
      return { status: 200, body: { ...planned.plan, entering } };
    }
    const key = hashOf([actor.id, 'publishRanking', month, idempotencyKey]);
    const asked = { actor, month, body, publishedOn, key, bodyHash: hashOf(body) };
    const { publication, isNew } = await writePublication(services, space, asked);
    if (isNew) {
      services.audit.record({
        what: 'rankingPublished',
        subject: publication._id,
        actor: { id: actor.id, role: actor.role },
        space: session.space,
        address,
        requestId,
      });
    }
    await carryOn(services, space, publication);
    const headers = { Location: `/api/v1/rankings/${month}/publication?version=${publication.version}` };
    return { status: 202, headers, body: await publicationView(space, month, publication.version) };
  },
});
