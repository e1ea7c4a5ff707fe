import { covers } from '../../domain/organisation/scope.ts';
import { registerNames } from '../../domain/registers/entry.ts';
import { placeLevels } from '../../domain/registers/place.ts';
import { entryWords, pathsTo, registerModels } from '../../models/registers.ts';
import type { CycleScene } from './scene.ts';

/** Entries that are read at once. */
const batch = 500;

/** Notes the next entries of the register, in the order of their ids. @returns whether there was anything to list */
export async function listItems({ database, cycles, cycle, declared }: CycleScene): Promise<boolean> {
  if (cycle.status !== 'listing') return false;
  const { _id, place, subjects, listedTo } = cycle;
  const register = registerNames.find((name) => entryWords[name] === subjects);
  if (register === undefined) throw new Error(`${subjects} is no register that a cycle goes over`);
  const after = listedTo === undefined ? {} : { _id: { $gt: listedTo } };
  const found = await registerModels(database)
    .entries[register].find({ within: place, retired: { $ne: true }, ...after }, { name: 1, scope: 1 })
    .sort({ _id: 1 })
    .limit(batch)
    .lean();
  const poolOf = (scope: string): string =>
    declared.told === undefined ? place : (pathsTo(scope)[placeLevels.indexOf(declared.told.pool)] ?? place);
  // What lies elsewhere and only concerns a place here, such as a branch of two streets, is the other place's.
  const items = found.filter(({ scope }) => covers(place, scope));
  if (items.length > 0) {
    await cycles.items.collection.bulkWrite(
      items.map(({ _id: subject, name, scope }) => ({
        updateOne: {
          filter: { _id: `${_id}|${subject}` as never },
          update: {
            $setOnInsert: { cycle: _id, subject, name, scope, within: pathsTo(scope), pool: poolOf(scope), case: null },
          },
          upsert: true,
        },
      })),
    );
  }
  const last = found.at(-1)?._id;
  const over = found.length < batch || last === undefined;
  await cycles.cycles.updateOne(
    { _id, status: 'listing' },
    over ? { $set: { status: 'running' }, $unset: { listedTo: 1 } } : { $set: { listedTo: last } },
  );
  return true;
}
