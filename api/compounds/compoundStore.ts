import { mongo } from 'mongoose';
import { Refusal } from '../../domain/errors.ts';
import { type CompoundFields, compoundScope } from '../../domain/registers/compound.ts';
import { type CompoundDocument, gramsOf, pathsTo } from '../../models/registers.ts';
import type { Services, SpaceServices } from '../services.ts';
import type { AuditActor } from '../users/accounts.ts';
import { compoundView } from './compoundView.ts';

const duplicateKey = 11_000;

/** @throws Refusal not-found */
export async function getCompoundDocument({ registers }: SpaceServices, id: string): Promise<CompoundDocument> {
  const found = await registers.compounds.findById(id).lean<CompoundDocument>();
  if (!found) throw new Refusal('not-found', `There is no compound ${id}, or it is outside of your scope`);
  return found;
}

/** The document of a compound, with what follows from its fields. */
export function compoundDocument(
  id: string,
  fields: CompoundFields,
  { policies }: Pick<SpaceServices, 'policies'>,
  written: { revision: number; at: Date; by: string },
): CompoundDocument {
  const scope = compoundScope(fields, id);
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as CompoundFields;
  return {
    _id: id,
    ...(given as Omit<CompoundDocument, '_id'>),
    scope,
    locality: policies.localityOf(scope),
    revision: written.revision,
    updatedAt: written.at,
    updatedBy: written.by,
    within: pathsTo(scope),
    grams: gramsOf(fields.name, id),
  };
}

/**
 * Writes a compound and its version, both or neither.
 *
 * @param document at the revision after the one it replaces; revision 1 is a new compound
 * @throws Refusal duplicate-id, revision-conflict
 */
export async function writeCompound(
  document: CompoundDocument,
  { registers, database, space }: SpaceServices,
  { audit }: Services,
  by: AuditActor,
): Promise<void> {
  const { _id, revision, updatedAt } = document;
  const version = {
    _id: `${_id}|${revision}`,
    compound: _id,
    revision,
    at: updatedAt,
    value: compoundView(document),
  };
  try {
    await database.transaction(async (session) => {
      if (revision === 1) {
        await registers.compounds.collection.insertOne(document as never, { session });
      } else {
        const { matchedCount } = await registers.compounds.collection.replaceOne(
          { _id: _id as never, revision: revision - 1 },
          document as never,
          { session },
        );
        if (matchedCount === 0) {
          throw new Refusal('revision-conflict', 'Somebody changed the compound at the same time; read it again');
        }
      }
      await registers.compoundVersions.collection.insertOne(version as never, { session });
    });
  } catch (error) {
    if (error instanceof mongo.MongoServerError && error.code === duplicateKey) {
      throw new Refusal('duplicate-id', `There is already a compound ${_id}`);
    }
    throw error;
  }
  audit.record({ what: revision === 1 ? 'compoundCreated' : 'compoundChanged', subject: _id, space, ...by });
}

/** @throws Refusal invalid-input when the community is not in the register of places */
export async function requireCommunity(
  { registers }: SpaceServices,
  fields: CompoundFields,
  id: string,
): Promise<void> {
  const community = pathsTo(compoundScope(fields, id)).at(-2) ?? '';
  if (await registers.places.exists({ _id: community })) return;
  const detail = `There is no community ${community}; enter it first (POST /api/v1/places)`;
  throw new Refusal('invalid-input', undefined, [{ pointer: '/community', detail }]);
}
