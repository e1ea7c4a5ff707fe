import type { CaseOpening } from '../../domain/case/opening.ts';
import { systemActor } from '../../domain/organisation/actor.ts';
import { procedure } from '../../domain/procedures/assess.ts';
import { buildOpening, PLACE, type TestCase } from './cases.ts';

export const meeting = {
  heldOn: '2026-01-05',
  partyRepresentatives: 6,
  residentRepresentatives: 15,
  companyRepresentatives: 2,
};

/** The opening of a secretary's assessment of a half-year. */
export function buildAssessment(halfYear = '2026-H1', overrides: Partial<CaseOpening> = {}): CaseOpening {
  const opening = buildOpening({ kind: 'assess', input: { halfYear } }, procedure.sections);
  const id = opening.subject.id.replace('C-', 'S-');
  const scope = `${PLACE}/${opening.subject.id}`;
  return {
    ...opening,
    subject: { type: 'secretary', id, name: '示例书记', scope },
    id: `assess:${id}:${halfYear}:1`,
    recurring: halfYear,
    ...overrides,
  };
}

/** Hands in the three sheets. */
export async function scored(assessed: TestCase, street: number, community: number, residents: number): Promise<void> {
  await assessed.decide('sheets#1.street', 'score', { form: { score: street } });
  await assessed.decide('sheets#1.community', 'score', { form: { score: community } });
  await assessed.decide('sheets#1.residents', 'score', { form: { score: residents, meeting } });
}

/** Tells the case its place, as the cycle does. */
export async function placed(
  assessed: TestCase,
  decision: 'normal' | 'warn' | 'adjust',
  form: { rank: number; of: number; chain: number },
): Promise<void> {
  await assessed.decide('place', decision, { form }, systemActor);
}
