import { z } from 'zod';
import type { Procedure } from '../../domain/procedures/declaration.ts';
import type { ClaimDocument } from '../../models/claimModels.ts';
import type { ClockedTask } from '../tasks/taskQueries.ts';
import { presentOf } from './case.ts';
import { taskBasics, taskLine, taskOf, type Viewer } from './task.ts';

export const claimSchema = z
  .strictObject({
    by: z.strictObject({ id: z.string(), name: z.string() }),
    until: z.iso.datetime(),
    mine: z.boolean(),
  })
  .meta({ id: 'Claim' });

export const inboxTaskSchema = z
  .strictObject({
    ...taskBasics,
    case: z.string(),
    kind: z.string(),
    kindTitle: z.string(),
    subject: z.strictObject({ id: z.string(), name: z.string() }),
    campaign: z.string().nullable(),
    decisions: z.record(
      z.string(),
      z.strictObject({
        title: z.string(),
        tone: z.enum(['positive', 'negative', 'neutral']),
        commentRequired: z.boolean(),
        evidence: z.int(),
        form: z.boolean().describe('Has a form; it is in the case'),
      }),
    ),
    claim: claimSchema.nullable(),
    now: z.iso.datetime().describe('The case’s own present'),
    closedAt: z.iso.datetime().nullable(),
    ended: z.strictObject({ decision: z.string().nullable(), by: z.string().nullable(), why: z.string() }).nullable(),
  })
  .meta({ id: 'InboxTask' });
export type InboxTask = z.infer<typeof inboxTaskSchema>;

/** A task as the inbox shows it. */
export function inboxTask(
  document: ClockedTask,
  procedure: Procedure,
  claim: ClaimDocument | undefined,
  viewer: Viewer,
  wallClock: Date,
): InboxTask {
  const { language } = viewer;
  const now = (document.clock ? presentOf(document.clock, wallClock) : wallClock).toISOString();
  // What is done was late or not when it was done.
  const judged = document.closedAt?.toISOString() ?? now;
  const status = document.open ? 'running' : 'completed';
  const standing = {
    scope: document.caseScope ?? document.scope,
    status,
    cancelledBy: procedure.cancellation.by,
  } as const;
  const offered = procedure.stages[document.stage]?.faces[document.face]?.decisions ?? {};
  const { ended, closedAt } = document;
  return {
    ...taskLine(taskOf(document), { procedure, standing, now: judged }, viewer),
    case: document.case,
    kind: document.kind,
    kindTitle: procedure.title[language],
    subject: document.subject,
    campaign: document.campaign,
    decisions: Object.fromEntries(
      Object.entries(offered).map(([name, { title, tone, commentRequired, evidence, form }]) => [
        name,
        {
          title: title[language],
          tone: tone ?? 'neutral',
          commentRequired: commentRequired ?? false,
          evidence: evidence ?? 0,
          form: form !== undefined,
        },
      ]),
    ),
    claim: claim ? claimView(claim, viewer) : null,
    now,
    closedAt: closedAt?.toISOString() ?? null,
    ended: ended ? { decision: ended.decision ?? null, by: ended.by ?? null, why: ended.why } : null,
  };
}

export function claimView({ by, until }: ClaimDocument, { actor }: Viewer): z.infer<typeof claimSchema> {
  return { by, until: until.toISOString(), mine: by.id === actor.id };
}
