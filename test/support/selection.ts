import type { CaseOpening } from '../../domain/case/opening.ts';
import type { Actor } from '../../domain/organisation/actor.ts';
import { procedure } from '../../domain/procedures/selection.ts';
import type { SelectionInput } from '../../domain/selection/review.ts';
import { actor, buildOpening } from './cases.ts';

export const DISTRICT = 'linyi/lanshan';
export const yinqueshan = `${DISTRICT}/yinqueshan`;
export const jinqueshan = `${DISTRICT}/jinqueshan`;

/** The reviewer of one street. */
export function street(path: string): Actor {
  const posts = [{ office: 'streetPartyWorkingCommittee' as const, scope: path }];
  return actor(`street-${path.split('/').at(-1)}`, undefined, { scope: path, posts });
}

/** A selection of two streets: three compounds proposed, one in reserve. */
export const selectionInput: SelectionInput = {
  month: '2026-05',
  windowMonths: 12,
  targetCount: 3,
  ranked: 1105,
  snapshot: 'ab'.repeat(32),
  streets: [
    { street: jinqueshan, proposed: ['C-07'], reserve: [] },
    { street: yinqueshan, proposed: ['C-01', 'C-04'], reserve: ['C-02'] },
  ],
};

export function buildSelection(id: string, overrides: Partial<CaseOpening> = {}): CaseOpening {
  const opening = {
    id,
    kind: 'selection',
    locality: 'lanshan',
    recurring: selectionInput.month,
    subject: { type: 'district' as const, id: 'lanshan', name: '示例区', scope: DISTRICT },
    input: { ...selectionInput } as unknown as CaseOpening['input'],
  };
  return buildOpening({ ...opening, ...overrides }, procedure.sections);
}
