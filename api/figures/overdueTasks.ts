import type { OfficeCode } from '../../domain/organisation/offices.ts';
import { neverDue, type TaskDocument } from '../../models/caseModels.ts';
import { presentOf } from '../present/case.ts';
import type { SpaceServices } from '../services.ts';
import { streetOf } from './figureData.ts';
import type { FigureCase } from './selection.ts';

export type OverdueTask = Pick<
  TaskDocument,
  '_id' | 'id' | 'case' | 'stage' | 'face' | 'office' | 'unit' | 'dueAt' | 'fired' | 'openedAt'
>;

/** What is overdue in these cases now, longest first. */
export async function overdueTasks(
  space: SpaceServices,
  cases: readonly FigureCase[],
  wall: Date,
): Promise<OverdueTask[]> {
  const presents = new Map(
    cases.map((each) => [each._id, space.space === 'live' ? wall : presentOf(each, wall)] as const),
  );
  const found = await openDatedTasks(space, cases, wall);
  return found.filter(({ case: id, dueAt }) => {
    const present = presents.get(id);
    return present !== undefined && dueAt !== null && dueAt <= present;
  });
}

/**
 * What is asked in the streets of these cases, by due date; the index of the inbox finds it.
 *
 * @param dueBy leaves out what is due later; a rehearsal's cases have clocks of their own, so that all are given
 */
export async function openDatedTasks(
  space: SpaceServices,
  cases: readonly FigureCase[],
  dueBy?: Date,
): Promise<OverdueTask[]> {
  const places = [...new Set(cases.map(({ subject }) => streetOf(subject.scope)))];
  if (places.length === 0) return [];
  const latest = dueBy !== undefined && space.space === 'live' ? { $lte: dueBy } : { $lt: neverDue };
  return await space.cases.tasks
    .find(
      { open: true, standing: false, within: { $in: places }, rank: latest },
      { id: 1, case: 1, stage: 1, face: 1, office: 1, unit: 1, dueAt: 1, fired: 1, openedAt: 1 },
    )
    .sort({ rank: 1, _id: 1 })
    .lean<OverdueTask[]>();
}

export function countByOffice(tasks: readonly OverdueTask[]): Map<OfficeCode, number> {
  const counts = new Map<OfficeCode, number>();
  for (const { office } of tasks) counts.set(office, (counts.get(office) ?? 0) + 1);
  return counts;
}
