import { addDays, type PlainDay } from '../../domain/calendar/calendar.ts';
import type { CaseOpening, EarlierStep } from '../../domain/case/opening.ts';
import type { OfficeCode } from '../../domain/organisation/offices.ts';
import type { Json } from '../../domain/text.ts';
import { buildOpening, type TestCase } from './cases.ts';

/** The seats of the smallest task force: the three ones. */
export const seats = ['leader', 'redSecretary', 'department1'] as const;

export const nomination = { leader: '示例副区长', redSecretary: '示例局', departments: ['示例结对局'] };
export const cleanMonth = { complaints: 5, satisfied: 9, surveyed: 10 };

export function problem(
  office: OfficeCode,
  dueOn: PlainDay,
  overrides: Record<string, Json> = {},
): Record<string, Json> {
  return { title: `示例问题（${office}）`, category: 'other', office, dueOn, ...overrides };
}

/** Two problems of two departments, due in a month. */
export function twoProblems(today: PlainDay): Record<string, Json>[] {
  return [problem('urbanManagement', addDays(today, 30)), problem('housingBureau', addDays(today, 30))];
}

/** The three ones are nominated, accept, and are made public. */
export async function staffed(compound: TestCase): Promise<void> {
  await compound.decide('nomination', 'nominate', { form: nomination });
  for (const seat of seats) await compound.decide(`acceptance#1.${seat}`, 'accept');
  await compound.decide('gazette', 'publish');
}

export async function submitted(compound: TestCase, problems?: Record<string, Json>[]): Promise<void> {
  const form = { summary: '示例方案', problems: problems ?? twoProblems(await compound.today()) };
  await compound.decide('plan', 'submit', { form });
}

/** The plan is handed in and every department asked approves it. */
export async function planned(compound: TestCase, problems?: Record<string, Json>[]): Promise<void> {
  await submitted(compound, problems);
  const { tasks } = await compound.snapshot();
  for (const { id } of tasks.filter(({ stage }) => stage === 'planReview')) await compound.decide(id, 'approve');
}

/** Each problem is done, with a photo, and verified. */
export async function solved(compound: TestCase, ...problems: string[]): Promise<void> {
  for (const id of problems) {
    const { tasks } = await compound.snapshot();
    const work = tasks.find(({ stage, part }) => stage === 'execution' && part === id);
    if (work) await compound.decide(work.id, 'complete', { evidence: [await compound.evidence()] });
    const verify = (await compound.snapshot()).tasks.find(({ part }) => part === `${id}-verify`);
    await compound.decide(verify?.id ?? `${id}-verify`, 'pass');
  }
}

export async function accepted(compound: TestCase): Promise<void> {
  await compound.decide('midtermAcceptance', 'pass', { form: { sampledByCity: true } });
}

/** Earlier steps of a case that was under way on paper. */
export const paper = {
  staffed: (effectiveOn: PlainDay): EarlierStep[] => [
    { stage: 'nomination', decision: 'nominate', effectiveOn, form: nomination },
    ...seats.map((seat) => ({ stage: `acceptance#1.${seat}`, decision: 'accept', effectiveOn })),
    { stage: 'gazette', decision: 'publish', effectiveOn },
  ],
  submitted: (effectiveOn: PlainDay, problems = twoProblems(effectiveOn)): EarlierStep[] => [
    { stage: 'plan', decision: 'submit', effectiveOn, form: { summary: '示例方案', problems } },
  ],
  approved: (effectiveOn: PlainDay): EarlierStep[] => [
    { stage: 'planReview#1.urbanManagement', decision: 'approve', effectiveOn },
    { stage: 'planReview#1.housingBureau', decision: 'approve', effectiveOn },
  ],
  solved: (effectiveOn: PlainDay, problems = ['P1', 'P2']): EarlierStep[] =>
    problems.flatMap((id) => [
      { stage: `execution#1.${id}`, decision: 'complete', effectiveOn },
      { stage: `execution#1.${id}-verify`, decision: 'pass', effectiveOn },
    ]),
  accepted: (effectiveOn: PlainDay): EarlierStep[] => [
    { stage: 'midtermAcceptance', decision: 'pass', effectiveOn, form: { sampledByCity: true } },
  ],
};

const order = ['plan', 'planReview', 'execution', 'midtermAcceptance', 'observation'] as const;

/** An opening of a case that stands at a stage already, with everything before it done on paper on one day. */
export function buildAt(
  stage: (typeof order)[number],
  day: PlainDay,
  overrides: Partial<CaseOpening> = {},
): CaseOpening {
  const parts = [paper.staffed, paper.submitted, paper.approved, paper.solved, paper.accepted];
  const steps = parts.slice(0, order.indexOf(stage) + 1).flatMap((part) => part(day));
  return buildOpening({ underWay: { startedOn: day, steps }, ...overrides });
}
