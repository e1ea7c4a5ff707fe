import { mongo } from 'mongoose';
import { z } from 'zod';
import { fieldError, Refusal } from '../../domain/errors.ts';
import { type PlaceLevel, placeLevelOf, placeSchema } from '../../domain/registers/place.ts';
import { type Text, text } from '../../domain/text.ts';
import { type PlaceDocument, pathsTo } from '../../models/registers.ts';
import { endpoint } from '../endpoint.ts';
import { registers } from '../registers/declarations/index.ts';
import { placeDocument } from '../registers/entryDocument.ts';
import { writeEntry } from '../registers/entryStore.ts';
import { settleImport } from '../registers/importJournal.ts';
import type { SpaceServices } from '../services.ts';
import { requireOwnScope } from '../visibility.ts';

const duplicateKey = 11_000;

export const createPlace = endpoint({
  method: 'post',
  path: '/api/v1/places',
  operationId: 'createPlace',
  tag: 'places',
  summary: 'Enter a city, district, street or community',
  access: { roles: ['coordinator', 'integration'] },
  body: z.strictObject({ path: placeSchema.shape.path, name: placeSchema.shape.name }).meta({ id: 'NewPlace' }),
  responses: { 201: placeSchema },
  errors: ['duplicate-id', 'not-ready'],
  handler: async ({ body: { path, name }, actor, space, services, address, requestId }) => {
    const level = placeLevelOf(path);
    if (!level) throw invalidPath(text('小区请在小区台账中登记', 'A compound is entered by POST /api/v1/compounds'));
    requireOwnScope(actor, path);
    const { places } = space.registers;
    const parent = pathsTo(path).at(-2);
    if (parent !== undefined && !(await places.exists({ _id: parent })))
      throw invalidPath(text(`上级地区${parent}尚未登记`, `There is no ${parent} yet`));
    const written = { revision: 1, at: services.clock(), by: actor.id };
    await writePlace(space, placeDocument(path, name, space, written, await freeId(space, path, level)));
    services.audit.record({
      what: 'placeCreated',
      subject: path,
      actor: { id: actor.id, role: actor.role },
      space: space.space,
      address,
      requestId,
    });
    return { status: 201, body: { path, level, name } };
  },
});

/** Writes a new place; a street or community with its first version, as its register does. */
async function writePlace(space: SpaceServices, document: PlaceDocument): Promise<void> {
  const { places } = space.registers;
  const register = [registers.streets, registers.communities].find(({ level }) => level === document.level);
  try {
    if (register) {
      await settleImport(space, register);
      await writeEntry(space, register, document);
    } else await places.collection.insertOne(document as never);
  } catch (error) {
    const isTaken = error instanceof mongo.MongoServerError && error.code === duplicateKey;
    if (isTaken || (error instanceof Refusal && error.code === 'duplicate-id')) {
      throw new Refusal('duplicate-id', {
        zh: `已有地点 ${document._id}`,
        en: `There is already a place ${document._id}`,
      });
    }
    throw error;
  }
}

/** The last part of the path; where another place of the level has it, the whole path. */
async function freeId({ registers: { places } }: SpaceServices, path: string, level: PlaceLevel): Promise<string> {
  const id = path.split('/').at(-1) ?? path;
  return (await places.exists({ level, id, _id: { $ne: path } })) ? path.replaceAll('/', '_') : id;
}

function invalidPath(detail: Text): Refusal {
  return new Refusal('invalid-input', undefined, [fieldError('/path', detail)]);
}
