import { describe, expect, it } from '@jest/globals';
import { caseParameters } from '../../../domain/policy/resolvePolicy.ts';
import type { DecisionContext } from '../../../domain/procedures/declaration.ts';
import { stages } from '../../support/trial/procedures/composite.ts';
import { shippedPolicy } from '../policy/shippedPolicies.ts';

const parameters = caseParameters(shippedPolicy('linyi'), ['election', 'vote']);

/** What is wrong with a notice posted on a day, for a vote on the days given. */
function refused(day: string, votingFrom: string, votingUntil = votingFrom): string[] {
  const form = { roll: 'C-01@1', votingFrom, votingUntil, method: 'meeting' };
  const guard = stages.vote.faces['notice']?.decisions['give']?.guard;
  return guard?.({ day, form, parameters } as unknown as DecisionContext)?.errors.map(({ detail }) => detail) ?? [];
}

describe('the notice of a vote', () => {
  it('scenario 9: for a meeting on Sunday 19 July 2026, posted on 4 July it is refused, on 3 July accepted', () => {
    expect(refused('2026-07-04', '2026-07-19')).toEqual([
      '14 clear days after the notice of 2026-07-04; 15 are needed',
    ]);
    expect(refused('2026-07-03', '2026-07-19')).toEqual([]);
  });

  it('scenario 13: posted on 6 March 2026 it allows a meeting on 22 March, and none on 21 March', () => {
    expect(refused('2026-03-06', '2026-03-21')).toHaveLength(1);
    expect(refused('2026-03-06', '2026-03-22')).toEqual([]);
  });

  it('may not be of a vote that ends before it begins, or has been', () => {
    expect(refused('2026-07-03', '2026-07-19', '2026-07-18')).toEqual(['lies before 2026-07-19']);
    expect(refused('2026-07-20', '2026-07-19')).toEqual(['0 clear days after the notice of 2026-07-20; 15 are needed']);
  });

  it('names its roll, which has to be there', () => {
    const references = stages.vote.faces['notice']?.decisions['give']?.references;
    expect(references?.({ roll: 'C-01@1' })).toEqual([{ type: 'roll', id: 'C-01@1', pointer: '/form/roll' }]);
  });
});
