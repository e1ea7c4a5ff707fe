import type { CaseStatus } from './case/caseView.ts';
import type { Task } from './case/task.ts';
import { type ErrorCode, Refusal } from './errors.ts';
import {
  type Actor,
  actsInNameOf,
  type CasePlaces,
  holdsOffice,
  type Person,
  sees,
  seesCase,
  stoodInFor,
} from './organisation/actor.ts';
import { type OfficeCode, offices, superiorOf } from './organisation/offices.ts';
import { covers } from './organisation/scope.ts';
import { type Text, text } from './text.ts';

/** What the rules need to know of a case: its place, its state and who may cancel it. */
export interface CaseStanding extends CasePlaces {
  status: CaseStatus;
  cancelledBy: readonly OfficeCode[];
}

/** The leading group and the campaign office may steer deadlines of any case in their scope. */
const steeringOffices: readonly OfficeCode[] = ['districtPartyCommittee', 'organisationDept'];

function refuse(code: ErrorCode, detail: Text): Refusal {
  return new Refusal(code, detail);
}

/** Whether the actor steers cases here: a coordinator of the place, or one of the steering offices. */
export function steers(actor: Actor, scope: string): boolean {
  return (
    actor.role === 'system' ||
    (actor.role === 'coordinator' && sees(actor, scope)) ||
    (actor.role === 'reviewer' && steeringOffices.some((office) => holdsOffice(actor, office, scope)))
  );
}

/** Whether the actor acts for the office a task asks, by post or by delegation. */
export function actsFor(actor: Actor, task: Task, scope: string, today: string): boolean {
  if (task.delegate?.id === actor.id && (task.delegate.until === undefined || today <= task.delegate.until))
    return true;
  return actor.role === 'reviewer' && holdsOffice(actor, task.office, task.scope ?? scope, task.unit);
}

/** In whose name the actor decides a task, where that is not their own: for its office, or for the level above it. */
export function decidesFor(actor: Actor, task: Task, scope: string): Person | undefined {
  if (actor.role !== 'reviewer' || task.delegate?.id === actor.id) return undefined;
  const place = task.scope ?? scope;
  if (holdsOffice(actor, task.office, place, task.unit)) return actsInNameOf(actor, task.office, place, task.unit);
  return actsInNameOf(actor, superiorOf(task.office), scope);
}

/** Who is behind a decision: the actor, and whoever they decide for. Neither may judge it. */
export function peopleBehind(actor: Actor, task: Task, scope: string): string[] {
  const principal = decidesFor(actor, task, scope);
  return principal === undefined ? [actor.id] : [actor.id, principal.id];
}

/**
 * Whether a decision counts as the actor's own: they made it, somebody made it in their name, or they stand in for one of
 * those people in the office that decided.
 */
export function isOwnDecision(
  actor: Actor,
  people: readonly (string | undefined)[],
  { office, scope }: { office: OfficeCode; scope: string },
): boolean {
  return (
    people.includes(actor.id) ||
    actor.posts.some(
      (post) => post.for && people.includes(post.for.id) && post.office === office && covers(post.scope, scope),
    )
  );
}

/** Why this actor may not decide this task, if so. Only the office asked decides, and never on one's own submission. */
export function refuseDecision(actor: Actor, task: Task, standing: CaseStanding, today: string): Refusal | undefined {
  if (actor.role === 'system') return undefined;
  if (!actsFor(actor, task, standing.scope, today)) {
    return refuse(
      'office-required',
      text(
        `该事项由${offices[task.office].title.zh}办理`,
        `${task.id} is asked of ${offices[task.office].title.en} (${task.office})`,
      ),
    );
  }
  if (task.notBy.includes(actor.id))
    return refuse(
      'four-eyes',
      text(
        '待审批的事项由您本人提交，须由其他人员决定',
        'You submitted what is judged here; a colleague has to decide',
      ),
    );
  // Two pairs of eyes are two people: whoever stands in for somebody does not judge what that one submitted.
  if (stoodInFor(actor).some((id) => task.notBy.includes(id)))
    return refuse(
      'four-eyes',
      text(
        '您代行职责的人员提交了待审批的事项，须由其他人员决定',
        'You stand in for whoever submitted what is judged here; a colleague has to decide',
      ),
    );
  return undefined;
}

/** Why this actor may not start a case of this place, if so: a coordinator of the place may, or an office whose task it is. */
export function refuseStart(actor: Actor, startedBy: readonly OfficeCode[], scope: string): Refusal | undefined {
  const entitled =
    actor.role === 'system' ||
    (actor.role === 'coordinator' && sees(actor, scope)) ||
    (actor.role === 'reviewer' && startedBy.some((office) => holdsOffice(actor, office, scope)));
  return entitled
    ? undefined
    : refuse(
        'forbidden',
        text(
          `只有当地专项办${startedBy.map((office) => `、${offices[office].title.zh}`).join('')}可以启动`,
          `Only a coordinator of the place${startedBy.map((office) => ` or ${office}`).join('')} may start it`,
        ),
      );
}

/**
 * Why this actor may not hand an appeal in, if so: an office the decision concerns may, of the case's place or of one inside it,
 * or a coordinator of the place for whoever has no account.
 */
export function refuseAppeal(actor: Actor, by: readonly OfficeCode[], scope: string): Refusal | undefined {
  const concerned = actor.posts.some(
    (post) => by.includes(post.office) && (covers(post.scope, scope) || covers(scope, post.scope)),
  );
  const entitled = (actor.role === 'coordinator' && sees(actor, scope)) || (actor.role === 'reviewer' && concerned);
  return entitled
    ? undefined
    : refuse(
        'forbidden',
        text(
          `只有${by.map((office) => offices[office].title.zh).join('、')}或者当地专项办可以申诉`,
          `Only ${by.join(' or ')}, or a coordinator of the place, may appeal against this`,
        ),
      );
}

/** Whether the actor may comment, and attach evidence, here. */
export function mayContribute(actor: Actor, places: CasePlaces): boolean {
  return actor.role !== 'administrator' && seesCase(actor, places);
}

/** Why this actor may not hand the task to somebody else, if so: only who acts for the office, or who steers, delegates. */
export function refuseDelegation(actor: Actor, task: Task, standing: CaseStanding, today: string): Refusal | undefined {
  if (actsFor(actor, task, standing.scope, today) || steers(actor, standing.scope)) return undefined;
  return refuse(
    'office-required',
    text('只有被要求办理的单位或者专项办可以委托', 'Only the office asked, or the campaign office, may delegate'),
  );
}

/** Why this actor may not steer (extend, suspend, resume, reassign, link), if so. */
export function refuseSteering(actor: Actor, standing: CaseStanding): Refusal | undefined {
  return steers(actor, standing.scope)
    ? undefined
    : refuse(
        'forbidden',
        text(
          '只有区县专项办、领导小组或者组织部可以进行此操作',
          'Only a coordinator of the district, its leading group or organisation department may do this',
        ),
      );
}

/** Why this actor may not apply another policy to a case, if so: an administrator of the system, or who coordinates the place. */
export function refusePolicyChange(actor: Actor, standing: CaseStanding): Refusal | undefined {
  const administers =
    actor.role === 'administrator' && actor.duties?.includes('system') === true && covers(actor.scope, standing.scope);
  const coordinates = actor.role === 'coordinator' && sees(actor, standing.scope);
  return actor.role === 'system' || administers || coordinates
    ? undefined
    : refuse(
        'forbidden',
        text(
          '只有系统管理员或者当地专项办可以适用政策',
          'Only an administrator of the system, or a coordinator of the place, applies a policy',
        ),
      );
}

/** Why this actor may not cancel, if so: P02 "only by leading group with reason". */
export function refuseCancellation(actor: Actor, standing: CaseStanding): Refusal | undefined {
  const entitled =
    actor.role === 'reviewer' && standing.cancelledBy.some((office) => holdsOffice(actor, office, standing.scope));
  return entitled
    ? undefined
    : refuse(
        'forbidden',
        text(
          `只有${standing.cancelledBy.map((office) => offices[office].title.zh).join('、')}可以撤销`,
          `Only ${standing.cancelledBy.join(' or ')} may cancel`,
        ),
      );
}

/** Whether the actor stands above the office that decided, and so may correct it later. */
export function standsAbove(actor: Actor, office: OfficeCode, scope: string): boolean {
  return actor.role === 'reviewer' && holdsOffice(actor, superiorOf(office), scope);
}
