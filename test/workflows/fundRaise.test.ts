import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays } from '../../domain/calendar/calendar.ts';
import type { RaisingFacts } from '../../domain/fund/raising.ts';
import { procedure } from '../../domain/procedures/fundRaise.ts';
import type { Json } from '../../domain/text.ts';
import { verifyChain } from '../../domain/timeline/hashChain.ts';
import { buildOpening, refusal, TestBench, type TestCase } from '../support/cases.ts';
import { asked, comment, countOf, voted, withFile } from '../support/fund.ts';

let bench: TestBench;
beforeAll(async () => {
  bench = await TestBench.start();
});
afterAll(() => bench?.stop());

/** Building 1 is one fen short of three tenths, building 2 has exactly three tenths, building 3 has nothing left. */
const balances = [
  { account: '1', firstDepositFen: 10_000_000, balanceFen: 2_999_999 },
  { account: '2', firstDepositFen: 10_000_000, balanceFen: 3_000_000 },
  { account: '3', firstDepositFen: 5_000_000, balanceFen: 0 },
];

const open = (input: Record<string, Json> = {}): Promise<TestCase> =>
  bench.open(
    buildOpening(
      { kind: 'fundRaise', input: { number: '2026-01', committee: true, scope: 'buildings', balances, ...input } },
      procedure.sections,
    ),
  );

const factsOf = async (compound: TestCase) => (await compound.snapshot()).view.facts as unknown as RaisingFacts;
const charges = [
  { account: '1', fen: 7_000_000 },
  { account: '3', fen: 5_000_000 },
];

const plan = (compound: TestCase, given: Json = charges) =>
  compound.decide('plan', 'submit', { form: { summary: '示例续交方案', charges: given } });

async function planned(compound: TestCase): Promise<void> {
  await compound.decide('shortageNotice', 'notify');
  await plan(compound);
}

/** The owners have agreed, and the notice to pay is out. */
async function called(compound: TestCase): Promise<void> {
  await planned(compound);
  await voted(compound, 'vote#1', countOf('renewal', 75));
  await withFile(compound, 'paymentNotice', 'send');
}

const receipts = (compound: TestCase, decision: string, receivedFen: number) =>
  compound.decide('receipts', decision, { form: { receivedFen } });

describe('the renewal of the fund', () => {
  it('is planned for what is short, carried by three quarters, paid and published', async () => {
    const compound = await open();
    await called(compound);
    await receipts(compound, 'complete', 12_000_000);
    await withFile(compound, 'publication', 'publish');
    await expect(compound.handle.result()).resolves.toEqual({ outcome: 'funded' });
    expect(await factsOf(compound)).toMatchObject({ chargedFen: 12_000_000, receivedFen: 12_000_000 });
    expect(verifyChain(await compound.timeline())).toEqual([]);
  });

  it('begins below three tenths of the first deposit, exactly', async () => {
    const compound = await open();
    await expect(refusal(compound.decide('shortageNotice', 'enough'))).resolves.toMatchObject({ code: 'not-ready' });
    await compound.decide('shortageNotice', 'notify');
    expect((await factsOf(compound)).short).toEqual(['1', '3']);
  });

  it('is not needed where every sub-account has its share', async () => {
    const compound = await open({ balances: balances.slice(1, 2) });
    await expect(refusal(compound.decide('shortageNotice', 'notify'))).resolves.toMatchObject({ code: 'not-ready' });
    await compound.decide('shortageNotice', 'enough');
    await expect(compound.handle.result()).resolves.toEqual({ outcome: 'notNeeded' });
  });

  it.each([
    ['one above the threshold', [...charges, { account: '2', fen: 1 }], ['/form/charges/2/account']],
    ['one twice', [...charges, { account: '1', fen: 1 }], ['/form/charges/2/account']],
    ['not all that are short', charges.slice(0, 1), ['/form/charges']],
  ])('cannot charge %s', async (_what, given, pointers) => {
    const compound = await open();
    await compound.decide('shortageNotice', 'notify');
    await expect(refusal(plan(compound, given))).resolves.toMatchObject({ code: 'invalid-input', pointers });
  });

  it('is a special decision of the owners who are to pay', async () => {
    const compound = await open();
    await planned(compound);
    expect((await compound.snapshot()).view.stages['vote#1']?.detail).toMatchObject({
      items: [{ id: 'renewal', rule: 'special' }],
      scope: { kind: 'buildings', buildings: ['1', '3'] },
    });
    await voted(compound, 'vote#1', countOf('renewal', 74));
    await compound.decide('afterRejection', 'planAnew');
    await plan(compound);
    await voted(compound, 'vote#2', countOf('renewal', 74));
    await compound.decide('afterRejection', 'giveUp', { comment });
    await expect(compound.handle.result()).resolves.toEqual({ outcome: 'rejected' });
  });

  it('is convened by the residents’ committee where there is no owners’ committee', async () => {
    const compound = await open({ committee: false, scope: 'compound', balances: balances.slice(0, 1) });
    expect((await compound.task('shortageNotice')).office).toBe('residentsCommittee');
    await compound.decide('shortageNotice', 'notify');
    await plan(compound, charges.slice(0, 1));
    expect((await compound.snapshot()).view.stages['vote#1']?.detail).toMatchObject({ scope: { kind: 'compound' } });
  });
});

describe('the payment', () => {
  it('has thirty days from the notice, within which nothing is called unpaid', async () => {
    const compound = await open();
    await called(compound);
    expect((await compound.task('receipts')).deadline?.term).toEqual({ n: 30, unit: 'calendarDays' });
    await compound.advance('P29D');
    await expect(refusal(receipts(compound, 'incomplete', 11_000_000))).resolves.toMatchObject({ code: 'not-ready' });
    await expect(refusal(receipts(compound, 'complete', 11_999_999))).resolves.toMatchObject({
      pointers: ['/form/receivedFen'],
    });
    await compound.advance('P5D');
    await expect(refusal(receipts(compound, 'incomplete', 12_000_000))).resolves.toMatchObject({
      code: 'invalid-input',
    });
    await receipts(compound, 'incomplete', 11_000_000);
    expect(await asked(compound)).toEqual(['demand#1']);
  });

  it('is demanded in writing, then posted or sued for, and may stay in part', async () => {
    const compound = await open();
    await called(compound);
    await compound.advance('P34D');
    await receipts(compound, 'incomplete', 9_000_000);
    await withFile(compound, 'demand', 'demand');
    const demandedOn = await compound.today();
    await expect(refusal(receipts(compound, 'incomplete', 9_000_000))).resolves.toMatchObject({ code: 'not-ready' });
    await compound.advanceTo(`${addDays(demandedOn, 36)}T04:00:00.000Z`);
    await expect(refusal(receipts(compound, 'incomplete', 8_999_999))).resolves.toMatchObject({
      code: 'invalid-input',
    });
    await receipts(compound, 'incomplete', 10_000_000);
    await withFile(compound, 'enforcement', 'sue');
    await compound.advance('P36D');
    await receipts(compound, 'incomplete', 11_000_000);
    await withFile(compound, 'publication', 'publish');
    await expect(compound.handle.result()).resolves.toEqual({ outcome: 'partlyFunded' });
  });

  it('may come in full after the demand, or be left where it is', async () => {
    const [late, left] = [await open(), await open()];
    for (const compound of [late, left]) {
      await called(compound);
      await compound.advance('P34D');
      await receipts(compound, 'incomplete', 9_000_000);
      await withFile(compound, 'demand', 'demand');
    }
    await receipts(late, 'complete', 12_000_000);
    expect(await asked(late)).toEqual(['publication#1']);
    await left.advance('P36D');
    await receipts(left, 'incomplete', 9_000_000);
    await left.decide('enforcement', 'leave', { comment });
    expect(await asked(left)).toEqual(['publication#1']);
    await withFile(left, 'publication', 'publish');
    await expect(left.handle.result()).resolves.toEqual({ outcome: 'partlyFunded' });
  });
});
