import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { exceeds, reaches } from '../../../domain/policy/ratio.ts';
import { neededOf, percentOf, squareMetres } from '../../../domain/votes/share.ts';

describe('what is needed', () => {
  it('scenario 7: is 758 of 1,137 heads, and 72,000.00 of 108,000.00 m²', () => {
    expect(neededOf(1137, '2/3', false)).toBe(758);
    expect(neededOf(10_800_000, '2/3', false)).toBe(7_200_000);
  });

  it('scenario 8: is 401 of 800 persons, and 37,500.01 of 75,000 m²', () => {
    expect(neededOf(800, '1/2', true)).toBe(401);
    expect(neededOf(7_500_000, '1/2', true)).toBe(3_750_001);
  });

  it('is the first number that is enough', () => {
    const shares = fc.constantFrom('1/2', '2/3', '3/4', '0.2');
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000_000_000 }), shares, fc.boolean(), (whole, share, strict) => {
        const enough = (part: number) => (strict ? exceeds : reaches)(part, whole, share);
        const needed = neededOf(whole, share, strict);
        expect([enough(needed - 1), enough(needed)]).toEqual([false, true]);
      }),
    );
  });
});

describe('a share in words', () => {
  it.each([
    [757, 1137, '66.57'],
    [6666, 10_000, '66.66'],
    [199_999, 300_000, '66.66'],
    [0, 0, '0.00'],
    [3, 3, '100.00'],
  ])('%d of %d is %s %%, never rounded up', (part, whole, percent) => {
    expect(percentOf(part, whole)).toBe(percent);
  });

  it('has both decimals of an area', () => {
    expect([squareMetres(8950), squareMetres(5), squareMetres(10_800_000)]).toEqual(['89.50', '0.05', '108000.00']);
  });
});
