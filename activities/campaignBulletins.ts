import type { Space } from '../domain/case/caseView.ts';
import { campaignProgress } from '../models/campaignProgress.ts';
import type { CampaignModels } from '../models/campaigns.ts';
import type { CaseModels } from '../models/caseModels.ts';
import type { ComplaintModels } from '../models/rankings.ts';

/** The documents a campaign's figures come from, in one space. */
export interface CampaignModelsAll {
  space: Space;
  cases: CaseModels;
  campaigns: CampaignModels;
  complaints: ComplaintModels;
}

/**
 * Writes what a month of a campaign came to, once: a repeat, or a run that catches up after an outage, changes nothing
 * that is there. Says so to the hotline office where the month's ranking is missing.
 */
export async function writeBulletin(
  models: CampaignModelsAll,
  { campaign: id, month, at }: { campaign: string; month: string; at: string },
): Promise<void> {
  const { campaigns, campaignCompounds, bulletins, campaignNotices } = models.campaigns;
  const campaign = await campaigns.findById(id).lean();
  if (campaign === null || (await bulletins.exists({ _id: `${id}|${month}` }))) return;
  const { place, within, rehearsal } = campaign;
  const common = { campaign: id, month, within, at: new Date(at), ...(rehearsal !== undefined && { rehearsal }) };
  const [progress, published, compounds] = await Promise.all([
    campaignProgress(models, id, { space: models.space, now: new Date() }),
    models.complaints.complaintMonths.exists({ within: place, month }),
    campaignCompounds.distinct('compound', { campaign: id }),
  ]);
  const [sums] = await models.complaints.complaintMonths.aggregate<{
    compounds: number;
    complaints: number;
    satisfied: number;
    surveyed: number;
  }>([
    { $match: { compound: { $in: compounds }, month } },
    {
      $group: {
        _id: null,
        compounds: { $sum: 1 },
        complaints: { $sum: '$complaints' },
        satisfied: { $sum: '$satisfied' },
        surveyed: { $sum: '$surveyed' },
      },
    },
    { $project: { _id: 0 } },
  ]);
  const ranking = {
    published: published !== null,
    ...(sums ?? { compounds: 0, complaints: 0, satisfied: 0, surveyed: 0 }),
  };
  const upsert = { upsert: true } as const;
  const notice = async (kind: 'rankingMissing' | 'bulletinDue', to: string[]): Promise<void> => {
    const document = { ...common, kind, place, to };
    await campaignNotices.updateOne({ _id: `${id}|${kind}|${month}` }, { $setOnInsert: document }, upsert);
  };
  if (!ranking.published) await notice('rankingMissing', ['hotlineOffice', 'coordinator']);
  await notice('bulletinDue', ['coordinator']);
  await bulletins.updateOne({ _id: `${id}|${month}` }, { $setOnInsert: { ...common, progress, ranking } }, upsert);
}
