import { z } from 'zod';
import { text } from '../text.ts';
import { codesOf, entryIdSchema, entryName, entryState } from './entry.ts';
import { placeIdSchema } from './place.ts';

/** Classes of communities (P23; S1): 强基, 创优, 示范. A community is never ranked across classes. */
export const communityClasses = {
  strengthen: text('强基', 'To be strengthened'),
  improve: text('创优', 'Improving'),
  exemplary: text('示范', 'Exemplary'),
} as const;

/** What is entered of a community 社区. */
export const communityFields = {
  name: entryName,
  city: placeIdSchema,
  district: placeIdSchema,
  street: placeIdSchema,
  households: z.int().min(0).max(1_000_000).optional(),
  grids: z.int().min(0).max(1000).optional().describe('Number of grids 网格'),
  class: z.enum(codesOf(communityClasses)).optional(),
};

export const communitySchema = z
  .strictObject({ id: entryIdSchema, ...communityFields, ...entryState })
  .meta({ id: 'Community' });
