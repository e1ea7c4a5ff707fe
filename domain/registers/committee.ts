import { z } from 'zod';
import { daySchema } from '../calendar/daySchema.ts';
import { entryIdSchema, entryName, entryState } from './entry.ts';
import { placeIdSchema } from './place.ts';

/** What is entered of an owners' committee 业主委员会 (P06). Its members are private persons and not in the register. */
export const committeeFields = {
  name: entryName,
  compound: placeIdSchema,
  termBegan: daySchema.optional(),
  termEnds: daySchema.describe('The re-election is counted back from this day'),
  members: z.int().min(1).max(99).describe('How many there are'),
  certifiedOn: daySchema.optional().describe('Day of the certificate of filing'),
  filed: z.boolean().optional().describe('Filed with the authority 备案'),
};

export const committeeSchema = z
  .strictObject({ id: entryIdSchema, ...committeeFields, ...entryState })
  .meta({ id: 'Committee' });
