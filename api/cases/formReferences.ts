import type { ActInput } from '../../domain/case/acts.ts';
import { parseCaseId } from '../../domain/case/opening.ts';
import { type FieldError, Refusal } from '../../domain/errors.ts';
import { covers } from '../../domain/organisation/scope.ts';
import { own } from '../../domain/own.ts';
import type { DecisionDeclaration } from '../../domain/procedures/declaration.ts';
import type { Json } from '../../domain/text.ts';
import type { Session } from '../endpoint.ts';
import type { Services } from '../services.ts';
import { visibleScope } from './caseAccess.ts';
import { findSubject } from './references.ts';

/**
 * Whatever a form names of the registers must be there, within the case's place: the case itself cannot look it up.
 *
 * @throws Refusal invalid-input naming each field
 */
export async function requireReferences(
  services: Services,
  session: Session,
  id: string,
  { stage, decision, form }: Pick<ActInput<'decide'>, 'stage' | 'decision' | 'form'>,
): Promise<void> {
  const declared = declaredDecision(services, id, stage, decision);
  if (declared?.references === undefined || declared.form === undefined) return;
  const parsed = declared.form.safeParse(form ?? {});
  // A form with errors is refused by the case, which says what is wrong.
  if (!parsed.success) return;
  const space = services.spaces[session.space];
  const place = await visibleScope(space, session.actor, id);
  const errors = await Promise.all(
    declared.references(parsed.data as Record<string, Json>).map(async (each): Promise<FieldError[]> => {
      if (each.type === 'roll') return [];
      const found = await findSubject(space, each.type, each.id, session.actor);
      if (found && covers(place, found.scope)) return [];
      return [{ pointer: each.pointer, detail: `there is no ${each.type} ${each.id} in ${place}` }];
    }),
  );
  if (errors.flat().length > 0) throw new Refusal('invalid-input', undefined, errors.flat());
}

function declaredDecision(
  { procedures }: Services,
  id: string,
  task: string,
  decision: string,
): DecisionDeclaration | undefined {
  const procedure = procedures.get(parseCaseId(id)?.kind ?? '');
  const stage = procedure && own(procedure.stages, task.split('#')[0] ?? '');
  const faces = Object.values(stage?.faces ?? {});
  return faces.map(({ decisions }) => own(decisions, decision)).find((each) => each !== undefined);
}
