import { Context } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import type { Connection } from 'mongoose';
import type { PolicyChange } from '../domain/policy/application.ts';
import { caseParameters, type ResolvedPolicy } from '../domain/policy/resolvePolicy.ts';
import { caseModels } from '../models/caseModels.ts';
import { keptModels } from '../models/keptVersions.ts';
import {
  type ApplicationCaseDocument,
  openCasesCondition,
  type PolicyApplicationDocument,
  type PolicyChangeModels,
  policyChangeModels,
} from '../models/policyChanges.ts';
import { tellCase } from './tellCase.ts';
import { whileBeating } from './whileBeating.ts';

export interface PolicyApplicationActivities {
  /** Notes which cases an application is for. Once it has begun they stay the same. */
  chooseCases: (application: string) => Promise<void>;
  /**
   * Applies the policy to the next few of them, one after the other, so that daily work goes on. Harmless when repeated:
   * each case carries it out once.
   *
   * @returns whether any are left
   */
  applyToCases: (application: string) => Promise<boolean>;
}

/** So many in one activity: what was done is noted case by case. */
const BATCH = 25;
/** A case that does not answer is asked again after all the others. */
const ATTEMPTS = 3;
const patienceMilliseconds = 20_000;

type Outcome = Pick<ApplicationCaseDocument, 'result' | 'detail' | 'event'>;

export function createPolicyApplicationActivities(database: Connection, client: Client): PolicyApplicationActivities {
  const models = policyChangeModels(database);
  return {
    chooseCases: (application) => whileBeating(() => chooseCases(database, models, application)),
    applyToCases: (id) => whileBeating(() => applyBatch(id)),
  };

  async function applyBatch(id: string): Promise<boolean> {
    const policies = new Map<string, ResolvedPolicy>();
    const waiting = await models.applicationCases
      .find({ application: id, result: 'waiting' })
      .sort({ attempts: 1, case: 1 })
      .limit(BATCH)
      .lean<ApplicationCaseDocument[]>();
    for (const each of waiting) {
      // Whoever cancels it is heard before the next case.
      const application = await models.applications.findById(id).lean<PolicyApplicationDocument>();
      if (application?.state !== 'running') return false;
      const change = await changeFor(database, policies, application, each);
      // A worker that is told to stop does not wait for cases: whoever takes over asks again, to the same effect.
      const told = await Promise.race([applyTo(client, application, each, change), stopped()]);
      const givenUp = told.result === 'waiting' && each.attempts + 1 >= ATTEMPTS;
      const outcome = givenUp ? { ...told, result: 'failed' as const } : told;
      await models.applicationCases.updateOne(
        { _id: each._id, result: 'waiting' },
        { $set: { ...outcome, at: new Date() }, $inc: { attempts: 1 } },
      );
    }
    if (waiting.length > 0) return true;
    await models.applications.updateOne(
      { _id: id, state: 'running' },
      { $set: { state: 'done', endedAt: new Date() } },
    );
    return false;
  }
}

/** Rejects when this activity has to end. */
const stopped = (): Promise<never> => Context.current().cancelled;

async function chooseCases(
  database: Connection,
  { applications, applicationCases }: PolicyChangeModels,
  id: string,
): Promise<void> {
  const application = await applications.findById(id).lean<PolicyApplicationDocument>();
  if (application?.state !== 'waiting') return;
  const { targets, cases, filter, places } = application;
  const found = await caseModels(database)
    .cases.find(openCasesCondition({ localities: Object.keys(targets), cases, filter, places }), {
      locality: 1,
      kind: 1,
    })
    .lean();
  const chosen = found.map(({ _id, locality, kind }) => ({ case: _id, locality, kind, result: 'waiting' as const }));
  const open = new Set(chosen.map((each) => each.case));
  const ended = (cases ?? [])
    .filter((each) => !open.has(each))
    .map((each) => ({ case: each, locality: application.locality, kind: '', result: 'ended' as const }));
  const items = [...chosen, ...ended];
  if (items.length > 0) {
    await applicationCases.bulkWrite(
      items.map((item) => ({
        updateOne: {
          filter: { _id: `${id}|${item.case}` },
          update: { $setOnInsert: { application: id, ...item, attempts: 0 } },
          upsert: true,
        },
      })),
      { ordered: false },
    );
  }
  await applications.updateOne({ _id: id, state: 'waiting' }, { $set: { state: 'running' } });
}

/** What the case is told; undefined where it keeps its policy. */
async function changeFor(
  database: Connection,
  policies: Map<string, ResolvedPolicy>,
  { _id, mode, targets, sections, reason }: PolicyApplicationDocument,
  { locality, kind }: ApplicationCaseDocument,
): Promise<PolicyChange | undefined> {
  if (mode === 'keep') return undefined;
  const version = targets[locality] ?? '';
  const policy = policies.get(version) ?? (await keptModels(database).policies.findById(version).lean())?.policy;
  if (policy === undefined) throw new Error(`policy ${version} of ${locality} was not kept`);
  policies.set(version, policy as ResolvedPolicy);
  const parameters = caseParameters(policy as ResolvedPolicy, sections[kind] ?? []);
  return { version, mode, parameters, reason, application: _id };
}

async function applyTo(
  client: Client,
  { _id, by }: PolicyApplicationDocument,
  { case: id }: ApplicationCaseDocument,
  input: PolicyChange | undefined,
): Promise<Outcome> {
  if (input === undefined) return { result: 'kept' };
  const telling = { update: 'applyPolicy', input, once: { application: _id, case: id }, actor: by };
  const told = await tellCase(client, id, telling, patienceMilliseconds);
  if (told.how === 'accepted') return { result: 'applied', event: told.event };
  if (told.how === 'ended') return { result: 'ended' };
  if (told.how === 'silent') return { result: 'waiting', detail: 'the case did not answer in time' };
  if (told.code === 'policy-current') return { result: 'unchanged' };
  return { result: 'refused', detail: told.detail.slice(0, 500) };
}
