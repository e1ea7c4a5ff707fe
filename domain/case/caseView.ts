import { z } from 'zod';
import { scopeSchema } from '../organisation/scope.ts';
import type { Json } from '../text.ts';

export const spaceSchema = z.enum(['live', 'rehearsal']).meta({ id: 'Space' });
export type Space = z.infer<typeof spaceSchema>;

export const caseStatusSchema = z.enum(['running', 'suspended', 'completed', 'cancelled']).meta({ id: 'CaseStatus' });
export type CaseStatus = z.infer<typeof caseStatusSchema>;

/** What a case is about. The scope is the subject's place, and so who may see the case. */
export const subjectSchema = z
  .strictObject({
    type: z.enum([
      'compound',
      'secretary',
      'city',
      'district',
      'street',
      'community',
      'company',
      'committee',
      'branch',
    ]),
    id: z.string().regex(/^[\p{L}\p{N}_-]{1,40}$/u),
    name: z.string().max(80),
    scope: scopeSchema,
  })
  .meta({ id: 'Subject' });
export type Subject = z.infer<typeof subjectSchema>;

export const linkSchema = z
  .strictObject({
    case: z.string().max(160),
    relation: z.enum(['reopens', 'startedBy', 'startedFrom', 'awaitedBy', 'started', 'awaits', 'related', 'appeals']),
  })
  .meta({ id: 'CaseLink' });

/** A link as a case keeps it: of one it has started or awaits, with its end. */
export type CaseLink = z.infer<typeof linkSchema> & { outcome?: string };

export const stageStateSchema = z.strictObject({
  stage: z.string(),
  visit: z.int(),
  status: z.enum(['open', 'closed', 'superseded']),
  result: z.string().optional(),
  openedAt: z.iso.datetime(),
  closedAt: z.iso.datetime().optional(),
  /** What the primitive shows of it: the terms of a vote and its count, scores, the case it started. */
  detail: z.record(z.string(), z.json() as z.ZodType<Json>).optional(),
});
export type StageState = z.infer<typeof stageStateSchema>;

/** A problem of a ledger, in figures; its wording is in the event that listed it. */
export const problemSchema = z
  .strictObject({
    id: z.string(),
    category: z.string(),
    office: z.string(),
    dueOn: z.iso.date(),
    status: z.enum(['open', 'inProgress', 'done', 'verified']),
    reopened: z.int(),
    /** The visit of the ledger stage that listed it. */
    round: z.int(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problemSchema>;

/** The projected state of a case, without its tasks (documents of their own) and without labels. */
export interface CaseView {
  id: string;
  kind: string;
  space: Space;
  subject: Subject;
  locality: string;
  campaign: string | null;
  status: CaseStatus;
  outcome: string | null;
  /** The main stage that is open now, without its visit; null once the case has ended. */
  stage: string | null;
  stages: Record<string, StageState>;
  startedAt: string;
  endedAt: string | null;
  epoch: number;
  revision: number;
  head: { seq: number; hash: string };
  policy: { locality: string; version: string };
  calendar: string;
  /** What the procedure keeps of the forms handed in: the team, counters, the baseline. */
  facts: Record<string, Json>;
  links: CaseLink[];
  /** Places inside the case's own whose offices were asked by themselves, such as the streets: they see the case too. */
  asked?: string[];
}
