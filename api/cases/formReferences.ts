import type { ActInput } from '../../domain/case/acts.ts';
import { parseCaseId } from '../../domain/case/opening.ts';
import { type FieldError, fieldError, Refusal } from '../../domain/errors.ts';
import { covers } from '../../domain/organisation/scope.ts';
import { own } from '../../domain/own.ts';
import type { DecisionDeclaration, Reference } from '../../domain/procedures/declaration.ts';
import { type Json, text } from '../../domain/text.ts';
import { unknownInScope } from '../../domain/votes/roll.ts';
import type { VoteScope } from '../../domain/votes/vote.ts';
import type { CaseDocument } from '../../models/caseModels.ts';
import type { Session } from '../endpoint.ts';
import { readRoll } from '../rolls/readRoll.ts';
import type { Services, SpaceServices } from '../services.ts';
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
      if (each.type === 'roll') return await missingRoll(space, id, stage, place, each);
      const found = await findSubject(space, each.type, each.id, session.actor);
      if (found && covers(place, found.scope)) return [];
      return [
        fieldError(each.pointer, text(`${place}没有${each.id}`, `there is no ${each.type} ${each.id} in ${place}`)),
      ];
    }),
  );
  if (errors.flat().length > 0) throw new Refusal('invalid-input', undefined, errors.flat());
}

/** A roll has to be of a compound of the case, and to hold every building or unit whose owners the stage asks. */
async function missingRoll(
  space: SpaceServices,
  id: string,
  task: string,
  place: string,
  { id: version, pointer }: Reference,
): Promise<FieldError[]> {
  const roll = await readRoll(space, version);
  if (!roll || !covers(place, roll.scope)) {
    return [
      fieldError(pointer, text(`${place}没有业主名册${version}`, `there is no roll of owners ${version} in ${place}`)),
    ];
  }
  const stored = await space.cases.cases.findById(id, { stages: 1 }).lean<Pick<CaseDocument, 'stages'>>();
  const scope = stored?.stages[task.split('.')[0] ?? '']?.detail?.['scope'] as VoteScope | undefined;
  const unknown = scope ? unknownInScope(roll.rows, scope) : [];
  if (unknown.length === 0) return [];
  return [
    fieldError(
      pointer,
      text(
        `名册${version}中没有${unknown.slice(0, 20).join('、')}`,
        `the roll ${version} does not hold ${unknown.slice(0, 20).join(', ')}`,
      ),
    ),
  ];
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
