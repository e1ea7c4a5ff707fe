import { mongo } from 'mongoose';
import { Refusal } from '../../domain/errors.ts';
import type { Actor } from '../../domain/organisation/actor.ts';
import type { RegisterName } from '../../domain/registers/entry.ts';
import type { EntryDocument } from '../../models/registers.ts';
import type { SpaceServices } from '../services.ts';
import { visiblePlaces } from '../visibility.ts';
import { entryId, entryVersion } from './entryDocument.ts';
import { moveDependents } from './moveDependents.ts';
import { isPlaceRegister, type Register } from './register.ts';

const duplicateKey = 11_000;

/** The field of a document that holds the id. */
export function keyField(name: RegisterName): '_id' | 'id' {
  return isPlaceRegister(name) ? 'id' : '_id';
}

/** The documents of one register; streets and communities share a collection. */
export function ofRegister({ level }: Pick<Register, 'level'>): Record<string, unknown> {
  return level ? { level } : {};
}

/** What the actor does not see does not exist for them. @throws Refusal not-found */
export async function getEntry(
  { registers }: SpaceServices,
  register: Register,
  id: string,
  actor: Actor,
): Promise<EntryDocument> {
  const found = await registers.entries[register.name]
    .findOne({ ...ofRegister(register), [keyField(register.name)]: id })
    .lean<EntryDocument>();
  const sight = visiblePlaces(actor);
  if (found && (!sight || found.within.some((path) => sight.includes(path)))) return found;
  throw new Refusal('not-found', `There is no ${entryWord(register)} ${id}, or it is outside of your scope`);
}

/** `compound`, `property company`. */
export function entryWord({ words }: Pick<Register, 'words'>): string {
  return words.one.replace(/^an? /, '');
}

/**
 * Writes entries and a version of each, all or none. A document of revision 1 is new, any other replaces the one before it.
 * What is where its compound is moves with it.
 *
 * @param before what is replaced, by id; needed to see what moves
 * @throws Refusal duplicate-id, revision-conflict
 */
export async function writeEntries(
  space: SpaceServices,
  register: Register,
  documents: readonly EntryDocument[],
  before: ReadonlyMap<string, EntryDocument> = new Map(),
): Promise<void> {
  const { registers, database } = space;
  const entries = registers.entries[register.name].collection;
  const versions = registers.versions[register.name].collection;
  try {
    await database.transaction(async (session) => {
      const { insertedCount, matchedCount } = await entries.bulkWrite(documents.map(writeOf) as never, { session });
      if (insertedCount + matchedCount < documents.length) {
        throw new Refusal('revision-conflict', 'Somebody changed the entry at the same time; read it again');
      }
      await versions.insertMany(documents.map((each) => entryVersion(register, each)) as never, { session });
      const moved = documents.filter((each) => {
        const old = before.get(entryId(each));
        return old !== undefined && old.scope !== each.scope;
      });
      if (register.name === 'compounds' && moved.length > 0) await moveDependents(space, moved, session);
    });
  } catch (error) {
    if (error instanceof mongo.MongoServerError && error.code === duplicateKey) {
      const [only] = documents;
      const which = documents.length === 1 && only ? `${entryWord(register)} ${entryId(only)}` : entryWord(register);
      throw new Refusal('duplicate-id', `There is already a ${which}`);
    }
    throw error;
  }
}

function writeOf(document: EntryDocument) {
  if (document.revision === 1) return { insertOne: { document } };
  const filter = { _id: document._id, revision: document.revision - 1 };
  return { replaceOne: { filter, replacement: document } };
}
