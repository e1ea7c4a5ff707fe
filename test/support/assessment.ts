import type { CaseOpening } from '../../domain/case/opening.ts';
import { systemActor } from '../../domain/organisation/actor.ts';
import { procedure } from '../../domain/procedures/assess.ts';
import { procedure as improvement } from '../../domain/procedures/improvement.ts';
import { procedure as rating } from '../../domain/procedures/star.ts';
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
  place: { rank: number; of: number; chain: number },
): Promise<void> {
  const { total } = (await assessed.snapshot()).view.facts as { total: number };
  await assessed.decide('place', decision, { form: { total, ...place } }, systemActor);
}

/** The opening of a star rating, of a secretary unless a branch is asked for. */
export function buildRating(halfYear = '2026-H1', type: 'secretary' | 'branch' = 'secretary'): CaseOpening {
  const locality = type === 'branch' ? 'lanshan' : 'linyi';
  const opening = buildOpening({ kind: 'star', input: { halfYear }, locality }, rating.sections);
  const compound = opening.subject.id;
  const id = compound.replace('C-', type === 'branch' ? 'B-' : 'S-');
  const scope = type === 'branch' ? PLACE : `${PLACE}/${compound}`;
  return {
    ...opening,
    subject: { type, id, name: '示例', scope },
    id: `star:${id}:${halfYear}:1`,
    recurring: halfYear,
  };
}

/** Takes a rating to where the district publishes it. */
export async function agreedStars(rated: TestCase, points: number): Promise<void> {
  await rated.decide('selfCheck', 'submit', { form: { score: points, summary: '示例' } });
  await rated.decide('community', 'propose', { form: { score: points } });
  await rated.decide('street', 'agree', { form: { score: points } });
}

/** The opening of the year after a low rating; `startedOn` when it began on paper. */
export function buildImprovement(startedOn?: string, halfYear = '2026-H1'): CaseOpening {
  const opening = buildOpening({ kind: 'improvement', input: { halfYear, stars: 2 } }, improvement.sections);
  const id = opening.subject.id.replace('C-', 'S-');
  return {
    ...opening,
    subject: { type: 'secretary', id, name: '示例书记', scope: `${PLACE}/${opening.subject.id}` },
    id: `improvement:${id}:1`,
    ...(startedOn !== undefined && { underWay: { startedOn, steps: [] } }),
  };
}
