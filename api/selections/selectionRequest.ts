import { z } from 'zod';
import { isRatio, ratio } from '../../domain/policy/ratio.ts';
import { monthSchema } from '../../domain/rankings/complaintMonth.ts';
import { placeIdSchema, placeSchema } from '../../domain/registers/place.ts';

const share = z.string().refine(isRatio, 'an exact share as text, such as "0.6" or "2/3"');

/** Exact shares that add up to one. */
export const weightsSchema = z
  .strictObject({ complaints: share, dissatisfaction: share })
  .refine(makeOne, { path: ['dissatisfaction'], message: 'the weights must add up to exactly 1' })
  .meta({ id: 'SelectionWeights' });

function makeOne(weights: { complaints: string; dissatisfaction: string }): boolean {
  if (!isRatio(weights.complaints) || !isRatio(weights.dissatisfaction)) return true;
  const [a, b] = [ratio(weights.complaints), ratio(weights.dissatisfaction)];
  const [under, over] = [BigInt(a.denominator), BigInt(b.denominator)];
  return BigInt(a.numerator) * over + BigInt(b.numerator) * under === under * over;
}

const targetCount = z.int().min(0).max(10_000).describe('How many are listed; default: the policy’s');
const weights = weightsSchema.describe('Default: the policy’s');

/** What the list is computed by; whatever is left out, the policy of the place says. */
export const selectionRequest = {
  place: placeSchema.shape.path,
  month: monthSchema.describe('Last month of the window'),
  targetCount: targetCount.optional(),
  weights: weights.optional(),
  windowMonths: z.int().min(1).max(60).optional().describe('Months looked at; default: the policy’s'),
  lowStars: z
    .boolean()
    .optional()
    .describe(
      'List, by the route lowStar, every compound whose branch or secretary has few stars (the policy says who is rated)',
    ),
  additions: z
    .array(
      z.strictObject({
        compound: placeIdSchema,
        route: z.enum(['lowStar', 'manual']),
        reason: z.string().trim().min(1).max(200),
      }),
    )
    .max(500)
    .optional()
    .describe('Compounds to be listed by another route than the ranking: low stars, or a decision of the district'),
};

const selectionRequestSchema = z.strictObject(selectionRequest);
export type SelectionRequest = z.infer<typeof selectionRequestSchema>;

export const previewRequestSchema = z
  .strictObject({
    ...selectionRequest,
    compare: z
      .strictObject({ targetCount: targetCount.optional(), weights: weights.optional() })
      .optional()
      .describe('What another count or other weights would alter'),
    limit: z.int().min(1).max(2000).optional().describe('Items at most; default: all that are listed or in reserve'),
  })
  .meta({ id: 'SelectionPreviewRequest' });

export const startSelectionSchema = selectionRequestSchema.meta({ id: 'SelectionStart' });
