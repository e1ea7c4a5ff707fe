import { z } from 'zod';
import { scopeSchema } from '../organisation/scope.ts';
import { text } from '../text.ts';
import { codesOf, entryIdSchema, entryName, entryState, starSchema } from './entry.ts';
import { placeIdSchema } from './place.ts';

/** Kinds of compound branches (P21): a functional one may be converted to a substantive one. */
export const branchKinds = {
  functional: text('功能型', 'Functional'),
  substantive: text('实体型', 'Substantive'),
} as const;

/** What is entered of a party branch of compounds 小区党支部; branches and compounds are n:m (P21). */
export const branchFields = {
  name: entryName,
  kind: z.enum(codesOf(branchKinds)),
  place: scopeSchema.refine((path) => path !== '*', 'a place is not *').describe('Street or community it belongs to'),
  compounds: z.array(placeIdSchema).max(40),
  star: starSchema.optional().describe('Where branches are rated (P19)'),
};

export const branchSchema = z
  .strictObject({ id: entryIdSchema, ...branchFields, ...entryState })
  .meta({ id: 'Branch' });
