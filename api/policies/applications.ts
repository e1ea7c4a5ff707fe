import { z } from 'zod';
import type { ApplicationCaseDocument, PolicyApplicationDocument } from '../../models/policyChanges.ts';
import { endpoint } from '../endpoint.ts';
import { pageQuery, pageRequest, pageSchema } from '../pages.ts';
import {
  applicationCaseSchema,
  applicationCases,
  applicationParams,
  applicationResultSchema,
  applicationSchema,
  applicationView,
  findApplication,
} from './applicationView.ts';
import { requireGovernance, requirePolicy } from './policyAccess.ts';
import { localityParams } from './policyView.ts';

const readers = { roles: ['coordinator', 'monitor', 'administrator'] } as const;

export const listApplications = endpoint({
  method: 'get',
  path: '/api/v1/policies/{locality}/applications',
  operationId: 'listPolicyApplications',
  tag: 'policies',
  summary: 'Applications of the policy to running cases, newest first',
  access: readers,
  params: localityParams,
  query: z.strictObject(pageQuery),
  responses: { 200: pageSchema(applicationSchema) },
  errors: ['not-found', 'invalid-cursor'],
  handler: async ({ params: { locality }, query, actor, space }) => {
    requirePolicy(space, locality);
    requireGovernance(space, actor, locality);
    const order = [
      ['at', -1],
      ['_id', 1],
    ] as const;
    const { after, sort, limit, page } = pageRequest(query, order, ['policyApplications', locality]);
    const found = await space.policyChanges.applications
      .find({ $and: [{ locality }, after] })
      .sort(sort)
      .limit(limit + 1)
      .lean<PolicyApplicationDocument[]>();
    const { items, next } = page(found, (each) => each);
    return { status: 200, body: { items: await Promise.all(items.map((each) => applicationView(space, each))), next } };
  },
});

export const getApplication = endpoint({
  method: 'get',
  path: '/api/v1/policies/{locality}/applications/{id}',
  operationId: 'getPolicyApplication',
  tag: 'policies',
  summary: 'How far an application has come, and what came of each case',
  access: readers,
  params: applicationParams,
  query: z.strictObject({ ...pageQuery, result: applicationResultSchema.optional() }),
  responses: {
    200: z
      .strictObject({ ...applicationSchema.shape, ...pageSchema(applicationCaseSchema).shape })
      .meta({ id: 'PolicyApplicationProgress' }),
  },
  errors: ['not-found', 'invalid-cursor'],
  handler: async ({ params: { locality, id }, query, actor, space }) => {
    requirePolicy(space, locality);
    requireGovernance(space, actor, locality);
    const application = await findApplication(space, locality, id);
    const { result } = query;
    const request = pageRequest(query, [['case', 1]], ['policyApplicationCases', id, result]);
    const found = await space.policyChanges.applicationCases
      .find({ $and: [{ application: id, ...(result && { result }) }, request.after] })
      .sort(request.sort)
      .limit(request.limit + 1)
      .lean<ApplicationCaseDocument[]>();
    const { items, next } = request.page(found, (each) => each);
    return {
      status: 200,
      body: { ...(await applicationView(space, application)), items: await applicationCases(space, items), next },
    };
  },
});

export const cancelApplication = endpoint({
  method: 'post',
  path: '/api/v1/policies/{locality}/applications/{id}/cancellation',
  operationId: 'cancelPolicyApplication',
  tag: 'policies',
  summary: 'Leave the cases alone that an application has not reached yet; what it has changed stays',
  access: { roles: ['coordinator', 'administrator'], duties: ['system'] },
  params: applicationParams,
  responses: { 200: applicationSchema },
  errors: ['not-found'],
  handler: async ({ params: { locality, id }, actor, space, services, address, requestId }) => {
    requirePolicy(space, locality);
    requireGovernance(space, actor, locality);
    await findApplication(space, locality, id);
    const { modifiedCount } = await space.policyChanges.applications.updateOne(
      { _id: id, state: { $in: ['waiting', 'running'] } },
      {
        $set: { state: 'cancelled', cancelledBy: { id: actor.id, name: actor.name }, endedAt: services.clock() },
      },
    );
    if (modifiedCount > 0) {
      services.audit.record({
        what: 'policyApplicationCancelled',
        actor: { id: actor.id, role: actor.role },
        space: space.space,
        subject: locality,
        detail: id,
        address,
        requestId,
      });
    }
    return { status: 200, body: await applicationView(space, await findApplication(space, locality, id)) };
  },
});
