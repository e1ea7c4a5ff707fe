import { describe, expect, it } from '@jest/globals';
import { termSchema, termUnitSchema } from '../../../domain/calendar/term.ts';

describe('a term', () => {
  it('is a whole number of one unit', () => {
    for (const unit of termUnitSchema.options) expect(termSchema.parse({ n: 0, unit })).toEqual({ n: 0, unit });
  });

  it.each([
    [{ n: -1, unit: 'months' }],
    [{ n: 1.5, unit: 'hours' }],
    [{ n: 5, unit: 'weeks' }],
    [{ n: 5, unit: 'months', about: true }],
    [{ n: 101, unit: 'years' }],
    [{ n: 10_001, unit: 'workingDays' }],
  ])('refuses %j', (term) => {
    expect(termSchema.safeParse(term).success).toBe(false);
  });
});
