import { z } from 'zod';
import { caseStatusSchema, stageStateSchema } from '../../domain/case/caseView.ts';
import type { Language } from '../../domain/text.ts';
import { stageTitle } from '../../domain/timeline/summary.ts';
import type { CaseDocument } from '../../models/caseModels.ts';
import { readYourWrites } from '../cases/acknowledged.ts';
import { caseConditions, caseIndex, casePlans } from '../cases/caseQueries.ts';
import { endpoint, everyone } from '../endpoint.ts';
import { choosePlan, pageQuery, pageRequest, pageSchema } from '../pages.ts';
import { caseLine } from '../present/case.ts';
import type { Services } from '../services.ts';
import { visiblePlaces } from '../visibility.ts';
import { visibleCampaign } from './campaignStore.ts';
import { campaignParams } from './campaignView.ts';

const scheduledCaseSchema = z
  .strictObject({
    case: z.string(),
    kind: z.string(),
    compound: z.string(),
    name: z.string(),
    scope: z.string(),
    status: caseStatusSchema,
    outcomeTitle: z.string().nullable(),
    stage: z.string().nullable().describe('The main stage that is open; null once the case has ended'),
    stageTitle: z.string().nullable(),
    startedAt: z.iso.datetime(),
    endedAt: z.iso.datetime().nullable(),
    dueAt: z.iso.datetime().nullable().describe('The earliest due date among the open tasks'),
    overdue: z.boolean(),
    now: z.iso.datetime().describe('The case’s own present; differs from the clock on the wall in the rehearsal space'),
    spans: z
      .array(
        z.strictObject({
          stage: z.string(),
          title: z.string(),
          visit: z.int().describe('1 the first time, more when the case came back'),
          status: stageStateSchema.shape.status,
          from: z.iso.datetime(),
          to: z.iso.datetime().nullable().describe('null while it is open'),
        }),
      )
      .describe('When it stood at which stage, in order'),
  })
  .meta({ id: 'ScheduledCase' });
type ScheduledCase = z.input<typeof scheduledCaseSchema>;

const fields = {
  kind: 1,
  subject: 1,
  campaign: 1,
  status: 1,
  outcome: 1,
  stage: 1,
  stages: 1,
  startedAt: 1,
  endedAt: 1,
  dueAt: 1,
  revision: 1,
  updatedAt: 1,
  clockAt: 1,
};

export const listCampaignSchedule = endpoint({
  method: 'get',
  path: '/api/v1/campaigns/{id}/schedule',
  operationId: 'listCampaignSchedule',
  tag: 'campaigns',
  summary: 'The cases of a campaign within sight, each with the time it spent at its stages, newest first',
  access: { roles: everyone },
  params: campaignParams,
  query: z.strictObject(pageQuery),
  responses: { 200: pageSchema(scheduledCaseSchema) },
  errors: ['not-found', 'invalid-cursor'],
  handler: async ({ params: { id }, query, actor, space, services, language }) => {
    await visibleCampaign(space, actor, id);
    const plan = choosePlan(casePlans, ['campaign'], 'newest');
    const sight = visiblePlaces(actor);
    const now = services.clock();
    const filter = { campaign: id };
    const kinds = services.procedures.list().map(({ kind }) => kind);
    const conditions = caseConditions(filter, { sight, kinds, sort: 'newest', space: space.space, now });
    const { after, sort, limit, page } = pageRequest(query, plan.order, ['campaignSchedule', id, sight]);
    await readYourWrites(space, actor.id);
    const found = await space.cases.cases
      .find({ $and: [...conditions, after] }, fields)
      .sort(sort)
      .hint(caseIndex(filter, { sight, sort: 'newest' }))
      .limit(limit + 1)
      .lean<CaseDocument[]>();
    return { status: 200, body: page(found, (each) => scheduled(each, { services, actor, language, now })) };
  },
});

interface Setting {
  services: Services;
  actor: Parameters<typeof visiblePlaces>[0];
  language: Language;
  now: Date;
}

function scheduled(document: CaseDocument, { services, actor, language, now }: Setting): ScheduledCase {
  const procedure = services.procedures.get(document.kind);
  const {
    status,
    outcomeTitle,
    stage,
    stageTitle: at,
    startedAt,
    endedAt,
    dueAt,
    overdue,
    now: own,
  } = caseLine(document, procedure, { actor, language }, now);
  const { id: compound, name, scope } = document.subject;
  const spans = Object.entries(document.stages)
    .map(([key, { stage: each, visit, status: state, openedAt, closedAt }]) => ({
      stage: each,
      title: procedure === undefined ? each : stageTitle(procedure, key, language),
      visit,
      status: state,
      from: openedAt,
      to: closedAt ?? null,
    }))
    .sort((a, b) => (a.from === b.from ? 0 : a.from < b.from ? -1 : 1));
  return {
    case: document._id,
    kind: document.kind,
    compound,
    name,
    scope,
    status,
    outcomeTitle,
    stage,
    stageTitle: at,
    startedAt,
    endedAt,
    dueAt,
    overdue,
    now: own,
    spans,
  };
}
