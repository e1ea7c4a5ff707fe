import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { z } from 'zod';
import { type Space, spaces } from '../../config.ts';
import type { TimelineEvent } from '../../domain/timeline/event.ts';
import { verifyChain } from '../../domain/timeline/hashChain.ts';
import { campaignModels } from '../../models/campaigns.ts';
import { caseModels } from '../../models/caseModels.ts';
import { complaintModels } from '../../models/rankings.ts';
import { snapshotQuery } from '../../workflows/messages.ts';
import type { Entry } from './ledger.ts';
import type { Load } from './load.ts';
import type { TortureScene } from './scene.ts';

/** How long what was acknowledged may take until it can be read, once everything runs again. */
const settleMs = 240_000;

/** Asks again until there is nothing to complain of, or patience ends. @returns the last complaints */
async function untilNone(complaints: () => Promise<string[]>): Promise<string[]> {
  for (const until = Date.now() + settleMs; ; await pause(200)) {
    const found = await complaints().catch((error: unknown) => [String(error)]);
    if (found.length === 0 || Date.now() > until) return found;
  }
}

/** Everything that is not as its callers were told, in words; nothing when all is well. */
export async function findings(scene: TortureScene, clients: Record<Space, Client>, load: Load): Promise<string[]> {
  const touched = spaces.flatMap((space) => casesOf(load, space).map((id) => ({ space, id })));
  const perCase = await Promise.all(
    touched.map(({ space, id }) => untilNone(() => complaintsOf(scene, clients[space], load.entries, space, id))),
  );
  // Nothing that is asked here is wrong in itself: a refusal has to come from what happened meanwhile.
  const baseless = load.entries.filter(({ fate, answer }) => fate === 'refused' && !answer.startsWith('409'));
  const stuck = load.entries.filter(({ what, fate }) => what === 'touch' && fate !== 'acknowledged');
  return [
    ...perCase.flat(),
    ...baseless.map(({ what, case: id, answer }) => `${what} ${id ?? ''} was refused: ${answer}`),
    ...stuck.map(({ case: id, answer }) => `${id}: takes no act any more (${answer})`),
    ...(await untilNone(() => startsWithoutEffect(scene, load))),
    ...(await untilNone(() => campaignComplaints(scene, load))),
    ...(await untilNone(() => publicationComplaints(scene, load))),
  ];
}

/** Cases that are there for certain, by whatever started them. */
function casesOf({ cases, entries }: Load, space: Space): string[] {
  const launched = entries.flatMap(({ what, fate, case: id }) =>
    what === 'launch' && fate === 'acknowledged' && id !== undefined ? [id] : [],
  );
  return space === 'live' ? [...cases.live, ...launched] : cases.rehearsal;
}

async function complaintsOf(
  scene: TortureScene,
  client: Client,
  entries: readonly Entry[],
  space: Space,
  id: string,
): Promise<string[]> {
  const { cases, timeline } = caseModels(scene.database(space));
  const { view } = await client.workflow.getHandle(id).query(snapshotQuery);
  const document = await cases.findById(id).lean();
  const events = (await timeline.find({ case: id }).sort({ seq: 1 }).lean()).map(({ event }) => event);
  const said = [
    ...(document === null ? ['is in no list'] : []),
    ...(document?.diverged === undefined ? [] : ['was forked']),
    ...(document?.revision === view.revision ? [] : [`lists have ${document?.revision} of ${view.revision}`]),
    ...verifyChain(events, new Map(), view.head).map((fault) => `chain: ${JSON.stringify(fault)}`),
    ...rungComplaints(events),
  ];
  for (const { what, key, fate, answer } of entries.filter((entry) => entry.case === id && entry.key !== '')) {
    const times = events.filter(({ act }) => act?.key === key).length;
    const isWrong = fate === 'acknowledged' ? times !== 1 : fate === 'refused' ? times !== 0 : times > 1;
    if (isWrong) said.push(`${what} (${fate}: ${answer}) is there ${times} times`);
  }
  return said.map((each) => `${id}: ${each}`);
}

const rungSchema = z.looseObject({ rung: z.string(), reachedAt: z.string(), dueAt: z.string().nullable() });

/** Each rung of the ladder once for a due date, and never before its time. */
function rungComplaints(events: readonly TimelineEvent[]): string[] {
  const climbed = events.flatMap(({ type, at, stage, data }) =>
    type === 'escalated' ? [{ at, stage, ...rungSchema.parse(data) }] : [],
  );
  const names = climbed.map(({ stage, rung, dueAt }) => `${stage} ${rung} ${dueAt}`);
  return [
    ...names.filter((name, index) => names.indexOf(name) !== index).map((name) => `${name} came twice`),
    ...climbed.flatMap(({ at, stage, rung, reachedAt }) =>
      Date.parse(at) < Date.parse(reachedAt) ? [`${stage} ${rung} came at ${at}, before ${reachedAt}`] : [],
    ),
  ];
}

/** A start that was refused left nothing behind; one that nobody knows of is there at most once, and whole. */
async function startsWithoutEffect(scene: TortureScene, { entries }: Load): Promise<string[]> {
  const { cases } = caseModels(scene.database('live'));
  const refused = entries.flatMap(({ what, fate, case: id }) =>
    what === 'start' && fate === 'refused' && id ? [id] : [],
  );
  const found = await cases.find({ _id: { $in: refused } }, { _id: 1 }).lean();
  return found.map(({ _id }) => `${_id}: was refused, and is there`);
}

async function campaignComplaints(scene: TortureScene, { campaign, entries }: Load): Promise<string[]> {
  if (!campaign || !entries.some(({ what, fate }) => what === 'launch' && fate === 'acknowledged')) return [];
  const { campaigns } = campaignModels(scene.database('live'));
  const { cases } = caseModels(scene.database('live'));
  const status = (await campaigns.findById(campaign.id, { status: 1 }).lean())?.status;
  const started = await cases.countDocuments({ within: `campaign:${campaign.id}` });
  return [
    ...(status === 'running' ? [] : [`${campaign.id}: is ${status}`]),
    ...(started === campaign.compounds.length ? [] : [`${campaign.id}: ${started} cases`]),
  ];
}

async function publicationComplaints(scene: TortureScene, { month, entries }: Load): Promise<string[]> {
  if (month === undefined || !entries.some(({ what, fate }) => what === 'publish' && fate === 'acknowledged'))
    return [];
  const { publications } = complaintModels(scene.database('live'));
  const found = await publications.find({ month }).lean();
  return found.length === 1 && found[0]?.status === 'done'
    ? []
    : [`${month}: ${found.map(({ status }) => status).join()}`];
}
