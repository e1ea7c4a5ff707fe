import { z } from 'zod';
import { type Compound, compoundFields } from '../../domain/registers/compound.ts';
import { placeIdSchema } from '../../domain/registers/place.ts';
import type { CompoundDocument } from '../../models/registers.ts';

export const compoundParams = z.strictObject({ id: placeIdSchema });

export const newCompoundSchema = z.strictObject({ id: placeIdSchema, ...compoundFields }).meta({ id: 'NewCompound' });
export const compoundChangeSchema = z.strictObject(compoundFields).meta({ id: 'CompoundChange' });

/** A compound as it is shown, field by field. */
export function compoundView(document: CompoundDocument): Compound {
  const { _id, updatedAt, within: _within, grams: _grams, ...fields } = document;
  return { id: _id, ...fields, updatedAt: updatedAt.toISOString() };
}
