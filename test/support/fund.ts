import { addDays, type PlainDay } from '../../domain/calendar/calendar.ts';
import type { CaseOpening } from '../../domain/case/opening.ts';
import { type AccountShare, splitByArea } from '../../domain/fund/shares.ts';
import { procedure } from '../../domain/procedures/fund.ts';
import type { Json } from '../../domain/text.ts';
import { buildOpening, type TestCase, withPolicy } from './cases.ts';
import { until } from './until.ts';
import { buildCount } from './votes.ts';

export const comment = '示例理由';

/** An application in a compound with a company and a committee; `policy` changes single parameters. */
export function buildFund(
  policy: Record<string, string | number | boolean> = {},
  overrides: Partial<CaseOpening> = {},
): CaseOpening {
  const input = { number: '2026-03', company: true, committee: true };
  return withPolicy(buildOpening({ kind: 'fund', input, ...overrides }, procedure.sections), policy);
}

/** A roof for 200,000 yuan and a lift for 100,000, for the whole compound. */
export const proposalForm = {
  summary: '示例：屋面防水和电梯大修',
  items: [
    { title: '示例屋面防水', kind: 'roof', fen: 20_000_000 },
    { title: '示例电梯大修', kind: 'lift', fen: 10_000_000 },
  ],
  scope: 'compound',
  contractor: 'comparison',
  quotes: 3,
};

export async function withFile(
  compound: TestCase,
  stage: string,
  decision: string,
  form?: Record<string, Json>,
  rest: { comment?: string } = {},
): Promise<void> {
  const evidence = [await compound.evidence()];
  await compound.decide(stage, decision, { evidence, ...(form && { form }), ...rest });
}

/** Proposed, and agreed by the branch. */
export async function proposed(compound: TestCase, form: Record<string, Json> = proposalForm): Promise<void> {
  await compound.decide('proposal', 'submit', { form });
  await compound.decide('branchFirst', 'advise');
}

/** A count of a compound of 100 owners and 10,000 m²: everybody takes part, so many heads agree with so much area. */
export function countOf(item: string, heads: number, participating = 100) {
  const share = (n: number) => ({ heads: n, area: n * 10_000 });
  return buildCount(share(100), share(participating), { [item]: share(heads) });
}

/** Notice, the days until the vote, and its count. */
export async function voted(
  compound: TestCase,
  stage: string,
  count: ReturnType<typeof countOf> = countOf('plan', 60),
): Promise<void> {
  const votingFrom = addDays(await compound.today(), 16);
  await withFile(compound, stage, 'give', {
    roll: 'roll-1',
    votingFrom,
    votingUntil: votingFrom,
    method: 'meeting',
  });
  await compound.advanceTo(`${votingFrom}T04:00:00.000Z`);
  await compound.decide(`${stage}.count`, 'count', { form: count });
}

/** The street passes, the plan is posted and the owners agree. */
export async function agreed(compound: TestCase, visit = 1, count?: ReturnType<typeof countOf>): Promise<void> {
  await compound.decide('streetDecision', 'pass');
  await withFile(compound, `planPosting#${visit}`, 'post');
  await voted(compound, `vote#${visit}`, count);
}

/** Applied for and granted by the bureau. */
export async function granted(compound: TestCase): Promise<void> {
  await withFile(compound, 'application', 'apply');
  await compound.decide('approval', 'approve');
}

export async function contracted(compound: TestCase, contractFen = 28_000_000, worksUntil?: PlainDay): Promise<void> {
  await withFile(compound, 'contract', 'sign', {
    contractor: '示例施工单位',
    contractFen,
    worksUntil: worksUntil ?? addDays(await compound.today(), 60),
  });
}

/** Started and completed without a tracking audit, accepted by all. */
export async function built(compound: TestCase): Promise<void> {
  await withFile(compound, 'worksStart', 'report');
  await withFile(compound, 'completion', 'report');
  await withFile(compound, 'engagement', 'engage');
  await accepted(compound);
}

export async function accepted(compound: TestCase, visit = 1): Promise<void> {
  for (const seat of ['owners', 'branch', 'auditor']) await compound.decide(`acceptance#${visit}.${seat}`, 'accept');
}

/** Shares of three accounts of unequal size. */
export function sharesOf(fen: number): AccountShare[] {
  const areas = [9_876, 12_345, 7_001];
  const accounts = areas.map((area, index) => ({ account: `1-1-10${index + 1}`, area }));
  const due = splitByArea(fen, accounts);
  return accounts.map((each, index) => ({ ...each, fen: due[index] ?? 0 }));
}

/** Settled within budget, paid and published. */
export async function settled(compound: TestCase, settlementFen = 28_000_001): Promise<void> {
  await withFile(compound, 'settlement', 'submit', { settlementFen });
  await withFile(compound, 'settlementAudit', 'confirm');
  await compound.decide('balanceOrder#1.custodian', 'release');
  await withFile(compound, 'balance', 'pay', { accounts: sharesOf(settlementFen) as unknown as Json });
  await withFile(compound, 'publication', 'publish');
}

export const asked = async (compound: TestCase): Promise<string[]> =>
  (await compound.snapshot()).tasks.map(({ id }) => id).sort();

/** Waits until time has brought a visit its result. */
export async function over(compound: TestCase, visit: string): Promise<void> {
  await until(async () => (await compound.snapshot()).view.stages[visit]?.result !== undefined);
}
