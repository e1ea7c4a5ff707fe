import type { EntryRoute } from '../campaign/campaign.ts';
import { type FieldError, fieldError, Refusal } from '../errors.ts';
import { own } from '../own.ts';
import type { CaseContext, DecisionContext } from '../procedures/declaration.ts';
import { type Text, text } from '../text.ts';

/** What a selection starts with; the figures themselves are in the snapshot it names. */
export interface SelectionInput {
  month: string;
  windowMonths: number;
  targetCount: number;
  ranked: number;
  snapshot: string;
  streets: { street: string; proposed: string[]; reserve: string[] }[];
  routes?: Record<string, EntryRoute>;
}

/** What a street says of a compound: a correction to be noted, or an objection to its being listed for these figures. */
export interface Finding {
  answer: 'correct' | 'object';
  kind: string;
  /** Round of the review in which it was said. */
  round: number;
}

/** What the hotline office found when it looked again. */
export interface Recheck {
  result: 'stands' | 'corrected' | 'void';
  round: number;
  /** Tickets in the window after the correction. */
  complaints?: number;
}

/** What the leading group changed of the proposal. */
export interface Decided {
  /** Not listed, and why. */
  dropped: Record<string, string>;
  /** Listed although a street objected. */
  kept: string[];
  added: Record<string, EntryRoute>;
}

export interface SelectionFacts {
  month: string;
  windowMonths: number;
  /** Hash of the snapshot, and its id: the figures of every compound as they were when the selection began. */
  snapshot: string;
  /** How many compounds were ranked. */
  ranked: number;
  targetCount: number;
  proposed: number;
  reserve: number;
  /** What streets found, by compound. */
  findings: Record<string, Finding>;
  rechecks: Record<string, Recheck>;
  /** Null until the leading group has decided. */
  decision: Decided | null;
  /** How many compounds are listed; null until that is decided. */
  listed: number | null;
}

type Context = CaseContext<SelectionFacts>;
type In = DecisionContext<SelectionFacts>;

interface Named {
  compound: string;
}

const inputOf = ({ input }: Pick<Context, 'input'>): SelectionInput => input as unknown as SelectionInput;
const entries = <T extends Named = Named & { kind: string }>({ form }: In, name: string): T[] =>
  (form[name] ?? []) as unknown as T[];

/** The seat of a street: the rest of its path below the district's. */
export function seatOf(street: string, district: string): string {
  return street.slice(district.length + 1).replaceAll('/', '-');
}

/** Compounds of the street whose seat is asked. */
function compoundsOfSeat(context: In): string[] {
  const street = inputOf(context).streets.find((each) => seatOf(each.street, context.subject.scope) === context.part);
  return street ? [...street.proposed, ...street.reserve] : [];
}

/** A street speaks of its own candidates, of each once. */
export function refuseFindings(context: In): Refusal | undefined {
  const asked = new Set(compoundsOfSeat(context));
  return refuseNames(context, ['objections', 'corrections'], (id) =>
    asked.has(id) ? undefined : text('不是本街道的候选小区', 'is no candidate of this street'),
  );
}

/** What the street said before and does not repeat is withdrawn; its corrections stay. */
export function noteFindings(context: In): Partial<SelectionFacts> {
  const asked = new Set(compoundsOfSeat(context));
  const { facts, visit } = context;
  const others = Object.entries(facts.findings).filter(([id, { answer }]) => !asked.has(id) || answer === 'correct');
  const said = (name: string, answer: Finding['answer']) =>
    entries(context, name).map(({ compound, kind }): [string, Finding] => [compound, { answer, kind, round: visit }]);
  return {
    findings: Object.fromEntries([...others, ...said('corrections', 'correct'), ...said('objections', 'object')]),
  };
}

/** Objections of the present round, which the hotline office has not looked at yet. */
export function openObjections({ findings, rechecks }: Pick<SelectionFacts, 'findings' | 'rechecks'>): string[] {
  return Object.entries(findings).flatMap(([id, { answer, round }]) =>
    answer === 'object' && (own(rechecks, id)?.round ?? 0) < round ? [id] : [],
  );
}

/** Each objection is answered, once; a corrected figure is named. */
export function refuseAnswers(context: In): Refusal | undefined {
  const open = new Set(openObjections(context.facts));
  const answers = entries<Named & Recheck>(context, 'answers');
  const errors = answers.flatMap(({ result, complaints }, index): FieldError[] => {
    const pointer = `/form/answers/${index}/complaints`;
    if (result === 'corrected' && complaints === undefined)
      return [fieldError(pointer, text('请填写更正后的件数', 'say how many it is'))];
    return result !== 'corrected' && complaints !== undefined
      ? [fieldError(pointer, text('仅在更正时填写', 'only where it is corrected'))]
      : [];
  });
  const unanswered = [...open].filter((id) => !answers.some(({ compound }) => compound === id));
  if (unanswered.length > 0)
    errors.push(fieldError('/form/answers', text(`缺少${unanswered.join('、')}`, `lacks ${unanswered.join(', ')}`)));
  return (
    refuseNames(context, ['answers'], (id) =>
      open.has(id) ? undefined : text('无人提出异议', 'nobody objects to it'),
    ) ?? refused(errors)
  );
}

export function noteAnswers(context: In): Partial<SelectionFacts> {
  const { facts, visit } = context;
  const answers = entries<Named & Recheck>(context, 'answers').map(
    ({ compound, result, complaints }): [string, Recheck] => [
      compound,
      { result, round: visit, ...(complaints !== undefined && { complaints }) },
    ],
  );
  return { rechecks: { ...facts.rechecks, ...Object.fromEntries(answers) } };
}

/** What is proposed, and what of it is contested: a street still objects, or its figures do not count. */
function proposalOf(context: Context): { proposed: Set<string>; reserve: Set<string>; contested: string[] } {
  const { streets } = inputOf(context);
  const proposed = new Set(streets.flatMap((each) => each.proposed));
  const { findings, rechecks } = context.facts;
  const contested = [...proposed].filter(
    (id) => own(findings, id)?.answer === 'object' || own(rechecks, id)?.result === 'void',
  );
  return { proposed, reserve: new Set(streets.flatMap((each) => each.reserve)), contested };
}

/** The compounds that the leading group has listed, each with its route, by id. */
export function listedCompounds(context: Context): { compound: string; route: string }[] {
  const { decision } = context.facts;
  const { routes = {} } = inputOf(context);
  const kept = [...proposalOf(context).proposed].filter((id) => own(decision?.dropped ?? {}, id) === undefined);
  return [
    ...kept.map((compound) => ({ compound, route: own(routes, compound) ?? 'initialRanking' })),
    ...Object.entries(decision?.added ?? {}).map(([compound, route]) => ({ compound, route })),
  ].sort((a, b) => (a.compound < b.compound ? -1 : 1));
}

/** The leading group names each contested compound, to list it or not: nothing falls off the list by itself. */
export function refuseDecided(context: In): Refusal | undefined {
  const { proposed, contested } = proposalOf(context);
  const disputed = new Set(contested);
  const names = (name: string) => entries(context, name).map(({ compound }) => compound);
  const left = contested.filter((id) => ![...names('drop'), ...names('keep')].includes(id));
  const errors: FieldError[] =
    left.length > 0
      ? [
          fieldError(
            '/form/keep',
            text(
              `有争议，须逐个保留或剔除：${left.join('、')}`,
              `contested, so they are kept or dropped by name: ${left.join(', ')}`,
            ),
          ),
        ]
      : [];
  if (proposed.size - names('drop').length + names('add').length <= 0) {
    errors.push(
      fieldError('/form/drop', text('没有剩余小区，请改作不列入的决定', 'nothing is left; decide listNone instead')),
    );
  }
  return (
    refuseNames(context, ['drop', 'keep', 'add'], (id, list) => {
      if (list === 'add') return proposed.has(id) ? text('已在建议名单中', 'is proposed already') : undefined;
      if (!proposed.has(id)) return text('不在建议名单中', 'is not proposed');
      return list === 'keep' && !disputed.has(id) ? text('无人提出异议', 'nobody objects to it') : undefined;
    }) ?? refused(errors)
  );
}

export function noteDecided(context: In): Partial<SelectionFacts> {
  const { proposed, reserve } = proposalOf(context);
  const dropped = entries<Named & { reason: string }>(context, 'drop').map(({ compound, reason }) => [
    compound,
    reason,
  ]);
  const added = entries(context, 'add').map(({ compound }): [string, EntryRoute] => [
    compound,
    reserve.has(compound) ? 'initialRanking' : 'manual',
  ]);
  return {
    decision: {
      dropped: Object.fromEntries(dropped),
      kept: entries(context, 'keep').map(({ compound }) => compound),
      added: Object.fromEntries(added),
    },
    listed: proposed.size - dropped.length + added.length,
  };
}

/** Names in these lists that do not fit, or come twice. */
function refuseNames(
  context: In,
  lists: readonly string[],
  misfit: (compound: string, list: string) => Text | undefined,
): Refusal | undefined {
  const seen = new Set<string>();
  const errors = lists.flatMap((list) =>
    entries(context, list).flatMap(({ compound }, index): FieldError[] => {
      const detail = seen.has(compound) ? text('重复', 'is named twice') : misfit(compound, list);
      seen.add(compound);
      return detail === undefined ? [] : [fieldError(`/form/${list}/${index}/compound`, detail)];
    }),
  );
  return refused(errors);
}

function refused(errors: FieldError[]): Refusal | undefined {
  return errors.length === 0 ? undefined : new Refusal('invalid-input', undefined, errors);
}
