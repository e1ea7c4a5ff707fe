import { z } from 'zod';
import { dayOf } from '../../domain/calendar/calendar.ts';
import { Refusal } from '../../domain/errors.ts';
import type { Actor } from '../../domain/organisation/actor.ts';
import { refuseDecision } from '../../domain/permissions.ts';
import { text } from '../../domain/text.ts';
import type { TaskDocument } from '../../models/caseModels.ts';
import { claimTask } from '../../models/claimModels.ts';
import { readYourWrites } from '../cases/acknowledged.ts';
import { visibleDocument } from '../cases/caseAccess.ts';
import { actsParameters, keptPolicy } from '../cases/kept.ts';
import { procedureOf } from '../cases/wholeCase.ts';
import { endpoint } from '../endpoint.ts';
import { presentOf, standingOf } from '../present/case.ts';
import { claimSchema, claimView } from '../present/inboxTask.ts';
import { taskOf } from '../present/task.ts';
import type { Services, SpaceServices } from '../services.ts';

const params = z.strictObject({
  case: z.string().min(1).max(160),
  task: z.string().min(1).max(120).describe('Id of the open task, such as plan#1'),
});

/** Where the policy does not say how long a claim lasts. */
const standardLeaseHours = 24;

export const claimOpenTask = endpoint({
  method: 'post',
  path: '/api/v1/tasks/{case}/{task}/claim',
  operationId: 'claimTask',
  tag: 'tasks',
  summary: 'Say that you work on a task; others leave it alone until the lease ends. Repeating it renews the lease',
  access: { roles: ['reviewer', 'coordinator', 'integration'] },
  params,
  responses: { 200: claimSchema },
  errors: ['not-found', 'office-required', 'four-eyes', 'already-decided', 'stage-not-open', 'task-claimed'],
  handler: async ({ params: { case: id, task }, actor, space, services, language }) => {
    await readYourWrites(space, actor.id, id);
    const leaseHours = await requireClaimable(services, space, actor, id, task);
    const at = services.clock();
    const until = new Date(at.getTime() + leaseHours * 3_600_000);
    const by = { id: actor.id, name: actor.name };
    const claim = await claimTask(space.claims, { case: id, task, by, at, until });
    if (claim.by.id !== actor.id) {
      throw new Refusal('task-claimed', {
        zh: `${claim.by.name} 已认领 ${task}，至 ${claim.until.toISOString()}`,
        en: `${claim.by.name} has claimed ${task} until ${claim.until.toISOString()}`,
      });
    }
    return { status: 200, body: claimView(claim, { actor, language }) };
  },
});

export const releaseTask = endpoint({
  method: 'delete',
  path: '/api/v1/tasks/{case}/{task}/claim',
  operationId: 'releaseTask',
  tag: 'tasks',
  summary: 'Give a claimed task back; one that is not yours stays claimed',
  access: { roles: ['reviewer', 'coordinator', 'integration'] },
  params,
  responses: { 204: null },
  errors: ['not-found'],
  handler: async ({ params: { case: id, task }, actor, space }) => {
    await visibleDocument(space, actor, id);
    await space.claims.deleteOne({ _id: `${id}|${task}`, 'by.id': actor.id });
    return { status: 204 };
  },
});

/**
 * Whether the actor may work on a task of a case.
 *
 * @returns how long a claim lasts, in hours
 * @throws Refusal not-found, stage-not-open, already-decided, office-required, four-eyes
 */
async function requireClaimable(
  services: Services,
  space: SpaceServices,
  actor: Actor,
  id: string,
  taskId: string,
): Promise<number> {
  const document = await visibleDocument(space, actor, id);
  const task = await space.cases.tasks.findById(`${id}|${taskId}`).lean<TaskDocument>();
  if (!task) throw new Refusal('stage-not-open', { zh: `${taskId} 当前未开放`, en: `${taskId} is not open` });
  if (!task.open) throw new Refusal('already-decided', text('该事项已经办理', `${taskId} has been decided`));
  const today = dayOf(presentOf(document, services.clock()).toISOString());
  const standing = standingOf(document, procedureOf(services, document.kind));
  const refused = refuseDecision(actor, taskOf(task), standing, today);
  if (refused) throw refused;
  const { claimLeaseHours } = actsParameters(await keptPolicy(space, document.policy.version));
  return typeof claimLeaseHours?.value === 'number' ? claimLeaseHours.value : standardLeaseHours;
}
