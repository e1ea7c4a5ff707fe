import type { ItemOf } from '../../../api/queries.ts';

/** Per cent of the cases of an application of which something came. */
export function shareDone({
  cases,
  results,
  state,
}: Pick<ItemOf<'listPolicyApplications'>, 'cases' | 'results' | 'state'>): number {
  if (state === 'done') return 100;
  const { waiting = 0 } = results as Record<string, number>;
  return cases === 0 ? 0 : Math.floor(((cases - waiting) * 100) / cases);
}
