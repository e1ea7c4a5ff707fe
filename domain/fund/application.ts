/** What an application for ordinary use holds in figures, and what may be decided on it (P08; 建设部令165号). */
import { daysBetween, type PlainDay } from '../calendar/calendar.ts';
import { type FieldError, fieldError, Refusal } from '../errors.ts';
import { exceeds } from '../policy/ratio.ts';
import type { DecisionContext } from '../procedures/declaration.ts';
import { wordIn } from '../procedures/forms.ts';
import { numberOf, wordOf } from '../procedures/parameters.ts';
import { type Text, text } from '../text.ts';
import { hashOf } from '../timeline/hashChain.ts';
import type { VoteScope } from '../votes/vote.ts';
import { type FundItem, isExcluded, itemSchema, type RefusedItem, sumOf } from './items.ts';
import { partOf } from './money.ts';
import { type ScopeForm, scopeErrors, voteScope } from './scope.ts';
import { type AccountShare, refuseShares } from './shares.ts';

export interface FundFacts {
  /** As last proposed. */
  items: FundItem[];
  budgetFen: number;
  scope: VoteScope;
  /** When it was first proposed: the target is measured from here. */
  proposedOn: PlainDay | null;
  /** How often street or bureau have returned it. */
  returns: number;
  /** Numbers of the one-time list of defects; empty while the bureau has named none. */
  defects: number[];
  approvedFen: number;
  refused: RefusedItem[];
  refusedFen: number;
  /** Calendar days from the proposal to the approval, and whether that was within the target. A figure, never a ground. */
  elapsedDays: number | null;
  withinTarget: boolean | null;
  contractFen: number;
  /** The day the works are due by contract. */
  worksDueOn: PlainDay | null;
  /** Findings of the tracking audit. */
  findings: number;
  paidFen: number;
  settlementFen: number;
  /** Accounts charged, and the hash of their shares. */
  accounts: { count: number; hash: string } | null;
}

type In = DecisionContext<FundFacts>;
type Proposed = ScopeForm & { items: (Pick<FundItem, 'kind' | 'fen'> & { title: string; warrantyUntil?: PlainDay })[] };

const refuse = (detail: Text, errors: FieldError[]): Refusal | undefined =>
  errors.length === 0 ? undefined : new Refusal('invalid-input', detail, errors);

/** The warranty check, and that something is left for the fund to pay. */
export function refuseProposal({ form, day }: In): Refusal | undefined {
  const proposal = form as unknown as Proposed;
  const errors = scopeErrors(proposal, '/form');
  for (const [index, { kind, warrantyUntil }] of proposal.items.entries()) {
    if (warrantyUntil === undefined || warrantyUntil < day || kind === 'warrantyDefect') continue;
    const detail = text(
      `保修期至${warrantyUntil}，由建设单位承担（warrantyDefect）`,
      `under warranty until ${warrantyUntil}: the developer bears it (warrantyDefect)`,
    );
    errors.push(fieldError(`/form/items/${index}/kind`, detail));
  }
  if (itemsOf(proposal).every(isExcluded))
    errors.push(fieldError('/form/items', text('没有可由维修资金支付的项目', 'nothing the fund may pay for')));
  return refuse(text('该申请不得使用维修资金', 'The proposal cannot be made from the fund'), errors);
}

export function noteProposal({ form, facts, day }: In): Partial<FundFacts> {
  const proposal = form as unknown as Proposed;
  const items = itemsOf(proposal);
  return {
    items,
    budgetFen: sumOf(items),
    scope: voteScope(proposal),
    proposedOn: facts.proposedOn ?? day,
    defects: [],
    refused: [],
  };
}

function itemsOf({ items }: Proposed): FundItem[] {
  return items.map(({ kind, fen }, index) => ({ id: String(index + 1), kind: itemSchema.shape.kind.parse(kind), fen }));
}

export function noteReturn({ facts }: In): Partial<FundFacts> {
  return { returns: facts.returns + 1 };
}

/** The whole can be approved only where every item may be paid from the fund. */
export function refuseWhole({ facts }: In): Refusal | undefined {
  const excluded = facts.items.filter(isExcluded).map(({ id, kind }) => `${id} (${kind})`);
  if (excluded.length === 0) return undefined;
  return new Refusal(
    'not-ready',
    text(
      `项目${excluded.join('、')}不得列支，请批准其余部分（建设部令165号 25）`,
      `Items ${excluded.join(', ')} are excluded: approve the rest (建设部令165号 25)`,
    ),
  );
}

export function noteWhole({ facts }: In): Partial<FundFacts> {
  return { approvedFen: facts.budgetFen, refused: [], refusedFen: 0 };
}

const refusedIn = (form: In['form']): RefusedItem[] => form['refused'] as unknown as RefusedItem[];

/** A part may be approved where every excluded item is refused and something is left. */
export function refusePart({ facts, form }: In): Refusal | undefined {
  const refused = refusedIn(form);
  const errors: FieldError[] = [];
  for (const [index, { item, ground }] of refused.entries()) {
    const pointer = `/form/refused/${index}`;
    const proposed = facts.items.find(({ id }) => id === item);
    if (proposed === undefined)
      errors.push(fieldError(`${pointer}/item`, text(`没有项目${item}`, `there is no item ${item}`)));
    else if (isExcluded(proposed) && proposed.kind !== ground)
      errors.push(
        fieldError(`${pointer}/ground`, text(`申报时的类别为${proposed.kind}`, `was proposed as ${proposed.kind}`)),
      );
    if (refused.findIndex((each) => each.item === item) < index)
      errors.push(fieldError(`${pointer}/item`, text('重复核减', 'is refused twice')));
  }
  const kept = facts.items.filter(({ id }) => !refused.some(({ item }) => item === id));
  for (const { id, kind } of kept.filter(isExcluded))
    errors.push(fieldError('/form/refused', text(`项目${id}不得列支（${kind}）`, `item ${id} is excluded (${kind})`)));
  if (kept.length === 0)
    errors.push(
      fieldError('/form/refused', text('核减后无剩余项目，请直接驳回申请', 'nothing is left: reject the application')),
    );
  return refuse(text('项目不能这样核减', 'The items cannot be split so'), errors);
}

export function notePart({ facts, form }: In): Partial<FundFacts> {
  const refused = refusedIn(form);
  const refusedFen = sumOf(facts.items.filter(({ id }) => refused.some(({ item }) => item === id)));
  return { refused, refusedFen, approvedFen: facts.budgetFen - refusedFen };
}

/** How long it took from the proposal, measured when it is granted. */
export function noteElapsed({ facts, day, parameters }: In): Partial<FundFacts> {
  const elapsedDays = facts.proposedOn === null ? 0 : daysBetween(facts.proposedOn, day);
  return { elapsedDays, withinTarget: elapsedDays <= numberOf(parameters, 'fund.fundOrdinaryTargetDays') };
}

const defectsIn = (form: In['form']): number[] => (form['defects'] as unknown as { no: number }[]).map(({ no }) => no);

/** 一次性告知: the first return names all defects, numbered from 1; a later one only such as the first has named. */
export function refuseDefects({ facts, form }: In): Refusal | undefined {
  const named = facts.defects;
  const errors = defectsIn(form).flatMap((no, index): FieldError[] => {
    const pointer = `/form/defects/${index}/no`;
    if (named.length > 0)
      return named.includes(no)
        ? []
        : [
            fieldError(
              pointer,
              text(`首份清单中的编号为${named.join('、')}`, `the first list names ${named.join(', ')}`),
            ),
          ];
    return no === index + 1
      ? []
      : [
          fieldError(
            pointer,
            text(`首份清单从1起编号，此处应为${index + 1}`, `the first list counts from 1: ${index + 1}`),
          ),
        ];
  });
  return refuse(text('问题应一次性告知', 'Defects are told once, all together'), errors);
}

export function noteDefects(context: In): Partial<FundFacts> {
  const { defects } = context.facts;
  return { ...noteReturn(context), defects: defects.length > 0 ? defects : defectsIn(context.form) };
}

export function refuseContract({ facts, form, day }: In): Refusal | undefined {
  const errors: FieldError[] = [];
  if (Number(form['contractFen']) > facts.approvedFen)
    errors.push(
      fieldError(
        '/form/contractFen',
        text(`批准的金额为${facts.approvedFen}分`, `${facts.approvedFen} fen are approved`),
      ),
    );
  if (wordIn(form, 'worksUntil') < day)
    errors.push(fieldError('/form/worksUntil', text(`早于${day}`, `lies before ${day}`)));
  return refuse(text('合同超出批准的内容', 'The contract leaves what is approved'), errors);
}

export function noteContract({ form }: In): Partial<FundFacts> {
  return { contractFen: Number(form['contractFen']), worksDueOn: wordIn(form, 'worksUntil') };
}

/** The advance: the policy's share of the contract sum. */
export function noteAdvance({ facts, parameters }: In): Partial<FundFacts> {
  return { paidFen: partOf(facts.contractFen, wordOf(parameters, 'fund.advancePaymentRatio')) };
}

/** Whether a settlement is so far above what was approved that the owners vote anew. */
function isOverBudget({ facts, form, parameters }: In): boolean {
  const over = Math.max(0, Number(form['settlementFen']) - facts.approvedFen);
  return exceeds(over, facts.approvedFen, wordOf(parameters, 'fund.overBudgetRatio'));
}

/** @param over whether the decision says that it is over budget */
export function refuseSettlement(context: In, over: boolean): Refusal | undefined {
  const { facts, form, parameters } = context;
  const pointer = '/form/settlementFen';
  if (Number(form['settlementFen']) < facts.paidFen)
    return refuse(text('少于已支付金额', 'Less than is paid'), [
      fieldError(
        pointer,
        text(
          `已支付${facts.paidFen}分，请先退回多付部分`,
          `${facts.paidFen} fen are paid: have the rest paid back first`,
        ),
      ),
    ]);
  if (isOverBudget(context) === over) return undefined;
  const limit = `${facts.approvedFen} fen and ${wordOf(parameters, 'fund.overBudgetRatio')} of it`;
  const detail = over
    ? text(`未超过${limit}分`, `is not above ${limit}`)
    : text(`超过${limit}分，须重新表决`, `is above ${limit}: a new vote is needed (submitOverBudget)`);
  return refuse(text('结算与决定不符', 'The settlement does not fit the decision'), [fieldError(pointer, detail)]);
}

export function noteSettlement({ form }: In): Partial<FundFacts> {
  return { settlementFen: Number(form['settlementFen']) };
}

const sharesIn = (form: In['form']): AccountShare[] => form['accounts'] as unknown as AccountShare[];

export function refuseCharge({ facts, form }: In): Refusal | undefined {
  return refuseShares(facts.settlementFen, sharesIn(form), '/form/accounts');
}

/** The balance is paid: all of the settlement is. */
export function noteCharge({ facts, form }: In): Partial<FundFacts> {
  const shares = sharesIn(form);
  return { paidFen: facts.settlementFen, accounts: { count: shares.length, hash: hashOf(shares) } };
}
