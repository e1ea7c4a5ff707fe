import { describe, expect, it } from '@jest/globals';
import { documentNumber } from '../../../domain/documents/content.ts';

describe('a document number', () => {
  it('names the place without its level, the sign, the year and the number', () => {
    expect(documentNumber('兰山区', '验', 2026, 3)).toBe('兰山验〔2026〕3号');
    expect(documentNumber('临沂', '验', 2026, 3)).toBe('临沂验〔2026〕3号');
  });
});
