import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { WorkflowIdConflictPolicy, WorkflowIdReusePolicy } from '@temporalio/common';
import { mongo } from 'mongoose';
import { z } from 'zod';
import { type FieldError, fieldError, Refusal } from '../../domain/errors.ts';
import { type Actor, sees } from '../../domain/organisation/actor.ts';
import { applyModeSchema } from '../../domain/policy/application.ts';
import { heirsOf } from '../../domain/policy/jurisdiction.ts';
import { resolvePolicy } from '../../domain/policy/resolvePolicy.ts';
import { text } from '../../domain/text.ts';
import { hashOf } from '../../domain/timeline/hashChain.ts';
import { keepPolicies } from '../../models/keptVersions.ts';
import type { PolicyApplicationDocument } from '../../models/policyChanges.ts';
import { actKey } from '../cases/act.ts';
import { endpoint } from '../endpoint.ts';
import type { SpaceServices } from '../services.ts';
import { visiblePlaces } from '../visibility.ts';
import { applicationSchema, applicationView } from './applicationView.ts';
import { caseChoice } from './caseChoice.ts';
import { reasonSchema } from './changeBody.ts';
import { requireGovernance, requirePolicy } from './policyAccess.ts';
import { localityParams } from './policyView.ts';

const duplicateKey = 11_000;

export const createApplication = endpoint({
  method: 'post',
  path: '/api/v1/policies/{locality}/applications',
  operationId: 'createPolicyApplication',
  tag: 'policies',
  summary: 'Apply the policy of today to running cases of the locality and of those that inherit from it',
  description:
    '`keep`: they go on with the policy they carry. `restart`: open terms that changed start anew when it reaches the case. ' +
    '`reanchor`: they count from their original start, with suspensions and extensions. It is carried out a few cases at a ' +
    'time; see `getPolicyApplication`.',
  access: { roles: ['coordinator', 'administrator'], duties: ['system'] },
  idempotent: 'required',
  params: localityParams,
  body: z
    .strictObject({
      version: z.string().min(1).max(64).describe('Version of the policy meant, as `getPolicy` shows it'),
      mode: applyModeSchema,
      ...caseChoice,
      reason: reasonSchema,
    })
    .meta({ id: 'PolicyApplicationRequest' }),
  responses: { 202: applicationSchema },
  errors: ['not-found', 'revision-conflict', 'idempotency-key-reused'],
  handler: async ({ params: { locality }, body, session, actor, space, services, idempotencyKey, ...request }) => {
    await space.policyStore.refresh();
    const { policy } = requirePolicy(space, locality);
    requireGovernance(space, actor, locality);
    const id = actKey(session, `createPolicyApplication ${locality}`, idempotencyKey).slice(0, 24);
    const { applications } = space.policyChanges;
    let document = await applications.findById(id).lean<PolicyApplicationDocument>();
    if (document === null) {
      if (body.version !== policy.version) {
        throw new Refusal('revision-conflict', {
          zh: `政策当前版本为 ${policy.version}，请重新查看`,
          en: `The policy is at version ${policy.version} now; look at it again`,
        });
      }
      const { policies } = space.policies;
      const targets = heirsOf(policies, locality).map((each) => resolvePolicy(policies, each));
      const localities = targets.map((each) => each.locality);
      if (body.cases) await requireCases(space, actor, localities, body.cases);
      await keepPolicies(space.database, targets);
      const places = visiblePlaces(actor);
      const filter = Object.fromEntries(
        Object.entries(body.filter ?? {}).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
      );
      document = await insertOrFind(space, {
        _id: id,
        locality,
        mode: body.mode,
        reason: body.reason,
        by: actor,
        at: services.clock(),
        body: hashOf(body),
        targets: Object.fromEntries(targets.map((each) => [each.locality, each.version])),
        sections: Object.fromEntries(
          services.procedures.list().map(({ kind, sections }) => [kind, [...sections, 'ladder', 'acts']]),
        ),
        filter,
        ...(body.cases && { cases: [...new Set(body.cases)] }),
        ...(places && { places }),
        state: 'waiting',
      });
      services.audit.record({
        what: 'policyApplied',
        actor: { id: actor.id, role: actor.role },
        space: space.space,
        subject: locality,
        detail: `${id}: ${body.mode} ${policy.version}`,
        address: request.address,
        requestId: request.requestId,
      });
    }
    if (document.body !== hashOf(body)) throw new Refusal('idempotency-key-reused');
    await startApplication(space.temporal, services.config.temporal.taskQueue, id);
    return {
      status: 202,
      headers: { Location: `/api/v1/policies/${locality}/applications/${id}` },
      body: await applicationView(space, document),
    };
  },
});

/** @throws Refusal invalid-input naming each that is not a case of these localities within sight */
async function requireCases(
  { cases }: SpaceServices,
  actor: Actor,
  localities: readonly string[],
  named: readonly string[],
): Promise<void> {
  const found = await cases.cases.find({ _id: { $in: [...named] } }, { locality: 1, subject: 1 }).lean();
  const known = new Map(found.filter(({ subject }) => sees(actor, subject.scope)).map((each) => [each._id, each]));
  const errors = named.flatMap((id, index): FieldError[] => {
    const locality = known.get(id)?.locality;
    if (locality !== undefined && localities.includes(locality)) return [];
    const detail =
      locality === undefined
        ? text('没有这个案件', 'there is no such case')
        : text(`适用${locality}的政策`, `it is under the policy of ${locality}`);
    return [fieldError(`/cases/${index}`, detail)];
  });
  if (errors.length > 0) throw new Refusal('invalid-input', undefined, errors.slice(0, 100));
}

/** Of two calls with the same key the first counts. */
async function insertOrFind(
  { policyChanges: { applications } }: SpaceServices,
  document: PolicyApplicationDocument,
): Promise<PolicyApplicationDocument> {
  try {
    await applications.collection.insertOne(document as never, { writeConcern: { w: 'majority' } });
    return document;
  } catch (error) {
    if (!(error instanceof mongo.MongoServerError) || error.code !== duplicateKey) throw error;
    return (await applications.findById(document._id).lean<PolicyApplicationDocument>()) ?? document;
  }
}

/** Starts the batch, unless it was started before. */
async function startApplication(client: Client, taskQueue: string, id: string): Promise<void> {
  try {
    await client.workflow.start('policyApplication', {
      taskQueue,
      workflowId: `policyApplication:${id}`,
      workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
      workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
      args: [id],
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
