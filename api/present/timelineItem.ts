import { z } from 'zod';
import { type Actor, roleSchema } from '../../domain/organisation/actor.ts';
import { officeCodeSchema } from '../../domain/organisation/offices.ts';
import { isOwnDecision, standsAbove } from '../../domain/permissions.ts';
import type { Procedure } from '../../domain/procedures/declaration.ts';
import type { Language } from '../../domain/text.ts';
import { type EventTexts, type TimelineEvent, timelineEventSchema } from '../../domain/timeline/event.ts';
import { officeTitle, stageTitle, summarize } from '../../domain/timeline/summary.ts';
import type { ProcedureRegistry } from '../procedures/registry.ts';

export const timelineItemSchema = z
  .strictObject({
    ...timelineEventSchema.shape,
    actor: z.strictObject({
      id: z.string(),
      name: z.string().nullable().describe('null once it was erased'),
      role: roleSchema,
      office: officeCodeSchema.nullable(),
      officeTitle: z.string().nullable(),
      for: z
        .strictObject({ id: z.string(), name: z.string().nullable().describe('null once it was erased') })
        .nullable()
        .describe('Whom they stood in for'),
    }),
    stageTitle: z.string().nullable(),
    summary: z.string(),
    comment: z.string().nullable(),
    form: z.json().nullable(),
    superseded: z.boolean().describe('Corrected later, or on a branch that was replaced'),
    correctable: z.boolean().describe('You may correct it, unless the case finds that others have acted on it'),
  })
  .meta({ id: 'TimelineItem' });
export type TimelineItem = z.infer<typeof timelineItemSchema>;

export interface StoredEvent {
  event: TimelineEvent;
  texts: EventTexts | undefined;
  superseded: boolean;
}

export interface TimelineSetting {
  procedure: Procedure;
  /** Procedures of other cases that events name. */
  procedures: ProcedureRegistry;
  scope: string;
  /** Whether acts on the case are still possible. */
  open: boolean;
  /** The case's own present. */
  now: Date;
  /** `acts.correctionHours` of the case's policy; undefined when it is not known. */
  correctionHours: number | undefined;
}

/** An event in words, for one viewer. */
export function timelineItem(
  { event, texts, superseded }: StoredEvent,
  setting: TimelineSetting,
  actor: Actor,
  language: Language,
): TimelineItem {
  const { procedure, procedures } = setting;
  const { id, role, office, for: principal } = event.actor;
  return {
    ...event,
    actor: {
      id,
      name: texts?.actorName ?? null,
      role,
      office: office ?? null,
      officeTitle: office ? officeTitle(office, language) : null,
      for: principal === undefined ? null : { id: principal, name: texts?.forName ?? null },
    },
    stageTitle: event.stage === undefined ? null : stageTitle(procedure, event.stage, language),
    summary: summarize(event, texts, procedure, language, (kind) => procedures.get(kind)),
    comment: texts?.comment ?? null,
    form: texts?.form ?? null,
    superseded,
    correctable: setting.open && !superseded && mayCorrect(event, setting, actor),
  };
}

function mayCorrect(event: TimelineEvent, { scope, now, correctionHours }: TimelineSetting, actor: Actor): boolean {
  if (event.type !== 'decided' || event.imported || event.actor.office === undefined) return false;
  const age = now.getTime() - Date.parse(event.at);
  const { id, for: principal, office } = event.actor;
  const soon = correctionHours !== undefined && age < correctionHours * 3_600_000;
  return (soon && isOwnDecision(actor, [id, principal], { office, scope })) || standsAbove(actor, office, scope);
}
