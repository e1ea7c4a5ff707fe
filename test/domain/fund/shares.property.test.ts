import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { partOf } from '../../../domain/fund/money.ts';
import { refuseShares, splitByArea } from '../../../domain/fund/shares.ts';

const areas = fc.array(fc.integer({ min: 1, max: 100_000_000 }), { minLength: 1, maxLength: 60 });
const cost = fc.integer({ min: 0, max: 1_000_000_000_000 });
const accountsOf = (given: number[]) => given.map((area, index) => ({ account: `1-${index + 1}`, area }));
const sum = (parts: readonly number[]): number => parts.reduce((total, part) => total + part, 0);

describe('a cost split by area', () => {
  it('is paid to the fen, whatever the areas', () => {
    fc.assert(fc.property(cost, areas, (fen, given) => sum(splitByArea(fen, accountsOf(given))) === fen));
  });

  it('gives nobody a whole fen more or less than their part', () => {
    fc.assert(
      fc.property(cost, areas, (fen, given) => {
        const total = BigInt(sum(given));
        return splitByArea(fen, accountsOf(given)).every((part, index) => {
          const difference = BigInt(part) * total - BigInt(fen) * BigInt(given[index] ?? 0);
          return difference > -total && difference < total;
        });
      }),
    );
  });

  it('never charges a larger unit less than a smaller one', () => {
    fc.assert(
      fc.property(cost, areas, (fen, given) => {
        const sorted = given.toSorted((a, b) => b - a);
        const parts = splitByArea(fen, accountsOf(sorted));
        return parts.every((part, index) => index === 0 || part <= (parts[index - 1] ?? 0));
      }),
    );
  });

  it('gives the fen left over to the largest remainders, and among equals to the first', () => {
    const three = accountsOf([10_000, 10_000, 10_000]);
    expect(splitByArea(100, three)).toEqual([34, 33, 33]);
    expect(splitByArea(101, three)).toEqual([34, 34, 33]);
    // 10 fen by 1 : 2 : 4 are 1 3/7, 2 6/7 and 5 5/7.
    expect(splitByArea(10, accountsOf([1, 2, 4]))).toEqual([1, 3, 6]);
  });

  it('has nothing to split by without an account', () => {
    expect(() => splitByArea(1, [])).toThrow(RangeError);
  });
});

describe('shares handed in', () => {
  const shares = [
    { account: '1-1', area: 10_000, fen: 34 },
    { account: '1-2', area: 10_000, fen: 33 },
    { account: '1-3', area: 10_000, fen: 33 },
  ];

  it('are taken when they are those by area', () => {
    expect(refuseShares(100, shares, '/form/accounts')).toBeUndefined();
  });

  it('are refused with what each must be, and an account that is listed twice', () => {
    const wrong = shares.map((share, index) => ({ ...share, ...(index === 2 && { account: '1-1', fen: 32 }) }));
    expect(refuseShares(100, wrong, '/form/accounts')?.errors).toMatchObject([
      { pointer: '/form/accounts/2/account', detail: 'is listed twice' },
      { pointer: '/form/accounts/2/fen', detail: 'by area it bears 33 fen of 100' },
    ]);
  });
});

describe('a part of an amount', () => {
  it('is whole fen, rounded down', () => {
    expect(partOf(101, '0.70')).toBe(70);
    expect(partOf(100_000_000_000, '2/3')).toBe(66_666_666_666);
    expect(partOf(5, '0')).toBe(0);
  });
});
