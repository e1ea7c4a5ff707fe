import { z } from 'zod';
import { placeIdSchema } from '../registers/place.ts';
import { textSchema } from '../text.ts';
import { monthSchema } from './complaintMonth.ts';

const compound = { compound: placeIdSchema, name: z.string() };

/** A compound that comes into the campaign by dynamic inclusion, and why. */
export const enteringSchema = z
  .strictObject({
    ...compound,
    scope: z.string(),
    months: z
      .array(z.strictObject({ month: monthSchema, cityRank: z.int() }))
      .describe('The months of the calendar year that count'),
    campaign: z.string().nullable().describe('The campaign under way that it enters'),
    reopens: z.string().nullable().describe('The ended case that the new one is linked to'),
    baselineMonthlyComplaints: z.int(),
  })
  .meta({ id: 'EnteringCompound' });
export type Entering = z.infer<typeof enteringSchema>;

/** Something an earlier version brought about that the corrected figures would not have. */
export const notTakenBackSchema = z
  .strictObject({
    ...compound,
    scope: z.string(),
    case: z.string().nullable(),
    what: z.enum(['entered', 'observationEnded', 'figuresKept']),
    detail: textSchema,
  })
  .meta({ id: 'NotTakenBack' });
export type NotTakenBack = z.infer<typeof notTakenBackSchema>;

/** What publishing a version does, before it is done. */
export const publicationPlanSchema = z
  .strictObject({
    month: monthSchema,
    version: z.int(),
    replaces: z.int().nullable().describe('The version published so far; the plan then shows differences alone'),
    publishedOn: z.iso.date(),
    figures: z
      .strictObject({ added: z.int(), changed: z.int(), unchanged: z.int(), withdrawn: z.int() })
      .describe('Compounds whose published figures appear, change, stay or go'),
    entering: z.array(enteringSchema).describe('Who enters by dynamic inclusion'),
    failing: z
      .array(z.strictObject({ ...compound, case: z.string(), reason: textSchema }))
      .describe('Cases whose observation fails now'),
    cases: z.array(z.strictObject({ ...compound, case: z.string() })).describe('Running cases that receive figures'),
    notTakenBack: z.array(notTakenBackSchema),
  })
  .meta({ id: 'PublicationPlan' });
export type PublicationPlan = z.infer<typeof publicationPlanSchema>;
