import { z } from 'zod';

/**
 * Where a right holds: a path from city to compound, such as `linyi/lanshan/yinqueshan/S-C03/C-01`.
 * A scope covers itself and everything below it; `*` covers all.
 */
export const scopeSchema = z
  .string()
  .regex(/^(\*|[\p{L}\p{N}_-]+(\/[\p{L}\p{N}_-]+){0,4})$/u, 'a path city/district/street/community/compound, or *')
  .max(200)
  .meta({ id: 'Scope' });

/** Whether `outer` covers `inner`: the same place or one above it. */
export function covers(outer: string, inner: string): boolean {
  return outer === '*' || inner === outer || inner.startsWith(`${outer}/`);
}

/** The named parts of a compound's scope path. */
export function scopeParts(scope: string): {
  city?: string;
  district?: string;
  street?: string;
  community?: string;
  compound?: string;
} {
  const [city, district, street, community, compound] = scope.split('/');
  return {
    ...(city !== undefined && { city }),
    ...(district !== undefined && { district }),
    ...(street !== undefined && { street }),
    ...(community !== undefined && { community }),
    ...(compound !== undefined && { compound }),
  };
}
