import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { WorkflowIdConflictPolicy, WorkflowIdReusePolicy } from '@temporalio/common';
import { fieldError, Refusal } from '../../domain/errors.ts';
import { scopeParts } from '../../domain/organisation/scope.ts';
import { text } from '../../domain/text.ts';
import { hashOf } from '../../domain/timeline/hashChain.ts';
import type { CampaignDocument } from '../../models/campaigns.ts';
import { advanceCaseTo, endOfTime } from '../../temporal/clock.ts';
import { searchAttributes } from '../../temporal/namespaces.ts';
import type { CampaignInput } from '../../workflows/campaign.ts';
import { keep } from '../cases/kept.ts';
import type { Session } from '../endpoint.ts';
import { refusalOf } from '../problem.ts';
import type { Services, SpaceServices } from '../services.ts';

export function campaignWorkflowId(id: string): string {
  return `campaign:${id}`;
}

/**
 * Launches a draft: once Temporal has accepted the campaign, every case of it will be started, whatever crashes. A repeat
 * with the same key and body is answered the same; anybody else's launch of the same draft is refused.
 *
 * @param startAt rehearsal space: the instant of the launch in the rehearsal
 * @throws Refusal not-found, invalid-input, campaign-launched, not-ready, idempotency-key-reused, outcome-unknown
 */
export async function launch(
  services: Services,
  space: SpaceServices,
  session: Session,
  campaign: CampaignDocument,
  { key, startAt }: { key: string; startAt?: string | undefined },
): Promise<CampaignDocument> {
  const body = hashOf({ campaign: campaign._id, startAt: startAt ?? null });
  // Without a note of the launch, Temporal knows whose it was: an API may have died before it wrote one.
  if (campaign.launch !== undefined) {
    if (campaign.launch.key !== key) throw launchedBefore(campaign._id);
    if (campaign.launch.body !== body) throw new Refusal('idempotency-key-reused');
  }
  requireLaunchTime(campaign, startAt);
  if (campaign.compounds === 0) throw empty(campaign._id);
  await shutToChanges(space, campaign);
  const input = await launchInput(space, session, campaign, startAt);
  const workflowId = campaignWorkflowId(campaign._id);
  await space.temporal
    .withDeadline(Date.now() + services.config.temporal.updateTimeoutSeconds * 1000, async () => {
      await start(services, space, { workflowId, key, input });
      if (startAt !== undefined) await advanceCaseTo(space.temporal, workflowId, new Date(Date.parse(startAt) + 1000));
    })
    .catch((error: unknown) => {
      if (refusalOf(error)?.code !== 'unavailable') throw error;
      throw new Refusal('outcome-unknown', {
        zh: '行动可能已经启动，请用同一个键重试',
        en: 'The campaign may have been launched. Repeat with the same key',
      });
    });
  const launchedAt = startAt === undefined ? services.clock() : new Date(startAt);
  // The campaign's first step writes the same: a launch is a launch also if this process dies here.
  const launched = await space.campaigns.campaigns
    .findOneAndUpdate(
      { _id: campaign._id, 'launch.key': { $exists: false } },
      {
        $set: { launch: { key, body }, launchedBy: session.actor.id, launchedByName: session.actor.name },
        $inc: { revision: 1 },
      },
      { returnDocument: 'after' },
    )
    .lean();
  await space.campaigns.campaigns.updateOne(
    { _id: campaign._id, status: 'draft' },
    { $set: { status: 'launching', launchedAt, updatedAt: services.clock() } },
  );
  const shown = launched ?? (await space.campaigns.campaigns.findById(campaign._id).lean()) ?? campaign;
  return shown.status === 'draft' ? { ...shown, status: 'launching', launchedAt } : shown;
}

/** The clock of the rehearsal moves forward, and ends. @throws Refusal invalid-input */
function requireLaunchTime({ createdAt }: CampaignDocument, startAt: string | undefined): void {
  if (startAt === undefined) return;
  const instant = Date.parse(startAt);
  if (instant >= createdAt.getTime() && instant < endOfTime) return;
  const drafted = createdAt.toISOString();
  const detail = text(
    `应在行动起草之时（${drafted}）至2200年之间`,
    `from when the campaign was drafted (${drafted}) until 2200`,
  );
  throw new Refusal('invalid-input', undefined, [fieldError('/startAt', detail)]);
}

/**
 * Whoever has read the draft before can neither change nor drop it any more: else a change would be acknowledged that the
 * launch does not know of, or the launch of a campaign that is gone.
 *
 * @throws Refusal not-found
 */
async function shutToChanges({ campaigns: { campaigns } }: SpaceServices, { _id }: CampaignDocument): Promise<void> {
  const { matchedCount } = await campaigns.updateOne({ _id, status: 'draft' }, { $inc: { revision: 1 } });
  if (matchedCount === 0 && (await campaigns.exists({ _id })) === null) {
    throw new Refusal('not-found', { zh: `行动 ${_id} 已不存在`, en: `There is no campaign ${_id} any more` });
  }
}

function empty(id: string): Refusal {
  return new Refusal('not-ready', {
    zh: `${id} 尚未列入小区（PUT …/compounds）`,
    en: `${id} has no compounds yet (PUT …/compounds)`,
  });
}

function launchedBefore(id: string): Refusal {
  return new Refusal('campaign-launched', {
    zh: `${id} 已由另一次操作启动`,
    en: `${id} has been launched already, by another call`,
  });
}

/** @throws Refusal campaign-launched when somebody else's launch was first */
async function start(
  services: Services,
  { temporal }: SpaceServices,
  { workflowId, key, input }: { workflowId: string; key: string; input: CampaignInput },
): Promise<void> {
  try {
    await temporal.workflow.start('campaign', {
      taskQueue: services.config.temporal.taskQueue,
      workflowId,
      // An id comes again only where a rehearsal was cleared away.
      workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
      workflowIdConflictPolicy: WorkflowIdConflictPolicy.FAIL,
      memo: { startKey: key },
      typedSearchAttributes: [{ key: searchAttributes.campaign, value: input.launch.campaign }],
      args: [input],
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    const { memo } = await temporal.workflow.getHandle(workflowId).describe();
    if (memo?.['startKey'] !== key) {
      throw launchedBefore(input.launch.campaign);
    }
  }
}

/** What the campaign is launched with; the policies and the calendar of its places are kept under the versions it names. */
async function launchInput(
  space: SpaceServices,
  { actor }: Session,
  { _id, place }: CampaignDocument,
  startAt: string | undefined,
): Promise<CampaignInput> {
  const scopes = await space.campaigns.campaignCompounds.distinct('scope', { campaign: _id });
  if (scopes.length === 0) throw empty(_id);
  const calendar = space.policies.calendar();
  const places = new Set([
    place,
    ...scopes.map((scope) => {
      const { city, district } = scopeParts(scope);
      return `${city}/${district}`;
    }),
  ]);
  const policies: Record<string, string> = {};
  for (const each of places) {
    const policy = space.policies.policy(space.policies.localityOf(each));
    if (policy === undefined)
      throw new Refusal('not-ready', { zh: `没有 ${each} 的政策`, en: `there is no policy for ${each}` });
    await keep(space, policy, calendar);
    policies[each] = policy.version;
  }
  return {
    launch: { campaign: _id, space: space.space, policies, calendar: calendar.version, startedBy: actor },
    ...(startAt !== undefined && { startAt }),
  };
}
