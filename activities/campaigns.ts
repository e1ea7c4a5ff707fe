import type { Client } from '@temporalio/client';
import type { Connection } from 'mongoose';
import { addDays, addMonths, addWorkingDays, at as atTime, type Calendar, dayOf } from '../domain/calendar/calendar.ts';
import type { Space } from '../domain/case/caseView.ts';
import type { Actor } from '../domain/organisation/actor.ts';
import { campaignProgress } from '../models/campaignProgress.ts';
import { campaignModels } from '../models/campaigns.ts';
import { caseModels } from '../models/caseModels.ts';
import { currentCalendar, keptModels } from '../models/keptVersions.ts';
import { complaintModels } from '../models/rankings.ts';
import { type CampaignModelsAll, writeBulletin } from './campaignBulletins.ts';
import { startWave, type WaveInput, type WaveResult } from './campaignWaves.ts';

/** What a campaign is launched with; everything else is in its documents. */
export interface CampaignLaunch {
  campaign: string;
  space: Space;
  /** Version of the kept policy that holds in each district, `city/district`, and in the campaign's own place. */
  policies: Record<string, string>;
  /** Version of the kept calendar. */
  calendar: string;
  /** Who launched it: starts every case, and nominates the teams. */
  startedBy: Actor;
}

interface Named {
  campaign: string;
}

/** The present of the campaign, ISO; virtual in the rehearsal space. */
interface AtPresent extends Named {
  at: string;
}

export interface CampaignActivities {
  beginCampaign: (input: AtPresent & Pick<CampaignLaunch, 'startedBy'>) => Promise<void>;
  /** Starts the next cases that are pending. Repeated, it finds what it has started. */
  startWave: (input: WaveInput) => Promise<WaveResult>;
  finishLaunch: (input: Named) => Promise<void>;
  /** Compounds whose case could not be started are pending again. */
  takeUpFailed: (input: Named) => Promise<void>;
  /** Closes the campaign when nothing is left to start and all its cases have ended. */
  closeIfDone: (input: AtPresent) => Promise<{ closed: boolean }>;
  /** The month whose bulletin comes next, and when it is due. */
  monthEnd: (
    input: Pick<CampaignLaunch, 'policies' | 'calendar' | 'campaign'> & ({ from: string } | { after: string }),
  ) => Promise<{ month: string; dueAt: string }>;
  /** Writes the bulletin of a month, once, and what it misses. */
  writeBulletin: (input: AtPresent & { month: string }) => Promise<void>;
}

/** The activities of campaigns, on one space. */
export function createCampaignActivities(
  database: Connection,
  { client, space, taskQueue }: { client: Client; space: Space; taskQueue: string },
): CampaignActivities {
  const models: CampaignModelsAll = {
    space,
    cases: caseModels(database),
    campaigns: campaignModels(database),
    complaints: complaintModels(database),
  };
  const { campaigns, campaignCompounds } = models.campaigns;
  return {
    beginCampaign: async ({ campaign, at, startedBy }) => {
      await campaigns.updateOne(
        { _id: campaign, status: { $in: ['draft', 'launching'] } },
        { $set: { status: 'launching', launchedAt: new Date(at), launchedBy: startedBy.id, updatedAt: new Date(at) } },
      );
    },
    startWave: (input) => startWave({ database, client, space, taskQueue }, input),
    finishLaunch: async ({ campaign }) => {
      await campaigns.updateOne({ _id: campaign, status: 'launching' }, { $set: { status: 'running' } });
    },
    takeUpFailed: async ({ campaign }) => {
      await campaignCompounds.updateMany(
        { campaign, failure: { $exists: true } },
        { $unset: { failure: 1, activeCase: 1 } },
      );
      await campaigns.updateOne({ _id: campaign, status: 'running' }, { $set: { status: 'launching' } });
    },
    closeIfDone: async ({ campaign, at }) => {
      const progress = await campaignProgress(models, campaign, { space, now: new Date() });
      const ended = (progress.byStatus['completed'] ?? 0) + (progress.byStatus['cancelled'] ?? 0);
      const open = progress.visible - ended;
      if (progress.pending + progress.failed + open > 0 || ended < progress.started) return { closed: false };
      const [last] = await models.cases.cases
        .find({ within: `campaign:${campaign}`, status: { $in: ['completed', 'cancelled'] } }, { endedAt: 1 })
        .sort({ endedAt: -1 })
        .limit(1)
        .lean();
      // In a rehearsal the cases' clocks may be ahead of the campaign's.
      const closedAt = last?.endedAt ?? at;
      await writeBulletin(models, { campaign, month: dayOf(closedAt).slice(0, 7), at: closedAt });
      await campaigns.updateOne(
        { _id: campaign, status: { $in: ['launching', 'running'] } },
        { $set: { status: 'closed', closedAt: new Date(closedAt) }, $inc: { revision: 1 } },
      );
      return { closed: true };
    },
    monthEnd: async (input) => {
      const kept = keptModels(database);
      const month = 'from' in input ? dayOf(input.from).slice(0, 7) : addMonths(`${input.after}-01`, 1).slice(0, 7);
      const place = (await campaigns.findById(input.campaign, { place: 1 }).lean())?.place ?? '';
      const policy = await kept.policies.findById(input.policies[place]).lean();
      const days = policy?.policy.sections['campaign']?.['bulletinDays']?.value;
      const calendar: Calendar | undefined =
        (await currentCalendar(database)) ?? (await kept.calendars.findById(input.calendar).lean())?.calendar;
      if (calendar === undefined || typeof days !== 'number')
        throw new Error(`${input.campaign}: no calendar or policy`);
      const lastDay = addDays(addMonths(`${month}-01`, 1), -1);
      return { month, dueAt: atTime(addWorkingDays(calendar, lastDay, days), '09:00') };
    },
    writeBulletin: (input) => writeBulletin(models, input),
  };
}
