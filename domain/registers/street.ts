import { z } from 'zod';
import { entryIdSchema, entryName, entryState } from './entry.ts';
import { placeIdSchema } from './place.ts';

const households = z.int().min(0).max(10_000_000).optional();

/** What is entered of a street 街道 or town 镇. */
export const streetFields = { name: entryName, city: placeIdSchema, district: placeIdSchema, households };

export const streetSchema = z
  .strictObject({ id: entryIdSchema, ...streetFields, ...entryState })
  .meta({ id: 'Street' });
