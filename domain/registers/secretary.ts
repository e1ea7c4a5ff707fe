import { z } from 'zod';
import { entryIdSchema, entryName, entryState, starSchema } from './entry.ts';
import { placeIdSchema } from './place.ts';

/**
 * What is entered of a compound secretary 小区党支部书记 (P16-P20): whom the street has filed, and nothing else of the person.
 * Not to be taken for the community secretary.
 */
export const secretaryFields = {
  name: entryName.describe('Name, or only the post'),
  compound: placeIdSchema,
  since: z.iso.date().optional().describe('Day of the appointment'),
  fullTime: z.boolean().optional().describe('Full-time 专职'),
  star: starSchema.optional().describe('Where secretaries are rated (P19)'),
};

export const secretarySchema = z
  .strictObject({ id: entryIdSchema, ...secretaryFields, ...entryState })
  .meta({ id: 'Secretary' });
