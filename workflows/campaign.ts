/**
 * A campaign 专项行动 beside its cases: it lets them start in waves, writes a bulletin each month, and closes when all of
 * them have ended.
 *
 * It is never the parent of its cases, which live on their own; what it knows of them it reads from their documents. It
 * asks for nothing but the passing of time, so that it can be played through in a rehearsal.
 */
import {
  allHandlersFinished,
  condition,
  continueAsNew,
  proxyActivities,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { CampaignActivities, CampaignLaunch } from '../activities/campaigns.ts';
import { campaignNewsSignal, campaignRetrySignal } from './messages.ts';

export interface CampaignInput {
  launch: CampaignLaunch;
  /** Rehearsal space: the instant of the launch; this execution's clock is moved there first. */
  startAt?: string;
  carried?: CampaignState;
}

/** What a campaign carries from run to run; everything else is in the documents. */
export interface CampaignState {
  phase: 'launching' | 'running';
  /** When the next case may begin, ISO; cases begin one after another. */
  next: string;
  /** The month whose bulletin is due next, and when. */
  bulletin: { month: string; dueAt: string };
}

/** Past so many events a campaign continues as new. */
const historyBound = 500;

const { beginCampaign, startWave, finishLaunch, takeUpFailed, closeIfDone, monthEnd, writeBulletin } =
  proxyActivities<CampaignActivities>({
    startToCloseTimeout: '10 minutes',
    heartbeatTimeout: '20 seconds',
    retry: { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '30 seconds' },
  });

const now = (): string => new Date(Date.now()).toISOString();

export async function campaign(input: CampaignInput): Promise<void> {
  const { launch, carried } = input;
  // A run that goes on from another may have missed nothing, but looks.
  let news = true;
  let retry = false;
  setHandler(campaignNewsSignal, () => {
    news = true;
  });
  setHandler(campaignRetrySignal, () => {
    retry = true;
  });

  const state = carried ?? (await begin(input));
  for (;;) {
    if (retry) {
      retry = false;
      await takeUpFailed({ campaign: launch.campaign });
      state.phase = 'launching';
    }
    if (state.phase === 'launching') {
      const wave = await startWave({ ...launch, at: now(), next: state.next });
      state.next = wave.next;
      if (!wave.more) {
        await finishLaunch({ campaign: launch.campaign });
        state.phase = 'running';
        news = true;
      }
    } else if (Date.now() >= Date.parse(state.bulletin.dueAt)) {
      await writeBulletin({ campaign: launch.campaign, month: state.bulletin.month, at: now() });
      state.bulletin = await monthEnd({ ...launch, after: state.bulletin.month });
    } else if (news) {
      news = false;
      if ((await closeIfDone({ campaign: launch.campaign, at: now() })).closed) return;
    } else {
      await condition(() => news || retry, Math.max(1, Date.parse(state.bulletin.dueAt) - Date.now()));
    }
    if (workflowInfo().historyLength > historyBound && !retry) {
      await condition(allHandlersFinished);
      await continueAsNew<typeof campaign>({ ...input, carried: state });
    }
  }
}

async function begin({ launch, startAt }: CampaignInput): Promise<CampaignState> {
  const ahead = startAt === undefined ? 0 : Date.parse(startAt) - Date.now();
  if (ahead > 0) await sleep(ahead);
  const at = now();
  await beginCampaign({ ...launch, at });
  return { phase: 'launching', next: at, bulletin: await monthEnd({ ...launch, from: at }) };
}
