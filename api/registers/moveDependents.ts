import type { ClientSession } from 'mongoose';
import type { EntryDocument } from '../../models/registers.ts';
import type { SpaceServices } from '../services.ts';
import { registers as declared } from './declarations/index.ts';
import { areaOf, fieldsOf, placeOf } from './entryDocument.ts';

/**
 * Brings what is where its compound is to the compound's new place. Nothing that was entered changes, so these are no revisions;
 * doing it twice is harmless.
 *
 * @param ids compounds that moved
 * @param session of the transaction that moved them, if there is one
 */
export async function moveDependents(
  { registers, policies }: Pick<SpaceServices, 'registers' | 'policies'>,
  ids: readonly string[],
  session?: ClientSession,
): Promise<void> {
  for (const register of Object.values(declared)) {
    const reference = register.references.find(({ to }) => to === 'compounds');
    if (!reference) continue;
    const model = registers.entries[register.name];
    const dependents = await model
      .find({ [reference.field]: { $in: ids } })
      .session(session ?? null)
      .lean<EntryDocument[]>();
    if (dependents.length === 0) continue;
    const named = dependents.flatMap((each) => each[reference.field] as string | string[]);
    const compounds = await registers.compounds
      .find({ _id: { $in: named } }, { scope: 1 })
      .session(session ?? null)
      .lean();
    const scopes = new Map(compounds.map(({ _id, scope }) => [_id, scope]));
    const updates = dependents.map((document) => {
      const { scope, within } = placeOf(register.placement, document._id, fieldsOf(register, document), scopes);
      const place = { ...areaOf(within), scope, within, locality: policies.localityOf(scope) };
      return { updateOne: { filter: { _id: document._id }, update: { $set: place } } };
    });
    await model.collection.bulkWrite(updates as never, { ...(session && { session }) });
  }
}
