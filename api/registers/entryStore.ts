import { mongo } from 'mongoose';
import { Refusal } from '../../domain/errors.ts';
import type { Actor } from '../../domain/organisation/actor.ts';
import type { RegisterName } from '../../domain/registers/entry.ts';
import type { EntryDocument } from '../../models/registers.ts';
import type { SpaceServices } from '../services.ts';
import { visiblePlaces } from '../visibility.ts';
import { entryId, entryVersion } from './entryDocument.ts';
import { holdOffImports } from './importJournal.ts';
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
  throw new Refusal('not-found', {
    zh: `没有登记项 ${id}，或不在您的管辖范围内`,
    en: `There is no ${entryWord(register)} ${id}, or it is outside of your scope`,
  });
}

/** `compound`, `property company`. */
export function entryWord({ words }: Pick<Register, 'words'>): string {
  return words.one.replace(/^an? /, '');
}

/**
 * Writes an entry and its version, both or neither. A document of revision 1 is new, any other replaces the one before it.
 * What is where its compound is moves with it.
 *
 * @param before what is replaced; needed to see what moves
 * @throws Refusal duplicate-id, revision-conflict, not-ready while a file is being imported
 */
export async function writeEntry(
  space: SpaceServices,
  register: Register,
  document: EntryDocument,
  before?: EntryDocument,
): Promise<void> {
  const { registers, database } = space;
  const entries = registers.entries[register.name].collection;
  const versions = registers.versions[register.name].collection;
  try {
    await database.transaction(async (session) => {
      await holdOffImports(space, register, session);
      if (document.revision === 1) {
        await entries.insertOne(document as never, { session });
      } else {
        const filter = { _id: document._id as never, revision: document.revision - 1 };
        const { matchedCount } = await entries.replaceOne(filter, document as never, { session });
        if (matchedCount === 0) {
          throw new Refusal('revision-conflict', {
            zh: '刚被他人修改，请重新读取',
            en: 'Somebody changed it at the same time; read it again',
          });
        }
      }
      await versions.insertOne(entryVersion(register, document) as never, { session });
      const isElsewhere = before !== undefined && before.scope !== document.scope;
      if (register.name === 'compounds' && isElsewhere) await moveDependents(space, [document._id], session);
    });
  } catch (error) {
    if (error instanceof mongo.MongoServerError && error.code === duplicateKey) {
      throw new Refusal('duplicate-id', {
        zh: `已有登记项 ${entryId(document)}`,
        en: `There is already a ${entryWord(register)} ${entryId(document)}`,
      });
    }
    throw error;
  }
}
