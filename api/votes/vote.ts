import { z } from 'zod';
import { dayOf, type PlainDay } from '../../domain/calendar/calendar.ts';
import type { StageState } from '../../domain/case/caseView.ts';
import type { CaseParameters } from '../../domain/case/opening.ts';
import { Refusal } from '../../domain/errors.ts';
import { type Actor, holdsOffice } from '../../domain/organisation/actor.ts';
import { offices } from '../../domain/organisation/offices.ts';
import { own } from '../../domain/own.ts';
import { actsFor } from '../../domain/permissions.ts';
import type { Procedure, Stage } from '../../domain/procedures/declaration.ts';
import { flagOf } from '../../domain/procedures/parameters.ts';
import type { HeadRules } from '../../domain/votes/roll.ts';
import type { VoteDetail } from '../../domain/votes/vote.ts';
import type { CaseDocument, TaskDocument } from '../../models/caseModels.ts';
import { readYourWrites } from '../cases/acknowledged.ts';
import { visibleDocument } from '../cases/caseAccess.ts';
import { caseParams } from '../cases/getCase.ts';
import { keptPolicy } from '../cases/kept.ts';
import { procedureOf } from '../cases/wholeCase.ts';
import { presentOf } from '../present/case.ts';
import { taskOf } from '../present/task.ts';
import { readRoll, type WholeRoll } from '../rolls/readRoll.ts';
import type { Services, SpaceServices } from '../services.ts';

export const voteParams = z.strictObject({
  ...caseParams.shape,
  visit: z
    .string()
    .regex(/^[A-Za-z]\w{0,60}-[1-9]\d{0,3}$/)
    .describe('The visit of the stage, `#` written as `-`: `ballot-1` is `ballot#1`'),
});

/** A vote of a case, as the read model has it. */
export interface Vote {
  document: CaseDocument;
  procedure: Procedure;
  stage: Stage;
  /** Such as `ballot#1`. */
  visit: string;
  state: StageState;
  detail: VoteDetail;
  /** The id of its ballot box. */
  box: string;
  /** The case's own day. */
  today: PlainDay;
}

/** @throws Refusal not-found, unavailable */
export async function requireVote(
  services: Services,
  space: SpaceServices,
  actor: Actor,
  id: string,
  visit: string,
): Promise<Vote> {
  await readYourWrites(space, actor.id, id);
  const vote = voteOf(services, await visibleDocument(space, actor, id), visit.replace('-', '#'));
  if (!vote)
    throw new Refusal('not-found', { zh: `${id} 没有业主表决 ${visit}`, en: `${id} has no owners’ vote ${visit}` });
  return vote;
}

/** @param visit such as `ballot#1` */
export function voteOf(services: Services, document: CaseDocument, visit: string): Vote | undefined {
  const procedure = procedureOf(services, document.kind);
  const state = own(document.stages, visit);
  const stage = own(procedure.stages, state?.stage ?? '');
  if (state === undefined || stage?.primitive !== 'ownersVote') return undefined;
  return {
    document,
    procedure,
    stage,
    visit,
    state,
    detail: (state.detail ?? { items: [], scope: { kind: 'compound' } }) as unknown as VoteDetail,
    box: `${document._id}|${visit}`,
    today: dayOf(presentOf(document, services.clock()).toISOString()),
  };
}

/** The parameters the case counts by: those of the policy it carries now. */
export async function voteParameters(space: SpaceServices, { document }: Vote): Promise<CaseParameters> {
  const policy = await keptPolicy(space, document.policy.version);
  if (!policy) throw new Error(`nobody kept the policy ${document.policy.version} of ${document._id}`);
  return policy.sections;
}

export function headRules(parameters: CaseParameters): HeadRules {
  return {
    developerOneHead: flagOf(parameters, 'vote.developerOneHead'),
    buyerOneHead: flagOf(parameters, 'vote.buyerOneHead'),
  };
}

/** The roll of owners the vote goes by. @throws Refusal not-ready before the notice, which names it */
export async function requireRoll(space: SpaceServices, { detail, visit }: Vote): Promise<WholeRoll> {
  const roll = detail.roll === undefined ? undefined : await readRoll(space, detail.roll);
  if (!roll)
    throw new Refusal('not-ready', { zh: `${visit} 的公告尚未张贴`, en: `The notice of ${visit} is not posted yet` });
  return roll;
}

/** Whether the actor acts for the office that counts: the only people who see single ballots. */
export async function isCounter(space: SpaceServices, actor: Actor, vote: Vote): Promise<boolean> {
  const { document, visit, stage, today } = vote;
  const [name = '', number] = visit.split('#');
  const [task] = await space.cases.tasks
    .find({ case: document._id, stage: name, visit: Number(number), face: 'count' })
    .sort({ openedAt: -1 })
    .limit(1)
    .lean<TaskDocument[]>();
  const { scope } = document.subject;
  if (task) return actsFor(actor, taskOf(task), scope, today);
  const office = stage.faces['count']?.office;
  return office !== undefined && actor.role === 'reviewer' && holdsOffice(actor, office, scope);
}

/** @throws Refusal office-required */
export async function requireCounter(space: SpaceServices, actor: Actor, vote: Vote): Promise<void> {
  if (await isCounter(space, actor, vote)) return;
  const office = vote.stage.faces['count']?.office;
  const { zh, en } = office ? offices[office].title : { zh: '计票单位', en: 'the office that counts' };
  const code = office ? ` (${office})` : '';
  throw new Refusal('office-required', {
    zh: `只有${zh}${code}可以查看单张表决票`,
    en: `Single ballots are a matter of ${en}${code} alone`,
  });
}
