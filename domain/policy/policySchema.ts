import { z } from 'zod';
import { termUnitSchema } from '../calendar/term.ts';
import { textSchema } from '../text.ts';
import { isRatio } from './ratio.ts';

/** What a value is counted in; the units of periods are the calendar's. */
export const policyUnitSchema = z.enum([
  ...termUnitSchema.options,
  'times',
  'count',
  'ratio',
  'points',
  'percent',
  'boolean',
  'enum',
  'text',
  'list',
  'fen',
  'dayOfMonth',
  'timeOfDay',
]);
export type PolicyUnit = z.infer<typeof policyUnitSchema>;

/** A whole number, an exact ratio or another text, a yes or no, a list of texts, or null for "does not apply here". */
export const policyValueSchema = z.union(
  [z.int(), z.string().max(400), z.boolean(), z.array(z.string().max(200)), z.null()],
  {
    error:
      'a value is a whole number, a text, true or false, a list of texts or null; an exact ratio is a quoted text such as "0.5"',
  },
);
export type PolicyValue = z.infer<typeof policyValueSchema>;

/** Names of jurisdictions, sections and parameters: they become keys and parts of paths. */
export const policyNameSchema = z.string().regex(/^[a-z][A-Za-z0-9]{0,59}$/, 'a name is camelCase letters and digits');

/** A parameter written with its section, such as `rectification.planDueDays`. */
export const qualifiedNameSchema = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]{0,59}\.[a-z][A-Za-z0-9]{0,59}$/, 'a parameter is written section.parameter');

export const ratioTextSchema = z.string().refine(isRatio, 'an exact ratio is a quoted text such as "0.5" or "2/3"');

/** Limits that hold for every jurisdiction, those with an exception included. */
export const boundsSchema = z.strictObject({
  min: z.union([z.int(), ratioTextSchema]).optional(),
  max: z.union([z.int(), ratioTextSchema]).optional(),
  oneOf: z.array(z.string().min(1)).min(1).optional(),
  minLength: z.int().nonnegative().optional(),
  maxLength: z.int().nonnegative().optional(),
});
export type Bounds = z.infer<typeof boundsSchema>;

/**
 * Who may change a parameter. `fixed`: nobody, it is law. `free`: any jurisdiction below. Otherwise a jurisdiction may
 * only raise or only lower what it inherits (for a list: only add, only remove), unless it is named in `exceptIn`
 * because its own law says otherwise; with `exceptWhen` such a looser value counts only while that parameter of the
 * same section has that value.
 */
export const changeSchema = z.union(
  [
    z.literal('fixed'),
    z.literal('free'),
    z.strictObject({
      allowed: z.enum(['raise', 'lower']),
      exceptIn: z.array(policyNameSchema).min(1).optional(),
      exceptWhen: z.strictObject({ parameter: policyNameSchema, is: policyValueSchema }).optional(),
    }),
  ],
  { error: 'change is fixed, free, or { allowed: raise } or { allowed: lower }' },
);
export type Change = z.infer<typeof changeSchema>;

const sourceSchema = z
  .string()
  .min(1)
  .max(120)
  .describe('Document or article the value comes from; A marks an assumption');
const noteSchema = z.string().min(1).max(600);

/** A parameter where it is defined, once for everybody who inherits it. */
export const definitionSchema = z.strictObject({
  value: policyValueSchema,
  unit: policyUnitSchema,
  title: textSchema,
  source: sourceSchema,
  note: noteSchema.optional(),
  bounds: boundsSchema.optional(),
  change: changeSchema,
  nullable: z.boolean().optional(),
});
export type Definition = z.infer<typeof definitionSchema>;

/** What a jurisdiction below says instead. */
export const overrideSchema = z.strictObject({
  value: policyValueSchema,
  source: sourceSchema,
  note: noteSchema.optional(),
});
export type Override = z.infer<typeof overrideSchema>;

/** Parameters that must fit together: their sum is exactly a ratio, or at most another parameter. */
export const checkSchema = z.strictObject({
  title: textSchema,
  sum: z.array(qualifiedNameSchema).min(2),
  equals: ratioTextSchema.optional(),
  atMost: qualifiedNameSchema.optional(),
});
export type Check = z.infer<typeof checkSchema>;

/** Highest first: a jurisdiction inherits from one of a higher level. */
export const policyLevels = ['nation', 'province', 'city', 'district'] as const;

const headShape = {
  jurisdiction: policyNameSchema,
  title: textSchema,
  level: z.enum(policyLevels),
  inherits: policyNameSchema.nullable(),
  checks: z.array(checkSchema).optional(),
};

/** The file around its entries, which are judged one by one so that each problem has its own path. */
export const policyHeadSchema = z.strictObject({
  ...headShape,
  sections: z.record(policyNameSchema, z.record(policyNameSchema, z.unknown())),
});

/** One jurisdiction's policy file. */
export const policyFileSchema = z
  .strictObject({
    ...headShape,
    sections: z.record(policyNameSchema, z.record(policyNameSchema, z.union([definitionSchema, overrideSchema]))),
  })
  .meta({ id: 'PolicyFile' });
export type PolicyFile = z.infer<typeof policyFileSchema>;

/** Every jurisdiction's file by jurisdiction, as `parsePolicies` accepted them together. */
export type Policies = Readonly<Record<string, PolicyFile>>;

/** An entry with a title, or with who may change it, is meant as a definition. */
export function isDefinition(entry: Definition | Override): entry is Definition;
export function isDefinition(entry: unknown): boolean;
export function isDefinition(entry: unknown): boolean {
  return (
    typeof entry === 'object' && entry !== null && (Object.hasOwn(entry, 'title') || Object.hasOwn(entry, 'change'))
  );
}
