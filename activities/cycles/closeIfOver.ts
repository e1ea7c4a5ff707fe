import type { CycleScene } from './scene.ts';

/** Closes a cycle when every subject has a case and all of these have ended. @returns whether it is closed */
export async function closeIfOver({ cycles, cases, cycle, at }: CycleScene): Promise<boolean> {
  const items = await cycles.items.find({ cycle: cycle._id }, { case: 1 }).lean();
  const ids = items.flatMap((item) => item.case ?? []);
  if (ids.length < items.length) return false;
  const ended = await cases.cases.countDocuments({ _id: { $in: ids }, outcome: { $ne: null } });
  if (ended < ids.length) return false;
  await cycles.cycles.updateOne(
    { _id: cycle._id, status: 'running' },
    { $set: { status: 'closed', closedAt: new Date(at) } },
  );
  return true;
}
