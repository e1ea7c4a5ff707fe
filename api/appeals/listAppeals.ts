import { z } from 'zod';
import { caseStatusSchema } from '../../domain/case/caseView.ts';
import { Refusal } from '../../domain/errors.ts';
import { officeCodeSchema, superiorOf } from '../../domain/organisation/offices.ts';
import { refuseAppeal } from '../../domain/permissions.ts';
import { stageTitle, summarize } from '../../domain/timeline/summary.ts';
import type { CaseDocument } from '../../models/caseModels.ts';
import { readYourWrites } from '../cases/acknowledged.ts';
import { visibleDocument } from '../cases/caseAccess.ts';
import { caseParams } from '../cases/getCase.ts';
import { procedureOf } from '../cases/wholeCase.ts';
import { endpoint, everyone } from '../endpoint.ts';
import { presentOf } from '../present/case.ts';
import type { Viewer } from '../present/task.ts';
import type { StoredEvent } from '../present/timelineItem.ts';
import type { Services, SpaceServices } from '../services.ts';
import { withTexts } from '../timeline/readTimeline.ts';
import { appealedOf, appealIdOf, filingPeriod } from './filing.ts';

const remedySchema = z
  .strictObject({
    office: officeCodeSchema.describe('Who carries the ruling out'),
    correction: z
      .strictObject({ call: z.string(), event: z.int() })
      .nullable()
      .describe('How the decision is replaced while its case is open'),
    newCase: z.string().nullable().describe('The case has ended: the kind of case that is needed anew'),
  })
  .meta({ id: 'AppealRemedy' });

const appealableSchema = z
  .strictObject({
    event: z.int(),
    stage: z.string(),
    stageTitle: z.string(),
    decision: z.string().describe('What was decided, or the result'),
    summary: z.string(),
    office: officeCodeSchema.describe('Who decided; the level above rules'),
    on: z.iso.date().describe('The day it took effect: the days for an appeal run from here'),
    until: z.iso.date().nullable().describe('The last day for an appeal; null: no end'),
    by: z.array(officeCodeSchema),
    holds: z.array(z.string()).describe('Stages that may rest until the ruling'),
    permitted: z.boolean().describe('You may appeal now'),
    appeal: z.strictObject({ case: z.string(), status: caseStatusSchema, outcome: z.string().nullable() }).nullable(),
    remedy: remedySchema.nullable().describe('What the ruling asks for; null until one asks for something'),
  })
  .meta({ id: 'AppealableDecision' });

export const listAppeals = endpoint({
  method: 'get',
  path: '/api/v1/cases/{id}/appeals',
  operationId: 'listAppeals',
  tag: 'cases',
  summary: 'Decisions of a case that can or could be appealed, the appeals, and what each ruling asks for',
  access: { roles: everyone },
  params: caseParams,
  responses: { 200: z.strictObject({ items: z.array(appealableSchema) }).meta({ id: 'AppealableDecisions' }) },
  errors: ['not-found'],
  handler: async ({ params: { id }, actor, space, services, language }) => {
    await readYourWrites(space, actor.id, id);
    const document = await visibleDocument(space, actor, id);
    const stored = await space.cases.timeline
      .find({ case: id, 'event.type': { $in: ['decided', 'stageClosed'] } })
      .sort({ epoch: 1, seq: 1 })
      .lean();
    const events = await withTexts(space, stored);
    const items = await appealableOf(services, space, document, events, { actor, language });
    return { status: 200, body: { items } };
  },
});

type Appealable = z.infer<typeof appealableSchema>;

async function appealableOf(
  services: Services,
  space: SpaceServices,
  document: CaseDocument,
  events: readonly StoredEvent[],
  { actor, language }: Viewer,
): Promise<Appealable[]> {
  const procedure = procedureOf(services, document.kind);
  const appeals = await space.cases.cases
    .find({ 'links.case': document._id }, { status: 1, outcome: 1 })
    .lean<Pick<CaseDocument, '_id' | 'status' | 'outcome'>[]>();
  const byId = new Map(appeals.map((appeal) => [appeal._id, appeal]));
  const now = presentOf(document, services.clock()).toISOString();
  return events.flatMap((each): Appealable[] => {
    const appealed = appealedOf(services, document, each);
    if (appealed instanceof Refusal) return [];
    const { event, stage, decision, office, on, rule } = appealed;
    const { until, endsAt } = filingPeriod(space, document, on);
    const appeal = byId.get(appealIdOf(document, event));
    const inTime = endsAt === null || now < endsAt;
    return [
      {
        event,
        stage,
        stageTitle: stageTitle(procedure, stage, language),
        decision,
        summary: summarize(each.event, each.texts, procedure, language, (kind) => services.procedures.get(kind)),
        office,
        on,
        until,
        by: [...rule.by],
        holds: [...(rule.holds ?? [])],
        permitted: !appeal && inTime && refuseAppeal(actor, rule.by, document.subject.scope) === undefined,
        appeal: appeal ? { case: appeal._id, status: appeal.status, outcome: appeal.outcome } : null,
        remedy: remedyOf(document, appealed, appeal?.outcome ?? null),
      },
    ];
  });
}

/** Who has to do what after a ruling that does not uphold the decision. */
function remedyOf(
  { _id: id, kind, status }: CaseDocument,
  { event, office }: Pick<Appealable, 'event' | 'office'>,
  outcome: string | null,
): Appealable['remedy'] {
  if (outcome !== 'changed' && outcome !== 'sentBack') return null;
  const open = status === 'running' || status === 'suspended';
  return {
    office: superiorOf(office),
    correction: open ? { call: `POST /api/v1/cases/${id}/corrections`, event } : null,
    newCase: open ? null : kind,
  };
}
