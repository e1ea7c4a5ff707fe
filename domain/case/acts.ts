import { z } from 'zod';
import { daySchema } from '../calendar/daySchema.ts';
import { termSchema } from '../calendar/term.ts';
import { actorSchema } from '../organisation/actor.ts';
import { officeCodeSchema } from '../organisation/offices.ts';
import { evidenceRefSchema } from '../timeline/event.ts';
import { linkSchema } from './caseView.ts';

const stage = z
  .string()
  .min(1)
  .max(120)
  .describe('The id of the open task, such as plan#1 or planReview#1.housingBureau');
const reason = z.string().trim().min(1, 'say why').max(2000);
const comment = z.string().trim().min(1).max(4000);

/** The body of each act that changes a case; the API, the update validator and OpenAPI share them. */
export const actSchemas = {
  decide: z
    .strictObject({
      stage,
      decision: z.string().min(1).max(60),
      comment: comment.optional(),
      form: z.record(z.string(), z.unknown()).optional().describe('As the decision’s form schema asks'),
      evidence: z.array(z.string().min(1).max(40)).max(50).optional().describe('Ids of evidence attached to this case'),
      effectiveOn: daySchema.optional().describe('The day it happened, when not today; legal periods run from it'),
    })
    .meta({ id: 'Decision' }),
  comment: z.strictObject({ text: comment, stage: stage.optional() }).meta({ id: 'Comment' }),
  attachEvidence: z
    .strictObject({
      ...evidenceRefSchema.shape,
      name: z.string().min(1).max(200),
      size: z.int().min(1),
      mediaType: z.string().max(100),
      stage: stage.optional(),
    })
    .meta({ id: 'EvidenceAttachment' }),
  delegate: z
    .strictObject({
      stage,
      to: z.strictObject({ id: z.string().min(1).max(80), name: z.string().max(80) }),
      until: daySchema.optional(),
      reason: reason.optional(),
    })
    .meta({ id: 'Delegation' }),
  reassign: z
    .strictObject({ stage, office: officeCodeSchema, unit: z.string().max(80).optional(), reason })
    .meta({ id: 'Reassignment' }),
  extend: z.strictObject({ stage, term: termSchema, reason }).meta({ id: 'Extension' }),
  suspend: z
    .strictObject({
      stage: stage.optional().describe('Absent: the whole case'),
      reason,
      basis: z.string().max(200).optional(),
    })
    .meta({ id: 'Suspension' }),
  resume: z.strictObject({ stage: stage.optional(), reason }).meta({ id: 'Resumption' }),
  correct: z
    .strictObject({
      event: z.int().min(1).describe('seq of the decision to correct'),
      decision: z.string().min(1).max(60),
      form: z.record(z.string(), z.unknown()).optional(),
      comment,
      evidence: z.array(z.string().min(1).max(40)).max(50).optional(),
    })
    .meta({ id: 'Correction' }),
  cancel: z.strictObject({ outcome: z.string().max(40).optional(), reason }).meta({ id: 'Cancellation' }),
  link: linkSchema,
} as const;

export type ActName = keyof typeof actSchemas;
export type ActInput<N extends ActName> = z.infer<(typeof actSchemas)[N]>;

/** What travels in every update: who, which act, and the hashes that make a repeat harmless. */
export const actEnvelopeSchema = z.strictObject({
  /** Hash of space, user, operation and Idempotency-Key; also the update id. */
  key: z.string().min(16).max(64),
  /** Hash of the body: the same key with another body is refused. */
  body: z.string().min(16).max(64),
  actor: actorSchema,
  input: z.unknown(),
  /** The answer is to carry the whole state, for somebody who would ask for it next. */
  tell: z.literal(true).optional(),
});

export interface ActEnvelope<I = unknown> extends Omit<z.infer<typeof actEnvelopeSchema>, 'input'> {
  input: I;
}
