import { z } from 'zod';
import { Refusal } from '../../domain/errors.ts';
import { assumptionsSchema, defaultAssumptions } from '../../domain/rehearsal/assumptions.ts';
import { type RehearsalDocument, rehearsalModels } from '../../models/rehearsals.ts';
import { campaignsInSight } from '../campaigns/campaignStore.ts';
import { type Endpoint, endpoint, everyone } from '../endpoint.ts';
import { pageQuery, pageRequest, pageSchema } from '../pages.ts';
import { visiblePlaces } from '../visibility.ts';
import { cancelRehearsal, purgeRehearsal } from './purge.ts';
import {
  ownRehearsal,
  rehearsalParams,
  rehearsalSchema,
  rehearsalSummarySchema,
  rehearsalView,
  summaryView,
  visibleRehearsal,
} from './rehearsalView.ts';
import { startRehearsal } from './startRehearsal.ts';

const order = [
  ['createdAt', -1],
  ['_id', 1],
] as const;

const listRehearsals = endpoint({
  method: 'get',
  path: '/api/v1/rehearsals',
  operationId: 'listRehearsals',
  tag: 'rehearsals',
  summary: 'Rehearsals within sight, newest first, without their reports',
  access: { roles: everyone },
  query: z.strictObject(pageQuery),
  responses: { 200: pageSchema(rehearsalSummarySchema) },
  errors: ['invalid-cursor'],
  handler: async ({ query, actor, services }) => {
    const { after, sort, limit, page } = pageRequest(query, order, ['rehearsals', visiblePlaces(actor)]);
    const found = await rehearsalModels(services.spaces.rehearsal.database)
      .rehearsals.find({ $and: [campaignsInSight(actor), after] }, { report: 0, sensitivity: 0, assumptions: 0 })
      .sort(sort)
      .limit(limit + 1)
      .lean<RehearsalDocument[]>();
    return { status: 200, body: page(found, (each) => summaryView(each, services.clock())) };
  },
});

const getAssumptions = endpoint({
  method: 'get',
  path: '/api/v1/rehearsals/assumptions',
  operationId: 'getRehearsalAssumptions',
  tag: 'rehearsals',
  summary: 'What a rehearsal assumes where nothing else is said',
  access: { roles: everyone },
  responses: { 200: assumptionsSchema },
  handler: async () => await Promise.resolve({ status: 200, body: defaultAssumptions }),
});

const getRehearsal = endpoint({
  method: 'get',
  path: '/api/v1/rehearsals/{id}',
  operationId: 'getRehearsal',
  tag: 'rehearsals',
  summary: 'How far a rehearsal is, and what it came to',
  access: { roles: everyone },
  params: rehearsalParams,
  responses: { 200: rehearsalSchema },
  errors: ['not-found'],
  handler: async ({ params: { id }, actor, services, language }) => {
    const found = await visibleRehearsal(services, actor, id);
    return { status: 200, body: rehearsalView(found, services.clock(), language) };
  },
});

const cancel = endpoint({
  method: 'post',
  path: '/api/v1/rehearsals/{id}/cancellation',
  operationId: 'cancelRehearsal',
  tag: 'rehearsals',
  summary: 'Stop a rehearsal; what it has left so far stays until it is deleted',
  access: { roles: ['coordinator'] },
  params: rehearsalParams,
  responses: { 202: rehearsalSchema },
  errors: ['not-found'],
  handler: async ({ params: { id }, actor, services, space, address, requestId, language }) => {
    const found = await ownRehearsal(services, actor, id);
    await cancelRehearsal(services.spaces.rehearsal, id);
    services.audit.record({
      what: 'rehearsalCancelled',
      subject: id,
      actor: { id: actor.id, role: actor.role },
      space: space.space,
      address,
      requestId,
    });
    return { status: 202, body: rehearsalView(found, services.clock(), language) };
  },
});

const purge = endpoint({
  method: 'delete',
  path: '/api/v1/rehearsals/{id}',
  operationId: 'deleteRehearsal',
  tag: 'rehearsals',
  summary: 'Clear a rehearsal away: its cases, their documents, its report',
  access: { roles: ['coordinator'] },
  params: rehearsalParams,
  responses: { 204: null },
  errors: ['not-found', 'rehearsal-running'],
  handler: async ({ params: { id }, actor, services, space, address, requestId }) => {
    const { status } = await ownRehearsal(services, actor, id);
    if (status === 'queued' || status === 'running')
      throw new Refusal('rehearsal-running', {
        zh: `${id} 处于 ${status} 状态，请先取消（POST …/cancellation）`,
        en: `${id} is ${status}; cancel it first (POST …/cancellation)`,
      });
    await purgeRehearsal(services.spaces.rehearsal, id);
    services.audit.record({
      what: 'rehearsalPurged',
      subject: id,
      actor: { id: actor.id, role: actor.role },
      space: space.space,
      address,
      requestId,
    });
    return { status: 204 };
  },
});

export const rehearsalEndpoints: readonly Endpoint[] = [
  startRehearsal,
  listRehearsals,
  getAssumptions,
  getRehearsal,
  cancel,
  purge,
];
