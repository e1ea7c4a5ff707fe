import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareRatios, compareSum, exceeds, ratio, reaches } from '../../../domain/policy/ratio.ts';

describe('ratio', () => {
  it.each([
    ['2/3', 2, 3],
    ['0.5', 1, 2],
    ['0.30', 3, 10],
    ['1', 1, 1],
    ['0', 0, 1],
    ['0.714', 357, 500],
    ['4/6', 2, 3],
  ])('reads %s exactly', (text, numerator, denominator) => {
    expect(ratio(text)).toEqual({ numerator, denominator });
  });

  it.each(['', '.5', '1.', '-1', '2/0', '2 / 3', '50%', '1e3', '00.5', '2/3/4'])('refuses "%s"', (text) => {
    expect(() => ratio(text)).toThrow(RangeError);
  });

  it('orders ratios written in different ways', () => {
    expect(compareRatios(ratio('2/3'), ratio('0.66'))).toBeGreaterThan(0);
    expect(compareRatios(ratio('1/2'), ratio('0.50'))).toBe(0);
    expect(compareRatios(ratio('0.25'), ratio('0.30'))).toBeLessThan(0);
  });
});

describe('a sum of ratios', () => {
  it('is compared exactly, whatever the denominators', () => {
    const parts = [ratio('1/999999937'), ratio('999999928/999999929')];
    expect(compareSum(parts, ratio('1'))).toBeLessThan(0);
    expect(compareSum([ratio('999999936/999999937'), ratio('1/999999937')], ratio('1'))).toBe(0);
    expect(compareSum(['0.1', '0.2', '0.7'].map(ratio), ratio('1'))).toBe(0);
  });
});

describe('exceeds and reaches', () => {
  it('excludes the number itself in 过半数 and includes it in 三分之二以上 (Civil Code 1259)', () => {
    expect(exceeds(400, 800, '1/2')).toBe(false);
    expect(exceeds(401, 800, '1/2')).toBe(true);
    expect(reaches(758, 1137, '2/3')).toBe(true);
    expect(reaches(757, 1137, '2/3')).toBe(false);
  });

  it('decides areas of 0.01 m² without rounding, beyond the integers a float holds', () => {
    const whole = 9_007_199_254_740_990;
    expect(reaches(6_004_799_503_160_660, whole, '2/3')).toBe(true);
    expect(reaches(6_004_799_503_160_659, whole, '2/3')).toBe(false);
    expect(exceeds(6_004_799_503_160_660, whole, '2/3')).toBe(false);
  });

  it('finds no quorum among no owners, and any complaint above none before', () => {
    expect(reaches(0, 0, '2/3')).toBe(false);
    expect(exceeds(0, 0, '0.5')).toBe(false);
    expect(exceeds(1, 0, '0.5')).toBe(true);
  });

  it.each([-1, 0.5, Number.NaN, 2 ** 53])('refuses %s as a count', (count) => {
    expect(() => exceeds(count, 10, '0.5')).toThrow(RangeError);
    expect(() => reaches(1, count, '0.5')).toThrow(RangeError);
  });

  it('agrees with cross-multiplication for small numbers', () => {
    const small = fc.integer({ min: 0, max: 3000 });
    fc.assert(
      fc.property(small, small, small, fc.integer({ min: 1, max: 3000 }), (part, whole, over, under) => {
        const share = `${over}/${under}`;
        expect(exceeds(part, whole, share)).toBe(part * under > over * whole);
        expect(reaches(part, whole, share)).toBe(part * under >= over * whole && part + whole > 0);
      }),
    );
  });
});
