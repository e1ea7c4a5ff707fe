import { fieldError, fieldErrors, inBothLanguages, Refusal } from '../../domain/errors.ts';
import type { ResolvedPolicy } from '../../domain/policy/resolvePolicy.ts';
import { procedure as selection } from '../../domain/procedures/selection.ts';
import type { Month } from '../../domain/rankings/complaintMonth.ts';
import { rankCompounds, type SelectionWeights } from '../../domain/selection/rank.ts';
import { type Addition, type SelectedCompound, selectCompounds } from '../../domain/selection/select.ts';
import { monthsOfWindow } from '../../domain/selection/window.ts';
import { type Text, text } from '../../domain/text.ts';
import type { SpaceServices } from '../services.ts';
import { type LowStar, lowStarsIn, type PlaceFigures, readFigures } from './readFigures.ts';
import { type SelectionRequest, weightsSchema } from './selectionRequest.ts';

/** The numbers a list is computed by. */
export interface SelectionRules {
  targetCount: number;
  reserveCount: number;
  windowMonths: number;
  weights: SelectionWeights;
}

/** A list as it would be, with everything it was computed from. */
export interface Proposal extends PlaceFigures {
  place: string;
  month: Month;
  rules: SelectionRules;
  policy: { locality: string; version: string };
  /** Months of the window that are not published. */
  missing: Month[];
  /** Every compound of the place in the order of the list. */
  ranked: SelectedCompound[];
  lowStars: LowStar[];
  /** What comes beside the ranking, by other routes. */
  additions: Addition[];
}

/**
 * Computes the list a request asks for, from what is published now.
 *
 * @throws Refusal invalid-input when the place is not in the register, no month of the window is published, or an addition is
 *   no compound of the place
 */
export async function propose(space: SpaceServices, request: SelectionRequest): Promise<Proposal> {
  const { place, month } = request;
  if (!(await space.registers.places.exists({ _id: place, retired: { $ne: true } }))) {
    throw invalid('/place', text('台账中没有这个地区', 'there is no such place in the register'));
  }
  await space.policyStore.refresh();
  const policy = policyOf(space, place);
  const rules = rulesOf(policy, request);
  const window = monthsOfWindow(month, rules.windowMonths);
  const figures = await readFigures(space, place, window);
  if (figures.published.length === 0) {
    throw invalid(
      '/month',
      text(
        `${place}在${window[0]}至${month}没有已发布的月份`,
        `no month from ${window[0]} to ${month} is published for ${place}`,
      ),
    );
  }
  refuseAdditions(request, figures);
  const lowStars = (await lowStarsOf(space, policy, place)).filter(({ compound }) => figures.compounds.has(compound));
  const additions = additionsOf(request, lowStars);
  const parts = {
    place,
    month,
    rules,
    policy: { locality: policy.locality, version: policy.version },
    missing: window.filter((each) => !figures.published.includes(each)),
    lowStars,
    additions,
    ...figures,
  };
  return { ...parts, ranked: select(parts, rules) };
}

/** The same figures by other numbers. */
export function proposeOtherwise(
  proposal: Proposal,
  other: { targetCount?: number | undefined; weights?: SelectionWeights | undefined },
): { rules: SelectionRules; ranked: SelectedCompound[] } {
  const rules = {
    ...proposal.rules,
    ...(other.targetCount !== undefined && { targetCount: other.targetCount }),
    ...(other.weights && { weights: other.weights }),
  };
  return { rules, ranked: select(proposal, rules) };
}

function select(
  { figures, active, published, additions }: PlaceFigures & Pick<Proposal, 'additions'>,
  { weights, targetCount, reserveCount }: SelectionRules,
): SelectedCompound[] {
  return selectCompounds(rankCompounds(figures, weights), {
    targetCount,
    reserveCount,
    months: published.length,
    active: new Set(active.keys()),
    additions,
  });
}

/** Whose stars count, and how many are few, says the policy (P19). */
async function lowStarsOf(space: SpaceServices, policy: ResolvedPolicy, place: string): Promise<LowStar[]> {
  const { starSubject, starLowMax } = policy.sections['star'] ?? {};
  const most = starLowMax?.value;
  if (typeof most !== 'number') return [];
  return await lowStarsIn(space, place, starSubject?.value === 'branch' ? 'branch' : 'secretary', most);
}

/** Low stars where they are asked for; what is named by itself goes first. */
function additionsOf(
  { additions = [], lowStars: isAsked }: SelectionRequest,
  lowStars: readonly LowStar[],
): Addition[] {
  if (!isAsked) return additions;
  const named = new Set(additions.map(({ compound }) => compound));
  const rated = lowStars.flatMap(({ compound, star }): Addition[] =>
    named.has(compound) ? [] : [{ compound, route: 'lowStar', reason: `${star}★` }],
  );
  return [...additions, ...rated];
}

function policyOf({ policies }: SpaceServices, place: string): ResolvedPolicy {
  const policy = policies.policy(policies.localityOf(place));
  if (policy === undefined) throw invalid('/place', text('没有适用的政策', 'there is no policy for it'));
  return policy;
}

function rulesOf(policy: ResolvedPolicy, request: SelectionRequest): SelectionRules {
  const [section = ''] = selection.sections;
  const value = (name: string) => policy.sections[section]?.[name]?.value;
  const weights = {
    complaints: value('selectionComplaintWeight'),
    dissatisfaction: value('selectionDissatisfactionWeight'),
  };
  return {
    targetCount: request.targetCount ?? Number(value('selectionTargetCount')),
    reserveCount: Number(value('selectionReserveCount')),
    windowMonths: request.windowMonths ?? Number(value('selectionWindowMonths')),
    weights: request.weights ?? parsedWeights(weights),
  };
}

function parsedWeights(weights: unknown): SelectionWeights {
  const parsed = weightsSchema.safeParse(weights, inBothLanguages);
  if (parsed.success) return parsed.data;
  throw new Refusal(
    'invalid-input',
    { zh: '政策中的权重不可用', en: 'The policy’s weights are not usable' },
    fieldErrors(parsed.error, '/weights'),
  );
}

function refuseAdditions({ place, additions = [] }: SelectionRequest, { compounds }: PlaceFigures): void {
  const errors = additions.flatMap(({ compound }, index) => {
    const pointer = `/additions/${index}/compound`;
    if (!compounds.has(compound))
      return [fieldError(pointer, text(`${place}没有这个小区`, `there is no such compound in ${place}`))];
    const isRepeated = additions.findIndex((each) => each.compound === compound) < index;
    return isRepeated ? [fieldError(pointer, text('重复', 'is named twice'))] : [];
  });
  if (errors.length > 0) throw new Refusal('invalid-input', undefined, errors);
}

function invalid(pointer: string, detail: Text): Refusal {
  return new Refusal('invalid-input', undefined, [fieldError(pointer, detail)]);
}
