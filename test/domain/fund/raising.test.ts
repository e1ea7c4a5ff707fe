import { describe, expect, it } from '@jest/globals';
import { shortAccounts } from '../../../domain/fund/raising.ts';
import type { Json } from '../../../domain/text.ts';

function short(balanceFen: number, firstDepositFen: number, share = '0.30'): boolean {
  const parameters = { fundRaise: { renewalBalanceRatio: { value: share, unit: 'ratio', source: 'test' } } };
  const input = { balances: [{ account: 'a', firstDepositFen, balanceFen }] } as unknown as Record<string, Json>;
  return shortAccounts({ input, parameters }).length > 0;
}

describe('a sub-account is short', () => {
  it('below the share of its first deposit, and not at it', () => {
    expect(short(29_999, 100_000)).toBe(true);
    expect(short(30_000, 100_000)).toBe(false);
  });

  it('exactly, where the share is no whole number of fen', () => {
    // Three tenths of 9 fen are 2.7, a third of 100 fen is 33.33…
    expect([short(2, 9), short(3, 9)]).toEqual([true, false]);
    expect([short(33, 100, '1/3'), short(34, 100, '1/3')]).toEqual([true, false]);
  });

  it('never without a first deposit', () => {
    expect([short(0, 0), short(5, 0)]).toEqual([false, false]);
  });
});
