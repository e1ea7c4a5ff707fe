import { z } from 'zod';
import { roleSchema } from '../organisation/actor.ts';
import { officeCodeSchema } from '../organisation/offices.ts';
import type { Json } from '../text.ts';

/** What can happen to a case. Wordings are in `summary.ts`. */
export const eventTypes = [
  'caseOpened',
  'teamNominated',
  'stageOpened',
  'stageClosed',
  'timeReached',
  'decided',
  'problemChanged',
  'escalated',
  'expired',
  'commented',
  'evidenceAttached',
  'delegated',
  'reassigned',
  'extended',
  'suspended',
  'resumed',
  'corrected',
  'superseded',
  'linked',
  'calendarChanged',
  'policyChanged',
  'monthRecorded',
  'childStarted',
  'linkedEnded',
  'appealed',
  'appealEnded',
  'caseCancelled',
  'caseClosed',
] as const;
export const eventTypeSchema = z.enum(eventTypes).meta({ id: 'EventType' });
export type EventType = z.infer<typeof eventTypeSchema>;

export const evidenceRefSchema = z
  .strictObject({ id: z.string().min(1).max(40), sha256: z.string().regex(/^[0-9a-f]{64}$/) })
  .meta({ id: 'EvidenceRef' });
export type EvidenceRef = z.infer<typeof evidenceRefSchema>;

const jsonSchema: z.ZodType<Json> = z.json() as z.ZodType<Json>;

/**
 * One entry of a case's timeline, exactly as stored and hashed.
 *
 * Names and free text are not in it: they are in `EventTexts`, a document that can be erased, and enter
 * here as `textsHash` (personal-data law: the chain still verifies after an erasure).
 */
export const timelineEventSchema = z
  .strictObject({
    case: z.string(),
    /** Raised by a restore or an operator's reset; an older epoch's later events are superseded. */
    epoch: z.int().min(1),
    seq: z.int().min(1),
    /** When it was recorded: the workflow's clock, ISO 8601 UTC. */
    at: z.iso.datetime(),
    /** The day it happened, where that differs from `at`; legal periods run from it. */
    effectiveOn: z.iso.date().optional(),
    type: eventTypeSchema,
    /** The open task or stage visit it concerns, such as `planReview#2.housingBureau`. */
    stage: z.string().optional(),
    actor: z.strictObject({
      id: z.string(),
      role: roleSchema,
      office: officeCodeSchema.optional(),
      /** Whom they stood in for. */
      for: z.string().optional(),
    }),
    data: z.record(z.string(), jsonSchema),
    evidence: z.array(evidenceRefSchema),
    /** True for an earlier event of a case that was already under way on paper. */
    imported: z.literal(true).optional(),
    /** The act it came from: idempotency key and body, both hashed. */
    act: z.strictObject({ key: z.string(), body: z.string() }).optional(),
    textsHash: z.string().optional(),
    prevHash: z.string(),
    hash: z.string(),
  })
  .meta({ id: 'TimelineEvent' });
export type TimelineEvent = z.infer<typeof timelineEventSchema>;

/** The erasable part of an event: who by name, and what they wrote. `salt` keeps short texts from being guessed. */
export const eventTextsSchema = z.strictObject({
  salt: z.string(),
  actorName: z.string().optional(),
  /** The name of whoever they stood in for. */
  forName: z.string().optional(),
  comment: z.string().optional(),
  form: jsonSchema.optional(),
});
export type EventTexts = z.infer<typeof eventTextsSchema>;

/** An event on its way to the read model. */
export interface RecordedEvent {
  event: TimelineEvent;
  texts?: EventTexts;
}
