import { dayOf } from '../../domain/calendar/calendar.ts';
import type { ActInput } from '../../domain/case/acts.ts';
import { fieldErrors, inBothLanguages, Refusal } from '../../domain/errors.ts';
import type { Actor } from '../../domain/organisation/actor.ts';
import { own } from '../../domain/own.ts';
import { refuseDecision } from '../../domain/permissions.ts';
import { text } from '../../domain/text.ts';
import type { TaskDocument } from '../../models/caseModels.ts';
import { visibleDocument } from '../cases/caseAccess.ts';
import { refuseComputed } from '../cases/computedDecisions.ts';
import { procedureOf } from '../cases/wholeCase.ts';
import { presentOf, standingOf } from '../present/case.ts';
import { taskOf } from '../present/task.ts';
import type { Services, SpaceServices } from '../services.ts';

/**
 * Says beforehand why a decision would be refused, from the read model and the declaration. What depends on the case's own
 * state, such as a guard, is found out only by deciding.
 *
 * @throws the Refusal the case would give
 */
export async function previewDecision(
  services: Services,
  space: SpaceServices,
  actor: Actor,
  id: string,
  input: ActInput<'decide'>,
): Promise<void> {
  const document = await visibleDocument(space, actor, id);
  await refuseComputed(services, space, id, 'decide', input);
  if (document.status === 'completed' || document.status === 'cancelled') throw new Refusal('case-closed');
  const task = await space.cases.tasks.findById(`${id}|${input.stage}`).lean<TaskDocument>();
  if (!task) throw new Refusal('stage-not-open', { zh: `${input.stage} 当前未开放`, en: `${input.stage} is not open` });
  if (!task.open) throw new Refusal('already-decided', text('该事项已经办理', `${input.stage} has been decided`));
  if (document.status === 'suspended' || task.suspended) throw new Refusal('case-suspended');
  const procedure = procedureOf(services, document.kind);
  const today = dayOf(presentOf(document, services.clock()).toISOString());
  const refused = refuseDecision(actor, taskOf(task), standingOf(document, procedure), today);
  if (refused) throw refused;
  const offered = procedure.stages[task.stage]?.faces[task.face]?.decisions ?? {};
  const declared = own(offered, input.decision);
  if (!declared)
    throw new Refusal(
      'unknown-decision',
      text('此处没有这一决定', `${task.id} offers ${Object.keys(offered).join(', ')}`),
    );
  if (declared.commentRequired && !input.comment) throw new Refusal('comment-required');
  const form = declared.form?.safeParse(input.form ?? {}, inBothLanguages);
  if (form && !form.success) throw new Refusal('invalid-input', undefined, fieldErrors(form.error, '/form'));
  if (new Set(input.evidence ?? []).size < (declared.evidence ?? 0)) throw new Refusal('evidence-required');
}
