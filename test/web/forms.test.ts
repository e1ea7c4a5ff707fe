import { describe, expect, it } from '@jest/globals';
import { fromHundredths, tidy, toHundredths } from '../../web/src/parts/form/schema.ts';

describe('an amount in a form', () => {
  it.each([
    ['0', 0],
    ['0.1', 10],
    ['1234.5', 123_450],
    ['1234.56', 123_456],
    ['50,000', 5_000_000],
    ['0.29', 29],
    ['9999999999.99', 999_999_999_999],
  ])('%s is kept in whole hundredths', (written, kept) => {
    expect(toHundredths(written)).toBe(kept);
    expect(toHundredths(fromHundredths(kept))).toBe(kept);
  });

  it.each(['', '1.234', '-1', 'abc', '1e3', '.5'])('%p is no amount, and is not guessed at', (written) => {
    expect(toHundredths(written)).toBeUndefined();
  });
});

describe('a form that is sent', () => {
  it('leaves out what was left empty, and keeps a zero and a no', () => {
    const filled = { a: '', b: '  ', c: 0, d: false, e: [], f: { g: '' }, h: [{ i: 'x', j: '' }] };
    expect(tidy(filled)).toEqual({ c: 0, d: false, h: [{ i: 'x' }] });
  });
});
