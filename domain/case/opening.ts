import { z } from 'zod';
import type { Calendar } from '../calendar/calendar.ts';
import { daySchema } from '../calendar/daySchema.ts';
import type { Actor } from '../organisation/actor.ts';
import type { Json } from '../text.ts';
import type { CaseLink, Space, Subject } from './caseView.ts';

/** The compact parameters a case carries: section → name → value, unit and source. */
export type CaseParameters = Record<string, Record<string, { value: Json; unit: string; source: string }>>;

/** One earlier step of a case that was already under way on paper. */
export const earlierStepSchema = z
  .strictObject({
    stage: z.string().min(1).max(120).describe('Stage or task id, such as plan or acceptance#1.leader'),
    decision: z.string().min(1).max(60),
    effectiveOn: daySchema.describe('The day it happened'),
    form: z.record(z.string(), z.unknown()).optional(),
    comment: z.string().max(4000).optional(),
  })
  .meta({ id: 'EarlierStep' });
export type EarlierStep = z.infer<typeof earlierStepSchema>;

/** What a case starts with: everything it needs for years, so that nothing is looked up later. */
export interface CaseOpening {
  id: string;
  kind: string;
  space: Space;
  subject: Subject;
  input: Record<string, Json>;
  locality: string;
  policy: { version: string; parameters: CaseParameters };
  calendar: Calendar;
  /** The month or half-year it is about, where its procedure comes round again; part of the id. */
  recurring?: string;
  campaign: string | null;
  links: CaseLink[];
  startedBy: Actor;
  /** What whoever started it said in words; it goes with the first event, and no further. */
  statement?: Json;
  /** Hashes of the Idempotency-Key and body of the call that started it. */
  key: string;
  body: string;
  /** The day it began on paper and what has happened since, oldest first. */
  underWay?: { startedOn: string; steps: EarlierStep[] };
  /**
   * Rehearsal space: the instant at which it begins. A new execution's clock starts at wall time, behind the rehearsal's
   * present; the case opens nothing before its clock has been moved here.
   */
  beginsAt?: string;
  /** 1, unless a restored or reset case is begun again from its timeline. */
  epoch: number;
}

const part = String.raw`[\p{L}\p{N}_-]{1,40}`;
const idPattern = new RegExp(`^([a-zA-Z]+):(${part}):(?:(${part}):)?(\\d{1,6})$`, 'u');
const keyPattern = new RegExp(`^${part}$`, 'u');

/** The parts of a case id. */
export interface CaseIdParts {
  kind: string;
  subject: string;
  /** What recurs: the month or half-year a case is about, where the procedure comes round again. */
  key?: string;
  ordinal: number;
}

/** Whether it can stand in a case id: 1 to 40 letters, digits, `_` and `-`. */
export function isIdPart(key: string): boolean {
  return keyPattern.test(key);
}

/**
 * Case id = business key of the procedure plus an ordinal, such as `rectification:C-01:2`; with a recurring key
 * `selection:lanshan:2026-05:1`.
 *
 * @throws RangeError when the key is not one part of an id; `prepareOpening` has refused such input before
 */
export function caseId(kind: string, subject: string, ordinal: number, key?: string): string {
  if (key !== undefined && !isIdPart(key)) throw new RangeError(`${key} is no part of a case id`);
  return [kind, subject, ...(key === undefined ? [] : [key]), ordinal].join(':');
}

/** The parts of a case id, or undefined when it is none. */
export function parseCaseId(id: string): CaseIdParts | undefined {
  const [, kind, subject, key, ordinal] = idPattern.exec(id) ?? [];
  if (!kind || !subject || !ordinal) return undefined;
  return { kind, subject, ...(key !== undefined && { key }), ordinal: Number(ordinal) };
}
