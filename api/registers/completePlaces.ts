import type { PlaceDocument, RegisterModels } from '../../models/registers.ts';
import type { PolicyShelf } from '../policies/policyShelf.ts';
import { registers as declared } from './declarations/index.ts';
import { entryVersion, placeDocument } from './entryDocument.ts';

const by = 'system';

/** Gives places that an earlier version entered what streets and communities have by now; each time it does what is left. */
export async function completePlaces({ places, versions }: RegisterModels, policies: PolicyShelf): Promise<void> {
  const old = await places.find({ revision: { $exists: false } }).lean<PlaceDocument[]>();
  for (const { _id, name, level } of old) {
    const last = _id.split('/').at(-1) ?? _id;
    const id = (await places.exists({ level, id: last })) ? _id.replaceAll('/', '_') : last;
    const document = placeDocument(_id, name, { policies }, { revision: 1, at: new Date(), by }, id);
    const register = [declared.streets, declared.communities].find((each) => each.level === level);
    if (register) {
      const { _id: version, ...kept } = entryVersion(register, document);
      const upsert = { upsert: true };
      await versions[register.name].updateOne({ _id: version }, { $setOnInsert: kept }, upsert);
    }
    await places.collection.replaceOne({ _id: _id as never, revision: { $exists: false } }, document as never);
  }
}
