import { createHash, randomBytes } from 'node:crypto';
import { mongo } from 'mongoose';
import { type RollUnit, rollHash, rollVersionId } from '../../domain/votes/roll.ts';
import { type RollDocument, type RollPartDocument, type UnitOwners, unitsOfPart } from '../../models/rolls.ts';
import type { SpaceServices } from '../services.ts';
import type { RollTable } from './checkRoll.ts';

const duplicateKey = 11_000;
const attempts = 5;

export type RollFacts = Omit<RollDocument, '_id' | 'version' | 'hash'>;

/** The rows of a file as units, and who owns them. */
export function unitsOf(table: RollTable): { units: RollUnit[]; owners: UnitOwners[] } {
  const owners: UnitOwners[] = [];
  const units = table.rows.map(({ values: { names = [], owner, ...unit } }): RollUnit => {
    const salt = randomBytes(16).toString('hex');
    if (names.length > 0) owners.push({ unit: unit.unit, names, salt });
    return {
      ...unit,
      ...(owner !== undefined && { owner }),
      ...(names.length > 0 && { namesHash: saltedHash(salt, names) }),
    };
  });
  return { units, owners };
}

function saltedHash(salt: string, names: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify([salt, names]))
    .digest('hex');
}

/** Keeps a roll as the compound's next version, whole or not at all; the newest itself when it is this very file and day. */
export async function storeRoll(
  space: SpaceServices,
  facts: RollFacts,
  { units, owners }: { units: RollUnit[]; owners: UnitOwners[] },
): Promise<{ roll: RollDocument; isNew: boolean }> {
  const { rolls, parts } = space.rolls;
  const hash = rollHash(facts.compound, facts.asOf, units);
  const ownersOf = new Map(owners.map((each) => [each.unit, each]));
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await space.database.transaction(async (session) => {
        const newest = await rolls
          .findOne({ compound: facts.compound }, null, { session })
          .sort({ version: -1 })
          .lean<RollDocument>();
        if (newest?.sha256 === facts.sha256 && newest.asOf === facts.asOf) return { roll: newest, isNew: false };
        const version = (newest?.version ?? 0) + 1;
        const roll: RollDocument = { _id: rollVersionId(facts.compound, version), version, hash, ...facts };
        await rolls.collection.insertOne({ ...roll } as never, { session });
        const documents = chunks(units).map(
          (chunk, number): RollPartDocument => ({
            _id: `${roll._id}|${number}`,
            roll: roll._id,
            number,
            units: chunk,
            owners: chunk.flatMap(({ unit }) => ownersOf.get(unit) ?? []),
          }),
        );
        await parts.collection.insertMany(documents as never[], { session });
        return { roll, isNew: true };
      });
    } catch (error) {
      // Somebody else took the number in the same moment.
      const isTaken = error instanceof mongo.MongoServerError && error.code === duplicateKey;
      if (!isTaken || attempt === attempts) throw error;
    }
  }
}

function chunks<T>(items: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(items.length / unitsOfPart) }, (_, index) =>
    items.slice(index * unitsOfPart, (index + 1) * unitsOfPart),
  );
}
