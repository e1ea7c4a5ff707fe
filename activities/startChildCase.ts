import type { Client } from '@temporalio/client';
import type { Connection } from 'mongoose';
import type { ActInput } from '../domain/case/acts.ts';
import type { Space, Subject } from '../domain/case/caseView.ts';
import { prepareOpening } from '../domain/case/prepareOpening.ts';
import { Refusal } from '../domain/errors.ts';
import { systemActor } from '../domain/organisation/actor.ts';
import { scopeParts } from '../domain/organisation/scope.ts';
import type { ChildSubject } from '../domain/procedures/childCaseStage.ts';
import type { Procedure } from '../domain/procedures/declaration.ts';
import { registerNames } from '../domain/registers/entry.ts';
import type { Json } from '../domain/text.ts';
import { hashOf } from '../domain/timeline/hashChain.ts';
import { caseModels } from '../models/caseModels.ts';
import { currentCalendar, currentPolicy, keepVersions, keptModels } from '../models/keptVersions.ts';
import { entryWords, registerModels } from '../models/registers.ts';
import { openCase } from './openCase.ts';
import { tellCase } from './tellCase.ts';

/** How long an active case may take to hear of who waits for it. */
const answerMs = 15_000;

export interface ChildToStart {
  parent: string;
  /** The visit of the parent that is this case. */
  visit: string;
  kind: string;
  /** The parent's own, or what a register is asked for. */
  subject: Subject | ChildSubject;
  input: Record<string, Json>;
  campaign: string | null;
  /** Version of the parent's policy, for places that have none of their own. */
  policy: string;
  /** The parent's present, ISO; virtual in the rehearsal space. */
  at: string;
}

/** `outcome` when the case had ended already; `refused` says why it cannot be started. */
export type ChildStarted = { case: string; outcome?: string } | { refused: string };

export interface LinkedCaseActivities {
  /** Starts a case from another one, linked to it. Harmless when repeated. Throws while MongoDB or Temporal is away. */
  startChildCase: (child: ChildToStart) => Promise<ChildStarted>;
}

/** @param procedureOf the declaration of a kind */
export function createLinkedCaseActivities(
  database: Connection,
  parts: {
    client: Client;
    space: Space;
    taskQueue: string;
    procedureOf(this: void, kind: string): Promise<Procedure | undefined>;
  },
): LinkedCaseActivities {
  const { client, space, taskQueue, procedureOf } = parts;
  const cases = caseModels(database);
  return {
    startChildCase: async (child) => {
      const { parent, visit, kind, input, campaign, policy: version, at } = child;
      const procedure = await procedureOf(kind);
      if (procedure === undefined) return { refused: `there is no procedure ${kind}` };
      const subject = 'scope' in child.subject ? child.subject : await findRegistered(database, child.subject);
      if (subject === undefined) return { refused: `there is no ${child.subject.type} ${child.subject.id}` };
      const kept = keptModels(database);
      const policy =
        (await currentPolicy(database, scopeParts(subject.scope))) ??
        (await kept.policies.findById(version).lean())?.policy;
      const calendar = await currentCalendar(database);
      if (policy === undefined || calendar === undefined) throw new Error('no policy or calendar is kept yet');
      await keepVersions(database, policy, calendar);
      try {
        const opening = prepareOpening({
          procedure,
          space,
          subject,
          input,
          policy,
          calendar,
          campaign,
          links: [{ case: parent, relation: 'startedFrom' }],
          startedBy: systemActor,
          key: hashOf([space, 'child', parent, visit]),
          body: hashOf(input),
          now: at,
          beginsAt: space === 'rehearsal' && Date.parse(at) > Date.now() + 1000 ? at : undefined,
        });
        const { case: id, how } = await openCase({ cases, client, taskQueue }, opening);
        return how === 'active' ? await joinActive(client, cases, id, parent) : { case: id };
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        const fields = error.errors.map(({ pointer, detail }) => `${pointer}: ${detail}`);
        return { refused: [error.message, ...fields].join('; ') };
      }
    },
  };
}

/** The subject as its register has it, unless it is retired. */
export async function findRegistered(database: Connection, { type, id }: ChildSubject): Promise<Subject | undefined> {
  const { entries, places } = registerModels(database);
  const register = registerNames.find((name) => entryWords[name] === type);
  const living = { retired: { $ne: true } };
  const found =
    register === undefined || register === 'streets' || register === 'communities'
      ? await places.findOne({ level: type, id, ...living }, { name: 1, scope: 1 }).lean()
      : await entries[register].findOne({ _id: id, ...living }, { name: 1, scope: 1 }).lean();
  return found ? { type, id, name: found.name, scope: found.scope } : undefined;
}

/** Somebody else's case of the subject is active: it is told that the parent waits for it. */
async function joinActive(
  client: Client,
  { cases }: ReturnType<typeof caseModels>,
  id: string,
  parent: string,
): Promise<ChildStarted> {
  const input: ActInput<'link'> = { case: parent, relation: 'awaitedBy' };
  const told = await tellCase(client, id, { update: 'link', input, once: { awaited: id, by: parent } }, answerMs);
  if (told.how === 'accepted') return { case: id };
  const outcome = told.how === 'ended' ? (await cases.findById(id, { outcome: 1 }).lean())?.outcome : undefined;
  if (!outcome) throw new Error(`${id} is active, and could not be told that ${parent} waits for it`);
  return { case: id, outcome };
}
