import { Context } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import type { Connection } from 'mongoose';
import type { Calendar } from '../domain/calendar/calendar.ts';
import type { Staffing } from '../domain/campaign/campaign.ts';
import type { Space, Subject } from '../domain/case/caseView.ts';
import { prepareOpening } from '../domain/case/prepareOpening.ts';
import { Refusal } from '../domain/errors.ts';
import { scopeParts } from '../domain/organisation/scope.ts';
import type { ResolvedPolicy } from '../domain/policy/resolvePolicy.ts';
import { procedure } from '../domain/procedures/rectification.ts';
import { hashOf } from '../domain/timeline/hashChain.ts';
import { type CampaignCompoundDocument, campaignModels } from '../models/campaigns.ts';
import { caseModels } from '../models/caseModels.ts';
import { latestCasesOf } from '../models/caseOrdinals.ts';
import { currentPolicy, keptModels } from '../models/keptVersions.ts';
import { registerModels } from '../models/registers.ts';
import type { CampaignLaunch } from './campaigns.ts';
import { isAway } from './isAway.ts';
import { LaunchPace } from './launchPace.ts';
import { openAfter } from './openCase.ts';
import { requireBegun } from './requireBegun.ts';

/** Compounds of one wave; a wave that is broken off is repeated, and finds what it has started. */
const waveSize = 1000;
/** Starts under way at once; in a rehearsal each waits about a second for the new case's clock to be moved. */
const starters = { live: 32, rehearsal: 48 } as const;

export interface WaveInput extends CampaignLaunch {
  /** The campaign's present, ISO; virtual in the rehearsal space. */
  at: string;
  /** When the next case may begin. */
  next: string;
}

export interface WaveResult {
  started: number;
  failed: number;
  next: string;
  /** Whether compounds are still pending. */
  more: boolean;
}

interface Wave {
  policyOf(this: void, scope: string): ResolvedPolicy | undefined;
  calendar: Calendar;
  input: WaveInput;
  /** How many cases may begin each second. */
  perSecond: number;
}

/**
 * Starts the cases of the next pending compounds. Every case is accepted at once and begins in its turn, so many a second as
 * the policy allows, so that daily work goes on.
 *
 * @throws while MongoDB or Temporal is away: the wave is repeated
 */
export async function startWave(
  parts: { database: Connection; client: Client; space: Space; taskQueue: string },
  input: WaveInput,
): Promise<WaveResult> {
  const { database, client, space, taskQueue } = parts;
  const { campaignCompounds } = campaignModels(database);
  const pending = { campaign: input.campaign, case: null, failure: { $exists: false }, activeCase: { $exists: false } };
  const found = await campaignCompounds
    .find(pending)
    .sort({ compound: 1 })
    .limit(waveSize + 1)
    .lean();
  const entries = found.slice(0, waveSize);
  const registered = new Map(
    (
      await registerModels(database)
        .compounds.find({ _id: { $in: entries.map(({ compound }) => compound) } }, { name: 1, scope: 1 })
        .lean()
    ).map((each) => [each._id, each]),
  );
  const wave = await prepareWave(
    database,
    input,
    [...registered.values()].map(({ scope }) => scope),
  );
  const subjects = entries.map(({ compound: id }) => ({ kind: procedure.kind, subject: { id } as Subject }));
  const latest = await latestCasesOf(caseModels(database), subjects);
  const starter = { cases: caseModels(database), client, taskQueue };
  const results: Record<string, Partial<CampaignCompoundDocument>> = {};
  const pace = new LaunchPace(entries.length, wave.perSecond, Date.parse(input.next), Date.now());
  // A rehearsal bothers nobody, and its clock stands at another time.
  const delayOf = (n: number): number => (space === 'live' ? pace.delayOf(n, Date.now()) : 0);
  let away: unknown;
  let turn = 0;
  const work = async (): Promise<void> => {
    for (let n = turn++; n < entries.length && away === undefined; n = turn++) {
      const entry = entries[n];
      if (entry === undefined) return;
      Context.current().heartbeat();
      try {
        const subject = registered.get(entry.compound);
        if (subject === undefined)
          throw new Refusal('not-found', {
            zh: `${entry.compound} 已不在登记册中`,
            en: `${entry.compound} is not in the register any more`,
          });
        const opening = openingOf(entry, subject, wave);
        // What a case from paper says of its earlier steps is heard at once.
        const delay = entry.underWay === undefined ? delayOf(n) : 0;
        const opened = await openAfter(starter, opening, latest.get(entry.compound), delay);
        pace.accepted();
        if (entry.underWay !== undefined) await requireBegun(client, opened.case);
        results[entry._id] =
          opened.how === 'active'
            ? { activeCase: opened.case, failure: `${opened.case} is under way already` }
            : { case: opened.case };
      } catch (error) {
        if (isAway(error)) away = error;
        else results[entry._id] = { failure: error instanceof Error ? error.message : String(error) };
      }
    }
  };
  await Promise.all(Array.from({ length: starters[space] }, work));
  await record(database, results);
  if (away !== undefined) throw away;
  const failed = Object.values(results).filter(({ failure }) => failure !== undefined).length;
  return {
    started: entries.length - failed,
    failed,
    next: new Date(pace.next(Date.now())).toISOString(),
    more: found.length > waveSize,
  };
}

async function prepareWave(database: Connection, input: WaveInput, scopes: readonly string[]): Promise<Wave> {
  const kept = keptModels(database);
  const versions = [...new Set(Object.values(input.policies))];
  const [policies, calendar] = await Promise.all([
    kept.policies.find({ _id: { $in: versions } }).lean(),
    kept.calendars.findById(input.calendar).lean(),
  ]);
  if (calendar === null) throw new Error(`the calendar ${input.calendar} is not kept`);
  const added = await addedDistricts(database, input, scopes);
  const byVersion = new Map(policies.map(({ _id, policy }) => [_id, policy]));
  const rates = policies.map(({ policy }) =>
    Number(policy.sections['campaign']?.['launchCasesPerSecond']?.value ?? 30),
  );
  return {
    input,
    perSecond: Math.min(...rates),
    calendar: calendar.calendar,
    policyOf: (scope) => byVersion.get(input.policies[districtOf(scope)] ?? '') ?? added.get(districtOf(scope)),
  };
}

/** A district whose first compound was added after the launch, from paper, begins with the policy that holds there now. */
async function addedDistricts(
  database: Connection,
  { policies }: WaveInput,
  scopes: readonly string[],
): Promise<Map<string, ResolvedPolicy>> {
  const added = new Map<string, ResolvedPolicy>();
  for (const scope of scopes) {
    const district = districtOf(scope);
    if (district in policies || added.has(district)) continue;
    const policy = await currentPolicy(database, scopeParts(scope));
    if (policy !== undefined) added.set(district, policy);
  }
  return added;
}

function districtOf(scope: string): string {
  const { city, district } = scopeParts(scope);
  return `${city}/${district}`;
}

function openingOf(
  entry: CampaignCompoundDocument,
  { name, scope }: { name: string; scope: string },
  { policyOf, calendar, input }: Wave,
): ReturnType<typeof prepareOpening> {
  const policy = policyOf(scope);
  if (policy === undefined)
    throw new Refusal('invalid-input', {
      zh: `启动时没有 ${scope} 的政策`,
      en: `the launch has no policy for ${scope}`,
    });
  const { campaign, compound, route, baselineMonthlyComplaints, staffing, underWay } = entry;
  const caseInput = { route, baselineMonthlyComplaints, ...(underWay === undefined && teamOf(staffing)) };
  const { space } = input;
  return prepareOpening({
    procedure,
    space,
    subject: { type: 'compound', id: compound, name, scope },
    input: caseInput,
    policy,
    calendar,
    campaign,
    startedBy: input.startedBy,
    key: hashOf([space, 'campaign', campaign, compound]),
    body: hashOf(JSON.parse(JSON.stringify({ caseInput, underWay: underWay ?? null }))),
    underWay,
    now: input.at,
    beginsAt: space === 'rehearsal' && Date.parse(input.at) > Date.now() + 1000 ? input.at : undefined,
  });
}

/** The three ones as nominated by the campaign; of a paper case the earlier steps say who they were. */
function teamOf({ leader, redSecretary, departments }: Staffing): { team?: Staffing } {
  if (leader === undefined && redSecretary === undefined && departments.length === 0) return {};
  return {
    team: { departments, ...(leader !== undefined && { leader }), ...(redSecretary !== undefined && { redSecretary }) },
  };
}

async function record(database: Connection, results: Record<string, Partial<CampaignCompoundDocument>>): Promise<void> {
  const writes = Object.entries(results).map(([_id, set]) => ({
    updateOne: { filter: { _id }, update: { $set: set, ...(set.failure !== undefined && { $inc: { attempts: 1 } }) } },
  }));
  if (writes.length > 0) await campaignModels(database).campaignCompounds.collection.bulkWrite(writes as never);
}
