import type { Client } from '@temporalio/client';
import type { Connection } from 'mongoose';
import { dayOf } from '../domain/calendar/calendar.ts';
import { noStaffing } from '../domain/campaign/campaign.ts';
import type { CaseOpening } from '../domain/case/opening.ts';
import type { PublishedMonth } from '../domain/rankings/publishedMonth.ts';
import { text } from '../domain/text.ts';
import { type CampaignCompoundDocument, type CampaignModels, campaignModels } from '../models/campaigns.ts';
import { caseModels } from '../models/caseModels.ts';
import {
  type ComplaintModels,
  complaintModels,
  type PublicationDocument,
  type PublicationItemDocument,
  versionKey,
} from '../models/rankings.ts';
import { type CaseStarter, openCase } from './openCase.ts';
import { tellCase } from './tellCase.ts';
import { whileBeating } from './whileBeating.ts';

export interface PublicationRef {
  month: string;
  version: number;
}

export interface PublicationActivities {
  /**
   * Carries out the next pieces of a publication: tells running cases, starts those that enter. Each piece has its result in
   * the journal and is harmless when repeated.
   *
   * @returns how many pieces were settled, and how many are left
   */
  carryOutPublication: (ref: PublicationRef) => Promise<{ settled: number; left: number }>;
  finishPublication: (ref: PublicationRef) => Promise<void>;
}

/** Pieces taken at once, and how many of them side by side, so that daily work goes on. */
const batch = 50;
const sideBySide = 5;
/** A case that does not answer so often is left for a repeat of the publication. */
const attemptsMax = 5;
const answerMs = 15_000;

type Result = Pick<PublicationItemDocument, 'case' | 'detail'> & { state: 'done' | 'skipped' };

export function createPublicationActivities(
  database: Connection,
  client: Client,
  taskQueue: string,
): PublicationActivities {
  const models = complaintModels(database);
  const campaigns = campaignModels(database);
  const starter: CaseStarter = { cases: caseModels(database), client, taskQueue };
  const carryOut = async (publication: PublicationDocument, item: PublicationItemDocument): Promise<boolean> => {
    try {
      const result =
        item.kind === 'figures'
          ? await tellMonth(client, publication, item, await othersOf(models, item.compound, publication.month))
          : await enter(starter, campaigns, item);
      await models.items.updateOne({ _id: item._id }, { $set: result });
      return true;
    } catch (error) {
      const attempts = item.attempts + 1;
      const state = attempts < attemptsMax ? 'pending' : 'failed';
      const detail = (error instanceof Error ? error.message : 'unknown reason').slice(0, 300);
      await models.items.updateOne({ _id: item._id }, { $set: { attempts, state, detail } });
      return state === 'failed';
    }
  };
  return {
    carryOutPublication: ({ month, version }) =>
      whileBeating(async () => {
        const id = versionKey(month, version);
        const publication = await models.publications.findById(id).lean<PublicationDocument>();
        if (publication === null) return { settled: 0, left: 0 };
        const pending = { publication: id, state: 'pending' as const };
        const items = await models.items
          .find(pending)
          .sort({ order: 1 })
          .limit(batch)
          .lean<PublicationItemDocument[]>();
        let settled = 0;
        for (let at = 0; at < items.length; at += sideBySide) {
          const results = await Promise.all(
            items.slice(at, at + sideBySide).map((item) => carryOut(publication, item)),
          );
          settled += results.filter(Boolean).length;
        }
        return { settled, left: await models.items.countDocuments(pending) };
      }),
    finishPublication: async ({ month, version }) => {
      const id = versionKey(month, version);
      await models.publications.updateOne({ _id: id }, { $set: { status: 'done', finishedAt: new Date() } });
      await models.rankings.updateOne({ _id: month, publishing: version }, { $set: { publishing: null } });
    },
  };
}

/** The ranks of the other months of the calendar year, as they are published. */
async function othersOf(
  { complaintMonths }: ComplaintModels,
  compound: string,
  month: string,
): Promise<PublishedMonth['others']> {
  const year = month.slice(0, 4);
  const found = await complaintMonths
    .find({ compound, month: { $gte: `${year}-01`, $lte: `${year}-12`, $ne: month } })
    .sort({ month: 1 })
    .lean();
  return found.map((each) => ({
    month: each.month,
    version: each.version,
    publishedOn: each.publishedOn ?? dayOf(each.publishedAt.toISOString()),
    cityRank: each.cityRank,
  }));
}

async function tellMonth(
  client: Client,
  { month, version, publishedOn }: PublicationDocument,
  { case: id, figures }: PublicationItemDocument,
  others: PublishedMonth['others'],
): Promise<Result> {
  if (id === null || figures === undefined) throw new Error('the piece names no case');
  const input: PublishedMonth = { month, version, publishedOn, figures, others };
  const once = { case: id, month, version };
  const told = await tellCase(client, id, { update: 'recordMonth', input, once, body: [month, version] }, answerMs);
  if (told.how === 'silent') throw new Error(`${id} did not answer`);
  if (told.how === 'ended') return { state: 'skipped', case: id, detail: 'The case has ended' };
  // This version, or a later one, may have been recorded before.
  if (told.how === 'accepted' || told.code === 'already-decided') return { state: 'done', case: id, detail: null };
  return { state: 'skipped', case: id, detail: told.detail.slice(0, 300) };
}

async function enter(starter: CaseStarter, campaigns: CampaignModels, item: PublicationItemDocument): Promise<Result> {
  const { opening } = item;
  if (opening === undefined) throw new Error('the piece names no case to start');
  const { case: id, how } = await openCase(starter, opening);
  if (how === 'active') return { state: 'skipped', case: id, detail: `${id} is active: somebody else started it` };
  if (opening.campaign !== null) await putOnList(campaigns, opening.campaign, item, opening, id);
  return { state: 'done', case: id, detail: null };
}

/** The campaign's list has the newcomer too. Harmless when repeated. */
async function putOnList(
  { campaigns, campaignCompounds }: CampaignModels,
  campaign: string,
  { compound, name, within, reason = text('动态纳入', 'Dynamic inclusion') }: PublicationItemDocument,
  { subject, input }: CaseOpening,
  id: string,
): Promise<void> {
  const entry: Omit<CampaignCompoundDocument, '_id'> = {
    campaign,
    compound,
    name,
    scope: subject.scope,
    within,
    route: 'monthlyTop50',
    reason,
    baselineMonthlyComplaints: Number(input['baselineMonthlyComplaints']),
    staffing: noStaffing,
    case: id,
  };
  await campaignCompounds.updateOne({ _id: `${campaign}|${compound}` }, { $set: entry }, { upsert: true });
  const compounds = await campaignCompounds.countDocuments({ campaign });
  await campaigns.updateOne({ _id: campaign }, { $set: { compounds, updatedAt: new Date() } });
}
