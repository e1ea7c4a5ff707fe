/** What a renewal of the fund holds in figures, and what may be decided on it (P10; 建设部令165号 17; Civil Code 278(6)). */
import { addDays, nextWorkingDay, type PlainDay } from '../calendar/calendar.ts';
import { type FieldError, fieldError, Refusal } from '../errors.ts';
import { reaches } from '../policy/ratio.ts';
import type { CaseContext, DecisionContext } from '../procedures/declaration.ts';
import { numberOf, wordOf } from '../procedures/parameters.ts';
import { text } from '../text.ts';
import type { VoteScope } from '../votes/vote.ts';
import { voteScope } from './scope.ts';

/** A sub-account as the start names it. */
export interface Balance {
  account: string;
  firstDepositFen: number;
  balanceFen: number;
}

export interface RaisingInput {
  number: string;
  committee: boolean;
  scope: 'compound' | 'buildings' | 'units';
  balances: Balance[];
}

export interface Charge {
  account: string;
  fen: number;
}

export interface RaisingFacts {
  /** Sub-accounts below the threshold; the others are not charged again. */
  short: string[];
  charges: Charge[];
  chargedFen: number;
  receivedFen: number;
  /** The day of the payment notice or the latest demand: the period to pay runs from it. */
  noticeOn: PlainDay | null;
}

type In = DecisionContext<RaisingFacts>;

/** Sub-accounts whose balance is less than the policy's share of their first deposit; the share itself is enough. */
export function shortAccounts({
  input,
  parameters,
}: Pick<CaseContext<RaisingFacts>, 'input' | 'parameters'>): string[] {
  const share = wordOf(parameters, 'fundRaise.renewalBalanceRatio');
  const { balances } = input as unknown as RaisingInput;
  return balances.flatMap(({ account, balanceFen, firstDepositFen }) =>
    firstDepositFen > 0 && !reaches(balanceFen, firstDepositFen, share) ? [account] : [],
  );
}

/** @param short whether the decision says that there is a shortage */
export function refuseShortage(context: In, short: boolean): Refusal | undefined {
  const found = shortAccounts(context);
  if (found.length > 0 === short) return undefined;
  const share = wordOf(context.parameters, 'fundRaise.renewalBalanceRatio');
  return short
    ? new Refusal(
        'not-ready',
        text(
          `没有余额低于首期交存额${share}的分户账（建设部令165号 17）`,
          `No sub-account is below ${share} of its first deposit (建设部令165号 17)`,
        ),
      )
    : new Refusal(
        'not-ready',
        text(
          `余额低于首期交存额${share}的账户：${found.slice(0, 20).join('、')}`,
          `Below ${share} of the first deposit: ${found.slice(0, 20).join(', ')}`,
        ),
      );
}

export function noteShortage(context: In): Partial<RaisingFacts> {
  return { short: shortAccounts(context) };
}

const chargesIn = (form: In['form']): Charge[] => form['charges'] as unknown as Charge[];

/** Every sub-account that is short is charged, once, and no other. */
export function refusePlan({ facts, form }: In): Refusal | undefined {
  const charges = chargesIn(form);
  const errors: FieldError[] = [];
  for (const [index, { account }] of charges.entries()) {
    const pointer = `/form/charges/${index}/account`;
    if (!facts.short.includes(account))
      errors.push(
        fieldError(pointer, text('余额不低于标准，不需续交', 'is not below the threshold: it is not charged')),
      );
    else if (charges.findIndex((each) => each.account === account) < index)
      errors.push(fieldError(pointer, text('重复列出', 'is charged twice')));
  }
  const left = facts.short.filter((account) => !charges.some((each) => each.account === account));
  if (left.length > 0)
    errors.push(
      fieldError('/form/charges', text(`缺少${left.slice(0, 20).join('、')}`, `lacks ${left.slice(0, 20).join(', ')}`)),
    );
  return errors.length === 0
    ? undefined
    : new Refusal('invalid-input', text('续交名单与不足的账户不符', 'The charges do not fit the shortage'), errors);
}

export function notePlan({ form }: In): Partial<RaisingFacts> {
  const charges = chargesIn(form);
  return { charges, chargedFen: charges.reduce((sum, { fen }) => sum + fen, 0) };
}

/** Who bears it votes: the owners of the sub-accounts that are charged. */
export function raisingScope({ input, facts }: CaseContext<RaisingFacts>): VoteScope {
  const { scope } = input as unknown as RaisingInput;
  return voteScope({ scope, ...(scope !== 'compound' && { members: facts.short }) });
}

export function noteNotice({ day }: In): Partial<RaisingFacts> {
  return { noticeOn: day };
}

/** All is there, or the period to pay is over; money is never more than was charged. */
export function refuseReceipts({ facts, form, day, parameters, calendar }: In, complete: boolean): Refusal | undefined {
  const received = Number(form['receivedFen']);
  const refuse = (zh: string, en: string): Refusal =>
    new Refusal('invalid-input', undefined, [fieldError('/form/receivedFen', text(zh, en))]);
  if (received < facts.receivedFen)
    return refuse(`此前已收${facts.receivedFen}分`, `${facts.receivedFen} fen were received before`);
  if (complete)
    return received === facts.chargedFen
      ? undefined
      : refuse(`应收${facts.chargedFen}分`, `${facts.chargedFen} fen are charged`);
  if (received >= facts.chargedFen)
    return refuse(`${facts.chargedFen}分已全部收齐`, `all ${facts.chargedFen} fen are there (complete)`);
  const last = addDays(facts.noticeOn ?? day, numberOf(parameters, 'fundRaise.renewalPayDays'));
  const until = nextWorkingDay(calendar, addDays(last, -1));
  return day > until
    ? undefined
    : new Refusal('not-ready', text(`业主缴款截止${until}`, `Owners may pay until ${until}`));
}

export function noteReceipts({ form }: In): Partial<RaisingFacts> {
  return { receivedFen: Number(form['receivedFen']) };
}
