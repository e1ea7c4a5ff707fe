import { z } from 'zod';
import { dayOf } from '../../domain/calendar/calendar.ts';
import { noStaffing } from '../../domain/campaign/campaign.ts';
import { type PaperCase, type PaperReading, readPaperCase } from '../../domain/campaign/paperCase.ts';
import { Refusal } from '../../domain/errors.ts';
import type { Actor } from '../../domain/organisation/actor.ts';
import { covers } from '../../domain/organisation/scope.ts';
import { caseParameters } from '../../domain/policy/resolvePolicy.ts';
import { procedure } from '../../domain/procedures/rectification.ts';
import { type Language, text } from '../../domain/text.ts';
import { stageTitle } from '../../domain/timeline/summary.ts';
import type { CampaignCompoundDocument, CampaignDocument } from '../../models/campaigns.ts';
import { latestCasesOf } from '../../models/caseOrdinals.ts';
import { campaignRetrySignal } from '../../workflows/messages.ts';
import { requireMatch } from '../etag.ts';
import type { Services, SpaceServices } from '../services.ts';
import { ownCampaign } from './campaignStore.ts';
import { campaignWorkflowId } from './launch.ts';

/** A row and where it stood: its index in the body, or its line in the file. */
export interface PaperRow {
  line: number;
  values: PaperCase;
}

/** Who calls, and for which campaign. */
export interface PaperCall {
  params: { id: string };
  ifMatch: string;
  actor: Actor;
  space: SpaceServices;
  services: Services;
  language: Language;
  address: string;
  requestId: string;
}

export const paperReportSchema = z
  .strictObject({
    revision: z.int(),
    written: z.boolean(),
    valid: z.int(),
    invalid: z.int(),
    rows: z.array(
      z.strictObject({
        line: z.int().describe('Line of the file, or index of the row'),
        compound: z.string(),
        startedOn: z.iso.date().nullable(),
        stage: z.string().nullable().describe('Where the case will stand'),
        stageTitle: z.string().nullable(),
        steps: z.int().describe('Earlier steps that its timeline will have'),
        errors: z.array(z.strictObject({ column: z.string(), detail: z.string() })),
      }),
    ),
  })
  .meta({ id: 'PaperCasesReport' });
export type PaperReport = z.infer<typeof paperReportSchema>;

export interface PaperPreview {
  campaign: CampaignDocument;
  report: PaperReport;
  documents: CampaignCompoundDocument[];
}

/**
 * What each row would become, and what is wrong with it. Nothing is written.
 *
 * @throws Refusal not-found, forbidden, campaign-launched, revision-conflict
 */
export async function previewPaperCases(
  { params: { id }, ifMatch, actor, space, services, language }: PaperCall,
  rows: readonly PaperRow[],
): Promise<PaperPreview> {
  const campaign = await ownCampaign(space, actor, id);
  if (campaign.status === 'closed' || campaign.status === 'archived') {
    throw new Refusal('campaign-launched', {
      zh: `${id} 处于 ${campaign.status} 状态`,
      en: `${id} is ${campaign.status}`,
    });
  }
  requireMatch(ifMatch, campaign.revision);
  const ids = rows.map(({ values }) => values.compound);
  const { kind } = procedure;
  const subjects = ids.map((each) => ({ kind, subject: { type: 'compound' as const, id: each, name: '', scope: '' } }));
  const [registered, latest, listed] = await Promise.all([
    space.registers.compounds.find({ _id: { $in: ids } }, { name: 1, scope: 1, within: 1 }).lean(),
    latestCasesOf(space.cases, subjects),
    space.campaigns.campaignCompounds.find({ campaign: id, compound: { $in: ids } }, { compound: 1, case: 1 }).lean(),
  ]);
  const compounds = new Map(registered.map((each) => [each._id, each]));
  const begun = new Map(listed.flatMap((each) => (each.case === null ? [] : [[each.compound, each.case] as const])));
  const today = dayOf(services.clock().toISOString());
  const seen = new Set<string>();
  const documents: CampaignCompoundDocument[] = [];
  const shown = rows.map(({ line, values }): PaperReport['rows'][number] => {
    const compound = compounds.get(values.compound);
    const refuse = (zh: string, en: string): PaperReading['errors'] => [{ column: 'compound', detail: text(zh, en) }];
    const { compound: named } = values;
    const active = latest.get(values.compound);
    const wrong =
      compound === undefined
        ? refuse(`台账中没有小区${named}`, `there is no compound ${named} in the register`)
        : !covers(campaign.place, compound.scope)
          ? refuse(`${named}不在${campaign.place}范围内`, `${named} lies outside of ${campaign.place}`)
          : seen.has(values.compound)
            ? refuse(`${named}重复`, `${named} has another row`)
            : begun.has(values.compound)
              ? refuse(`本行动已启动${begun.get(named)}`, `${begun.get(named)} was started by this campaign`)
              : active?.active
                ? refuse(`${active.id}正在办理`, `${active.id} is under way`)
                : [];
    seen.add(values.compound);
    const policy = space.policies.policy(space.policies.localityOf(compound?.scope ?? campaign.place));
    const parameters = policy ? caseParameters(policy, procedure.sections) : {};
    const { underWay, errors } = readPaperCase(values, today, parameters);
    const all = [...wrong, ...errors];
    if (compound !== undefined && all.length === 0) documents.push(documentOf(campaign, values, compound, underWay));
    return {
      line,
      compound: values.compound,
      startedOn: values.startedOn,
      stage: all.length === 0 ? values.reached : null,
      stageTitle: all.length === 0 ? stageTitle(procedure, values.reached, language) : null,
      steps: underWay.steps.length,
      errors: all.map(({ column, detail }) => ({ column, detail: detail[language] })),
    };
  });
  const report = {
    revision: campaign.revision,
    written: false,
    valid: documents.length,
    invalid: rows.length - documents.length,
    rows: shown,
  };
  return { campaign, report, documents };
}

function documentOf(
  { _id }: CampaignDocument,
  { compound, route = 'manual', baselineMonthlyComplaints, startedOn, ...rest }: PaperCase,
  { name, scope, within }: Pick<CampaignCompoundDocument, 'name' | 'scope' | 'within'>,
  underWay: PaperReading['underWay'],
): CampaignCompoundDocument {
  const { leader, redSecretary, departments = noStaffing.departments } = rest;
  return {
    _id: `${_id}|${compound}`,
    campaign: _id,
    compound,
    name,
    scope,
    within,
    route,
    reason: { zh: `${startedOn}起在纸面办理`, en: `under way on paper since ${startedOn}` },
    baselineMonthlyComplaints,
    staffing: {
      ...(leader !== undefined && { leader }),
      ...(redSecretary !== undefined && { redSecretary }),
      departments,
    },
    case: null,
    underWay,
  };
}

/**
 * Puts the cases on the campaign's list; one that was launched already starts them now.
 *
 * @throws Refusal revision-conflict
 */
export async function storePaperCases(
  { actor, space, services, address, requestId }: PaperCall,
  { campaign, report, documents }: PaperPreview,
): Promise<PaperReport> {
  const { campaigns, campaignCompounds } = space.campaigns;
  const id = campaign._id;
  const changed = await space.database.transaction(async (session) => {
    const ids = documents.map(({ _id }) => _id as never);
    await campaignCompounds.deleteMany({ _id: { $in: ids }, case: null }, { session });
    await campaignCompounds.collection.insertMany(documents as never[], { session });
    const compounds = await campaignCompounds.countDocuments({ campaign: id }).session(session);
    const found = await campaigns
      .findOneAndUpdate(
        { _id: id, revision: campaign.revision, status: { $in: ['draft', 'launching', 'running'] } },
        { $set: { compounds, updatedAt: services.clock() }, $inc: { revision: 1 } },
        { session, returnDocument: 'after' },
      )
      .lean();
    if (found === null)
      throw new Refusal('revision-conflict', {
        zh: '该行动刚被他人修改，请重新读取',
        en: 'The campaign was changed at the same time; read it again',
      });
    return found;
  });
  services.audit.record({
    what: 'campaignChanged',
    subject: id,
    detail: `${documents.length} cases from paper`,
    actor: { id: actor.id, role: actor.role },
    space: space.space,
    address,
    requestId,
  });
  if (changed.status !== 'draft') {
    await space.temporal.workflow.getHandle(campaignWorkflowId(id)).signal(campaignRetrySignal);
  }
  return { ...report, revision: changed.revision, written: true };
}
