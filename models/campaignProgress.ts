import type { CampaignProgress } from '../domain/campaign/campaign.ts';
import type { Space } from '../domain/case/caseView.ts';
import type { CampaignModels } from './campaigns.ts';
import type { CaseModels } from './caseModels.ts';

interface Group {
  _id: { status: string; stage: string | null; street: string | null; overdue: boolean };
  count: number;
}

/**
 * How far a campaign is: one aggregate over its cases, found by their key `campaign:…`, and one over its compounds.
 *
 * @param sight the places counted; undefined counts all
 * @param now the wall clock; in a rehearsal every case has a clock of its own
 */
export async function campaignProgress(
  { cases, campaigns }: { cases: CaseModels; campaigns: CampaignModels },
  campaign: string,
  { space, now, sight }: { space: Space; now: Date; sight?: readonly string[] | undefined },
): Promise<CampaignProgress> {
  const seen = sight === undefined ? {} : { within: { $in: [...sight] } };
  const [groups, entries] = await Promise.all([
    cases.cases.aggregate<Group>([
      { $match: { $and: [{ within: `campaign:${campaign}` }, seen] } },
      {
        $group: {
          _id: { status: '$status', stage: '$stage', street: '$street', overdue: overdue(space, now) },
          count: { $sum: 1 },
        },
      },
    ]),
    campaigns.campaignCompounds.aggregate<{ _id: string; count: number }>([
      { $match: { campaign, ...seen } },
      { $group: { _id: entryState, count: { $sum: 1 } } },
    ]),
  ]);
  const entry = (state: string): number => entries.find(({ _id }) => _id === state)?.count ?? 0;
  const progress: CampaignProgress = {
    compounds: entries.reduce((sum, { count }) => sum + count, 0),
    pending: entry('pending'),
    started: entry('started'),
    elsewhere: entry('elsewhere'),
    failed: entry('failed'),
    visible: 0,
    byStatus: {},
    byStage: {},
    overdue: 0,
    byStreet: {},
  };
  for (const group of groups) add(progress, group);
  return progress;
}

/** What has become of a compound of the campaign. */
export const entryState = {
  $switch: {
    branches: [
      { case: { $ne: [{ $ifNull: ['$case', null] }, null] }, then: 'started' },
      { case: { $ne: [{ $ifNull: ['$activeCase', null] }, null] }, then: 'elsewhere' },
      { case: { $ne: [{ $ifNull: ['$failure', null] }, null] }, then: 'failed' },
    ],
    default: 'pending',
  },
};

function overdue(space: Space, now: Date): unknown {
  const present = space === 'live' ? now : { $add: ['$clockAt', { $max: [0, { $subtract: [now, '$updatedAt'] }] }] };
  return { $and: [{ $ne: ['$dueAt', null] }, { $lte: ['$dueAt', present] }] };
}

function add(progress: CampaignProgress, { _id: { status, stage, street, overdue: late }, count }: Group): void {
  const open = status === 'running' || status === 'suspended';
  progress.visible += count;
  progress.byStatus[status] = (progress.byStatus[status] ?? 0) + count;
  if (open && stage !== null) progress.byStage[stage] = (progress.byStage[stage] ?? 0) + count;
  if (open && late) progress.overdue += count;
  const place = (progress.byStreet[street ?? ''] ??= { cases: 0, open: 0, overdue: 0, ended: 0 });
  place.cases += count;
  if (open) place.open += count;
  else place.ended += count;
  if (open && late) place.overdue += count;
}
