import type { ClientSession } from 'mongoose';
import type { EntryDocument } from '../../models/registers.ts';
import type { SpaceServices } from '../services.ts';
import { registers as declared } from './declarations/index.ts';
import { areaOf, fieldsOf, placeOf } from './entryDocument.ts';

/**
 * Brings what is where its compound is to the compound's new place, in the transaction that moves the compound. Nothing that
 * was entered changes, so these are no revisions.
 */
export async function moveDependents(
  { registers, policies }: SpaceServices,
  moved: readonly EntryDocument[],
  session: ClientSession,
): Promise<void> {
  const ids = moved.map(({ _id }) => _id);
  for (const register of Object.values(declared)) {
    const reference = register.references.find(({ to }) => to === 'compounds');
    if (!reference) continue;
    const model = registers.entries[register.name];
    const dependents = await model
      .find({ [reference.field]: { $in: ids } })
      .session(session)
      .lean<EntryDocument[]>();
    if (dependents.length === 0) continue;
    const named = dependents.flatMap((each) => each[reference.field] as string | string[]);
    const compounds = await registers.compounds
      .find({ _id: { $in: named } }, { scope: 1 })
      .session(session)
      .lean();
    const scopes = new Map(compounds.map(({ _id, scope }) => [_id, scope]));
    const updates = dependents.map((document) => {
      const { scope, within } = placeOf(register.placement, document._id, fieldsOf(register, document), scopes);
      const place = { ...areaOf(within), scope, within, locality: policies.localityOf(scope) };
      return { updateOne: { filter: { _id: document._id }, update: { $set: place } } };
    });
    await model.collection.bulkWrite(updates as never, { session });
  }
}
