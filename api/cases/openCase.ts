import type { CaseLink, Subject } from '../../domain/case/caseView.ts';
import { type CaseOpening, caseId } from '../../domain/case/opening.ts';
import { prepareOpening } from '../../domain/case/prepareOpening.ts';
import { fieldError, Refusal } from '../../domain/errors.ts';
import { sees } from '../../domain/organisation/actor.ts';
import { scopeParts } from '../../domain/organisation/scope.ts';
import { refuseStart } from '../../domain/permissions.ts';
import { type Procedure, subjectTypes } from '../../domain/procedures/declaration.ts';
import { text } from '../../domain/text.ts';
import { hashOf } from '../../domain/timeline/hashChain.ts';
import { latestCaseOf, startKeyOf } from '../../models/caseOrdinals.ts';
import { withRecalled } from '../../models/recalledCases.ts';
import { startCase } from '../../temporal/startCase.ts';
import type { CaseInput } from '../../workflows/case/caseState.ts';
import type { CaseSnapshot } from '../../workflows/messages.ts';
import type { Session } from '../endpoint.ts';
import { placesOfCase } from '../present/case.ts';
import { refusalOf } from '../problem.ts';
import type { Services, SpaceServices } from '../services.ts';
import { acknowledge } from './acknowledged.ts';
import { actKey } from './act.ts';
import { askCase, CaseNotRunning } from './callCase.ts';
import { notePlaces } from './caseAccess.ts';
import { keep } from './kept.ts';
import { findSubject } from './references.ts';
import type { StartBody } from './startCase.ts';
import { procedureOf } from './wholeCase.ts';

/** How often another case may take our ordinal before we give up. */
const attempts = 20;

/** A start whose input is computed first, unless this very call has started the case before. */
export interface ComputedStart {
  kind: string;
  /** What the client sent: a repeat must be the same. */
  requested: unknown;
  compute: () => Promise<StartBody | JudgedStart>;
}

/** A start whose subject, and whose right to start it, the call that computes it has judged. */
export interface JudgedStart extends StartBody {
  about: Subject;
  /** What whoever starts it says in words; see `Procedure.statement`. */
  statement?: unknown;
  /** Rehearsal: the present of the case it follows from, where that is ahead of the clock on the wall. */
  beginsAt?: string | undefined;
}

/**
 * Starts a case and answers its state. A repeat with the same key and body answers the same case.
 *
 * @throws Refusal invalid-input, forbidden, case-active, case-once, idempotency-key-reused, import-invalid, outcome-unknown, unavailable
 */
export async function openCase(
  services: Services,
  session: Session,
  start: StartBody | ComputedStart,
  idempotencyKey: string,
): Promise<CaseSnapshot> {
  const space = services.spaces[session.space];
  const procedure = procedureOf(services, start.kind);
  const isComputed = 'compute' in start;
  const key = actKey(session, isComputed ? `start ${start.kind}` : 'startCase', idempotencyKey);
  const bodyHash = hashOf(isComputed ? start.requested : start);
  const seconds = services.config.temporal.updateTimeoutSeconds;

  const begun = await alreadyBegun(space, key, bodyHash);
  const snapshot =
    begun === undefined
      ? await begin(services, space, session, procedure, isComputed ? await start.compute() : start, {
          key,
          body: bodyHash,
        })
      : await begunCase(space, begun, seconds);
  notePlaces(space, snapshot.view.id, placesOfCase(snapshot.view));
  acknowledge(space, session.actor.id, snapshot.view.id, snapshot.view.revision);
  return snapshot;
}

/** The case that this very call has started before, if it did. */
async function alreadyBegun(space: SpaceServices, key: string, body: string): Promise<string | undefined> {
  const opened = await space.cases.timeline.findOne({ actKey: key }).lean();
  if (opened === null) return undefined;
  if (opened.event.act?.body !== body) throw new Refusal('idempotency-key-reused');
  return opened.case;
}

async function begin(
  services: Services,
  space: SpaceServices,
  session: Session,
  procedure: Procedure,
  body: StartBody | JudgedStart,
  hashes: { key: string; body: string },
): Promise<CaseSnapshot> {
  const judged = 'about' in body ? body : undefined;
  const subject = judged?.about ?? (await subjectOf(space, session, procedure, body));
  const refused = judged ? undefined : refuseStart(session.actor, procedure.startedBy, subject.scope);
  if (refused) throw refused;
  const opening = await prepare(services, space, session, procedure, body, subject, hashes);
  let { ordinal, links } = await nextOrdinal(space, opening, procedure);
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const id = caseId(opening.kind, subject.id, ordinal, opening.recurring);
    const candidate: CaseOpening = { ...opening, id, links: [...opening.links, ...links] };
    const outcome = await startOrFind(services, space, candidate);
    if (outcome !== 'closed') return outcome;
    if (procedure.once) throw onlyOnce(id);
    links = [{ case: id, relation: 'reopens' }];
    ordinal += 1;
  }
  throw new Refusal('unavailable', {
    zh: '同一对象同时启动的案件过多，请重试',
    en: 'Too many cases of this subject were started at once; try again',
  });
}

/** @throws Refusal invalid-input when no register of the procedure's subjects has it in sight, or several have */
async function subjectOf(
  space: SpaceServices,
  { actor }: Session,
  procedure: Procedure,
  { subject: id, subjectType }: StartBody,
): Promise<Subject> {
  const types = subjectTypes(procedure).filter((type) => subjectType === undefined || type === subjectType);
  const found = await Promise.all(types.map((type) => findSubject(space, type, id, actor)));
  const inSight = found.flatMap((each) => (each && sees(actor, each.scope) ? [each] : []));
  const [subject, another] = inSight;
  if (subject && !another) return subject;
  const meant = inSight.map(({ type }) => type);
  const wanted = types.length > 0 ? types : subjectTypes(procedure);
  const detail = another
    ? text(
        `在多个台账中都有，请用subjectType注明：${meant.join('、')}`,
        `is in several registers: say as \`subjectType\` which is meant, ${meant.join(' or ')}`,
      )
    : text(
        `台账中没有这一编号（${wanted.join('、')}）`,
        `there is no ${wanted.join(' or ')} of this id in the register`,
      );
  throw new Refusal('invalid-input', undefined, [fieldError(another ? '/subjectType' : '/subject', detail)]);
}

/** Everything the case carries, but for its ordinal; what it refers to by version is kept. */
async function prepare(
  services: Services,
  space: SpaceServices,
  session: Session,
  procedure: Procedure,
  body: StartBody | JudgedStart,
  subject: Subject,
  hashes: { key: string; body: string },
): Promise<CaseOpening> {
  // The policy of this moment, whichever process changed it last.
  await space.policyStore.refresh();
  const locality = body.locality ?? space.policies.localityOf(subject.scope);
  const policy = space.policies.policy(locality);
  if (policy === undefined) {
    throw new Refusal('invalid-input', undefined, [
      fieldError('/locality', text('当地没有政策参数', 'there is no policy for it')),
    ]);
  }
  const calendar = space.policies.calendar();
  const opening = prepareOpening({
    procedure,
    space: session.space,
    subject,
    input: await withRecalled(space.cases, procedure, subject, body.input ?? {}),
    ...('about' in body && { statement: body.statement, beginsAt: body.beginsAt }),
    policy,
    calendar,
    campaign: body.campaign,
    links: body.links,
    startedBy: session.actor,
    ...hashes,
    underWay: body.underWay,
    now: services.clock().toISOString(),
  });
  await keep(space, policy, calendar);
  return opening;
}

/**
 * The ordinal of the next case of a subject (and of what recurs), and its link to the one before.
 *
 * @throws Refusal case-active, case-once
 */
async function nextOrdinal(
  space: SpaceServices,
  opening: CaseOpening,
  { once }: Procedure,
): Promise<{ ordinal: number; links: CaseLink[] }> {
  const latest = await latestCaseOf(space.cases, opening);
  if (latest === undefined) return { ordinal: 1, links: [] };
  // An active one may be ours: then starting finds it and compares keys.
  if (latest.active) {
    const startedWith = await startKeyOf(space.cases, latest.id);
    if (startedWith !== undefined && startedWith !== opening.key) throw activeCase(latest.id);
    return { ordinal: latest.ordinal, links: [] };
  }
  if (once) throw onlyOnce(latest.id);
  return { ordinal: latest.ordinal + 1, links: [{ case: latest.id, relation: 'reopens' }] };
}

function onlyOnce(id: string): Refusal {
  return new Refusal('case-once', { zh: `${id} 已办理此事并已结束`, en: `${id} was about this, and has ended` });
}

function activeCase(id: string): Refusal {
  return new Refusal('case-active', { zh: `${id} 正在办理`, en: `${id} is active` });
}

/** Starts the case, or finds who holds its id: ourselves before, somebody else (refused), or a case that has ended. */
async function startOrFind(
  services: Services,
  space: SpaceServices,
  opening: CaseOpening,
): Promise<CaseSnapshot | 'closed'> {
  const { id, kind, subject, campaign, key, beginsAt } = opening;
  const at = beginsAt === undefined ? undefined : new Date(beginsAt);
  const seconds = services.config.temporal.updateTimeoutSeconds;
  const input: CaseInput = { opening };
  const { district } = scopeParts(subject.scope);
  const { taskQueue } = services.config.temporal;
  const outcome = await space.temporal
    .withDeadline(Date.now() + seconds * 1000, () =>
      startCase(space.temporal, { id, kind, campaign, district, taskQueue, input, key, at }),
    )
    .catch((error: unknown) => {
      throw unknownOutcome(error);
    });
  return outcome === 'taken' ? await takenCase(space, opening, seconds) : await begunCase(space, id, seconds);
}

/** Whose the case is that holds our id already. */
async function takenCase(
  space: SpaceServices,
  { id, key, body }: CaseOpening,
  seconds: number,
): Promise<CaseSnapshot | 'closed'> {
  const found = await begunCase(space, id, seconds);
  if (found.key === key) {
    if (found.body !== body) throw new Refusal('idempotency-key-reused');
    return found;
  }
  if (found.view.status === 'running' || found.view.status === 'suspended') throw activeCase(id);
  return 'closed';
}

/** No answer to a start does not mean that it did not start. */
function unknownOutcome(error: unknown): unknown {
  if (refusalOf(error)?.code !== 'unavailable') return error;
  const refusal = new Refusal('outcome-unknown', {
    zh: '案件可能已经启动，请用同一个键重试',
    en: 'The case may have started. Repeat with the same key',
  });
  refusal.cause = error;
  return refusal;
}

/**
 * What a case that was just started says of itself.
 *
 * @throws Refusal import-invalid when its earlier steps do not fit together; outcome-unknown when it does not answer in time
 */
async function begunCase(space: SpaceServices, id: string, seconds: number): Promise<CaseSnapshot> {
  try {
    return await askCase(space, id, seconds);
  } catch (error) {
    if (!(error instanceof CaseNotRunning)) throw unknownOutcome(error);
    await space.temporal.withDeadline(Date.now() + seconds * 1000, () =>
      space.temporal.workflow.getHandle(id).result(),
    );
    throw error;
  }
}
