import type { ActInput, ActName } from '../../domain/case/acts.ts';
import { parseCaseId } from '../../domain/case/opening.ts';
import { Refusal } from '../../domain/errors.ts';
import { own } from '../../domain/own.ts';
import type { DecisionDeclaration, Stage } from '../../domain/procedures/declaration.ts';
import type { Services, SpaceServices } from '../services.ts';

/**
 * Some decisions have a form that is computed, such as the count of a vote: they are made by one call alone, and cannot be
 * written by hand, neither as a decision nor as its correction.
 *
 * @throws Refusal computed-decision naming the call
 */
export async function refuseComputed<N extends ActName>(
  services: Services,
  space: SpaceServices,
  id: string,
  name: N,
  input: ActInput<N>,
): Promise<void> {
  if (name === 'decide') {
    const { stage, decision } = input as ActInput<'decide'>;
    throwIfComputed(id, stage, decisionsOf(services, id, stage, decision));
  }
  if (name !== 'correct') return;
  const { event, decision } = input as ActInput<'correct'>;
  // Only where some stage has a computed decision of that name is the one that is corrected looked up.
  if (!stagesOf(services, id).some((stage) => named(stage, decision).some(isComputed))) return;
  const decided = await space.cases.timeline.findOne({ case: id, seq: event }).sort({ epoch: -1 }).lean();
  const stage = decided?.event.stage ?? '';
  throwIfComputed(id, stage, decisionsOf(services, id, stage, decision));
}

function throwIfComputed(id: string, task: string, found: readonly DecisionDeclaration[]): void {
  const through = found.find(isComputed)?.through;
  if (through === undefined) return;
  const visit = task.split('.')[0]?.replace('#', '-') ?? '';
  const call = through.replace('{id}', id).replace('{visit}', visit);
  throw new Refusal('computed-decision', {
    zh: `该决定由系统计算，请通过 ${call} 作出`,
    en: `It is computed, and made by ${call}`,
  });
}

const isComputed = ({ through }: DecisionDeclaration): boolean => through !== undefined;

function stagesOf({ procedures }: Services, id: string): Stage[] {
  return Object.values(procedures.get(parseCaseId(id)?.kind ?? '')?.stages ?? {});
}

function decisionsOf(services: Services, id: string, task: string, decision: string): DecisionDeclaration[] {
  const stage = stagesOf(services, id).find((each) => each.id === task.split('#')[0]);
  return stage ? named(stage, decision) : [];
}

function named({ faces }: Stage, decision: string): DecisionDeclaration[] {
  return Object.values(faces).flatMap(({ decisions }) => own(decisions, decision) ?? []);
}
