import { z } from 'zod';
import { scopeSchema } from '../organisation/scope.ts';

/** The levels of a scope path, highest first; compounds are a register of their own. */
export const placeLevels = ['city', 'district', 'street', 'community'] as const;
export type PlaceLevel = (typeof placeLevels)[number];

/** One part of a scope path: letters of any script, digits, `_` and `-`. */
export const placeIdSchema = z.string().regex(/^[\p{L}\p{N}_-]{1,40}$/u, 'letters, digits, "_" and "-", at most 40');

/** A city, district, street or community, named by its scope path. */
export const placeSchema = z
  .strictObject({
    path: scopeSchema.refine((path) => path !== '*', 'a place is not *').describe('Such as linyi/lanshan/yinqueshan'),
    level: z.enum(placeLevels),
    name: z.string().trim().min(1).max(80),
  })
  .meta({ id: 'Place' });
export type Place = z.infer<typeof placeSchema>;

/** The level a path of so many parts has; undefined for a compound's. */
export function placeLevelOf(path: string): PlaceLevel | undefined {
  return placeLevels[path.split('/').length - 1];
}
