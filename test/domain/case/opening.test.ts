import { describe, expect, it } from '@jest/globals';
import { caseId, parseCaseId } from '../../../domain/case/opening.ts';

describe('a case id', () => {
  it('names procedure, subject and ordinal, and what recurs where the procedure comes round again', () => {
    expect(caseId('rectification', 'C-01', 2)).toBe('rectification:C-01:2');
    expect(caseId('selection', 'lanshan', 1, '2026-05')).toBe('selection:lanshan:2026-05:1');
  });

  it.each([
    { kind: 'rectification', subject: 'C-01', ordinal: 2 },
    { kind: 'assess', subject: '示例书记', key: '2026H1', ordinal: 12 },
    // A subject or key made of digits alone is not taken for the ordinal.
    { kind: 'rectification', subject: '7', ordinal: 3 },
    { kind: 'assess', subject: '7', key: '2026', ordinal: 3 },
  ])('is read back as it was written: %j', (parts) => {
    expect(parseCaseId(caseId(parts.kind, parts.subject, parts.ordinal, parts.key))).toEqual(parts);
  });

  it.each(['rectification:C-01', 'a:b:c:d', 'a:b:c:d:1', 'rectification:C-01:', 'a::1', 'a:b::1', '../a:b:1'])(
    'is not %s',
    (id) => {
      expect(parseCaseId(id)).toBeUndefined();
    },
  );

  it('refuses a key that would make it another id', () => {
    expect(() => caseId('selection', 'lanshan', 1, '2026:05')).toThrow(RangeError);
  });
});
