import { z } from 'zod';
import type { Text } from '../text.ts';
import { text } from '../text.ts';
import { codesOf, entryName, entryState } from './entry.ts';
import { placeIdSchema } from './place.ts';

/** Types by which compound secretaries are found (S0): 商住, 家属院, 安置, 老旧. */
export const selectionTypes = {
  commercialResidential: text('商住小区', 'Commercial-residential'),
  staffHousing: text('家属院', 'Staff housing'),
  resettlement: text('安置小区', 'Resettlement'),
  oldCompound: text('老旧小区', 'Old compound'),
} as const satisfies Record<string, Text>;

/** Types by which compounds are governed (S3): 商开, 还建, 家属院, 混合. */
export const governanceTypes = {
  commercialDevelopment: text('商开小区', 'Commercial development'),
  rebuilt: text('还建小区', 'Rebuilt'),
  staffHousing: text('家属院', 'Staff housing'),
  mixed: text('混合小区', 'Mixed'),
} as const satisfies Record<string, Text>;

/** What is entered of a residential compound 小区. */
export const compoundFields = {
  name: entryName,
  city: placeIdSchema,
  district: placeIdSchema,
  street: placeIdSchema,
  community: placeIdSchema,
  households: z.int().min(0).max(100_000),
  area: z.int().min(0).max(10_000_000_000).optional().describe('Floor area in 0.01 m²'),
  builtYear: z.int().min(1900).max(2200).optional(),
  compoundTypeSelection: z.enum(codesOf(selectionTypes)).optional(),
  compoundTypeGovernance: z.enum(codesOf(governanceTypes)).optional(),
  company: placeIdSchema.optional().describe('The property company 物业服务企业'),
};

export const compoundSchema = z
  .strictObject({
    id: placeIdSchema.describe('Such as C-01; it is part of case ids and never changes'),
    ...compoundFields,
    ...entryState,
    branches: z.array(placeIdSchema).optional().describe('Party branches that name it; entered there'),
    committee: placeIdSchema.optional().describe('The owners’ committee that names it; entered there'),
    secretary: placeIdSchema.optional().describe('The compound secretary who names it; entered there'),
  })
  .meta({ id: 'Compound' });
export type Compound = z.infer<typeof compoundSchema>;
export type CompoundFields = z.infer<z.ZodObject<typeof compoundFields>>;

/** The scope path of a compound. */
export function compoundScope(
  { city, district, street, community }: Pick<CompoundFields, 'city' | 'district' | 'street' | 'community'>,
  id: string,
): string {
  return [city, district, street, community, id].join('/');
}
