import { z } from 'zod';
import { plainDaySchema } from '../../domain/calendar/calendar.ts';
import { campaignIdSchema } from '../../domain/campaign/campaign.ts';
import { spaceSchema } from '../../domain/case/caseView.ts';
import { Refusal } from '../../domain/errors.ts';
import type { Actor } from '../../domain/organisation/actor.ts';
import { scopeSchema } from '../../domain/organisation/scope.ts';
import { procedure } from '../../domain/procedures/rectification.ts';
import { assumptionsSchema } from '../../domain/rehearsal/assumptions.ts';
import { rehearsalIdSchema, rehearsalStatuses } from '../../domain/rehearsal/rehearsal.ts';
import { rehearsalReportSchema } from '../../domain/rehearsal/report.ts';
import { sensitivitySchema } from '../../domain/rehearsal/sensitivity.ts';
import type { Language } from '../../domain/text.ts';
import { decidedTitle, stageTitle } from '../../domain/timeline/summary.ts';
import { type RehearsalDocument, rehearsalModels } from '../../models/rehearsals.ts';
import { campaignsInSight } from '../campaigns/campaignStore.ts';
import type { Services } from '../services.ts';
import { requireOwnScope } from '../visibility.ts';

const count = () => z.int().min(0);

const summary = {
  id: rehearsalIdSchema,
  campaign: z.strictObject({ id: campaignIdSchema, name: z.string(), space: spaceSchema }),
  place: scopeSchema,
  status: z.enum(rehearsalStatuses),
  months: z.int(),
  startOn: plainDaySchema,
  endOn: plainDaySchema,
  compounds: count(),
  progress: z.strictObject({
    done: count().describe('Compounds played to their end, or that of the rehearsal'),
    acts: count(),
    skips: count().describe('How often a clock was moved'),
  }),
  seconds: z.number().min(0).describe('How long it has taken, or took'),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  error: z.string().optional(),
};

export const rehearsalSummarySchema = z.strictObject(summary).meta({ id: 'RehearsalSummary' });
export const returnedSchema = z
  .array(
    z.strictObject({
      stage: z.string(),
      stageTitle: z.string(),
      decision: z.string(),
      decisionTitle: z.string(),
      times: count(),
    }),
  )
  .describe('`returns` of the report in words, the most frequent first');

export const rehearsalSchema = z
  .strictObject({
    ...summary,
    assumptions: assumptionsSchema,
    report: rehearsalReportSchema.nullable().describe('Once it is completed'),
    returned: returnedSchema,
    sensitivity: sensitivitySchema.nullable().describe('What changes if one assumption changes, by simulation'),
  })
  .meta({ id: 'Rehearsal' });

export const rehearsalParams = z.strictObject({ id: rehearsalIdSchema });

export function summaryView(document: RehearsalDocument, now: Date): z.infer<typeof rehearsalSummarySchema> {
  const { _id, campaign, place, status, months, startOn, endOn, compounds, progress, error } = document;
  const { startedAt, endedAt, createdAt, createdBy } = document;
  const milliseconds = startedAt === undefined ? 0 : (endedAt ?? now).getTime() - startedAt.getTime();
  return {
    id: _id,
    campaign,
    place,
    status,
    months,
    startOn,
    endOn,
    compounds,
    progress,
    seconds: Math.max(0, milliseconds) / 1000,
    createdAt: createdAt.toISOString(),
    createdBy,
    ...(error !== undefined && { error }),
  };
}

/** The decisions that sent cases back, in words. */
export function returnedIn(
  { returns }: Pick<z.infer<typeof rehearsalReportSchema>, 'returns'>,
  language: Language,
): z.infer<typeof returnedSchema> {
  const rows = Object.entries(returns).map(([key, times]) => {
    const [stage = key, decision = ''] = key.split(' ');
    const decisionTitle = decidedTitle(procedure, stage, decision, language);
    return { stage, stageTitle: stageTitle(procedure, stage, language), decision, decisionTitle, times };
  });
  return rows.sort((a, b) => b.times - a.times);
}

export function rehearsalView(
  document: RehearsalDocument,
  now: Date,
  language: Language,
): z.infer<typeof rehearsalSchema> {
  const { assumptions, report = null, sensitivity = null } = document;
  return {
    ...summaryView(document, now),
    assumptions,
    report,
    returned: report ? returnedIn(report, language) : [],
    sensitivity,
  };
}

/** @throws Refusal not-found */
export async function visibleRehearsal({ spaces }: Services, actor: Actor, id: string): Promise<RehearsalDocument> {
  const { rehearsals } = rehearsalModels(spaces.rehearsal.database);
  const found = await rehearsals.findOne({ $and: [{ _id: id }, campaignsInSight(actor)] }).lean();
  if (found === null)
    throw new Refusal('not-found', {
      zh: `没有演练 ${id}，或不在您的管辖范围内`,
      en: `There is no rehearsal ${id}, or it is outside of your scope`,
    });
  return found;
}

/** A rehearsal the actor may end or clear away. @throws Refusal not-found, forbidden */
export async function ownRehearsal(services: Services, actor: Actor, id: string): Promise<RehearsalDocument> {
  const found = await visibleRehearsal(services, actor, id);
  requireOwnScope(actor, found.place);
  return found;
}

export function rehearsalWorkflowId(id: string): string {
  return `rehearsal:${id}`;
}
