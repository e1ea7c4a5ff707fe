import { describe, expect, it, test } from '@jest/globals';
import { requirePlainJson } from '../../api/plainJson.ts';
import { Refusal } from '../../domain/errors.ts';

/** The refusal of a body, as `code pointer`; undefined when it passes. */
function refused(text: string, maxBytes = 1000): string | undefined {
  try {
    requirePlainJson(JSON.parse(text), maxBytes);
    return undefined;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [error.code, ...error.errors.map(({ pointer }) => pointer)].join(' ');
  }
}

describe('JSON that cannot be kept as it was sent', () => {
  test.each([
    ['a number beyond the range', '{"form": {"n": 1e999}}', 'invalid-input /form/n'],
    ['half a character', String.raw`{"text": "\ud800"}`, 'invalid-input /text'],
    ['half a character in a name', String.raw`{"form": {"\udc00": 1}}`, 'invalid-input /form'],
    ['a NUL character in a name', String.raw`{"form": {"a\u0000b": 1}}`, 'invalid-input /form'],
    ['a name that objects inherit by', '{"form": {"__proto__": 1}}', 'invalid-input /form'],
    ['numbers that are long when written out', `{"n": [${'1e20,'.repeat(60)}1]}`, 'payload-too-large'],
  ])('is refused: %s', (_, text, expected) => {
    expect(refused(text)).toBe(expected);
  });

  it('is refused when it is so deep that recursion over it would fail', () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    expect(refused(`{"x": ${deep}}`, 1_000_000)).toMatch(/^invalid-input \/x/);
  });

  it('passes whole characters outside the basic plane, and what has ordinary depth', () => {
    expect(refused('{"text": "𠮷😀", "form": {"list": [{"n": -0.5, "none": null}]}}')).toBeUndefined();
  });
});
