import { mongo } from 'mongoose';
import { z } from 'zod';
import { Refusal } from '../../domain/errors.ts';
import { placeLevelOf, placeSchema } from '../../domain/registers/place.ts';
import { pathsTo } from '../../models/registers.ts';
import { endpoint } from '../endpoint.ts';
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
  errors: ['duplicate-id'],
  handler: async ({ body: { path, name }, actor, space, services, address, requestId }) => {
    const level = placeLevelOf(path);
    if (!level) throw invalidPath('A compound is entered by POST /api/v1/compounds');
    requireOwnScope(actor, path);
    const { places } = space.registers;
    const parent = pathsTo(path).at(-2);
    if (parent !== undefined && !(await places.exists({ _id: parent }))) throw invalidPath(`There is no ${parent} yet`);
    try {
      await places.collection.insertOne({ _id: path, level, name, within: pathsTo(path) } as never);
    } catch (error) {
      if (error instanceof mongo.MongoServerError && error.code === duplicateKey) {
        throw new Refusal('duplicate-id', `There is already a place ${path}`);
      }
      throw error;
    }
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

function invalidPath(detail: string): Refusal {
  return new Refusal('invalid-input', undefined, [{ pointer: '/path', detail }]);
}
