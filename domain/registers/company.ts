import { z } from 'zod';
import { scopeSchema } from '../organisation/scope.ts';
import { text } from '../text.ts';
import { codesOf, entryIdSchema, entryName, entryState } from './entry.ts';

/** Credit grades of property companies (P14; LP). */
export const creditGrades = {
  AAA: text('AAA', 'AAA'),
  AA: text('AA', 'AA'),
  A: text('A', 'A'),
  B: text('B', 'B'),
  C: text('C', 'C'),
} as const;

/** What is entered of a property company 物业服务企业. */
export const companyFields = {
  name: entryName,
  place: scopeSchema
    .refine((path) => path !== '*', 'a place is not *')
    .describe('City or district it is supervised in'),
  creditCode: z
    .string()
    .regex(/^[0-9A-HJ-NPQRTUWXY]{18}$/, '18 digits and capitals (GB 32100)')
    .optional()
    .describe('Unified social credit code 统一社会信用代码'),
  creditGrade: z.enum(codesOf(creditGrades)).optional(),
  fallback: z.boolean().optional().describe('A public company that takes compounds nobody manages (P15)'),
};

export const companySchema = z
  .strictObject({ id: entryIdSchema, ...companyFields, ...entryState })
  .meta({ id: 'Company' });
