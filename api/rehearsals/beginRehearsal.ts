import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { WorkflowIdReusePolicy } from '@temporalio/common';
import { Refusal } from '../../domain/errors.ts';
import type { CampaignDocument } from '../../models/campaigns.ts';
import { type RehearsalDocument, rehearsalModels } from '../../models/rehearsals.ts';
import { searchAttributes } from '../../temporal/namespaces.ts';
import { refusalOf } from '../problem.ts';
import type { Services, SpaceServices } from '../services.ts';
import { keepVersions, planFor } from './planFor.ts';
import { rehearsalWorkflowId } from './rehearsalView.ts';

/**
 * Has a campaign rehearsed on the engine. Whatever space the campaign is in, all is written in the rehearsal space. A
 * repeat with the same key and body finds what the first call began.
 *
 * @throws Refusal not-ready, invalid-input, idempotency-key-reused, outcome-unknown
 */
export async function beginRehearsal(
  services: Services,
  from: SpaceServices,
  campaign: CampaignDocument,
  given: Parameters<typeof planFor>[3],
  call: { key: string; body: string; by: string },
): Promise<{ document: RehearsalDocument; fresh: boolean }> {
  const space = services.spaces.rehearsal;
  const { rehearsals, plans } = rehearsalModels(space.database);
  const _id = `R-${call.key.slice(0, 8)}`;
  const before = await rehearsals.findById(_id).lean();
  if (before !== null) {
    if (before.key !== call.key || before.body !== call.body) throw new Refusal('idempotency-key-reused');
    await start(services, _id);
    return { document: before, fresh: false };
  }
  const plan = await planFor(services, from, campaign, given);
  await keepVersions(services, from, plan);
  const document: RehearsalDocument = {
    _id,
    campaign: { id: campaign._id, name: campaign.name, space: from.space },
    place: campaign.place,
    within: campaign.within,
    status: 'queued',
    months: given.months,
    startOn: plan.startOn,
    endOn: plan.endOn,
    assumptions: plan.assumptions,
    compounds: plan.compounds.length,
    progress: { done: 0, acts: 0, skips: 0 },
    key: call.key,
    body: call.body,
    createdAt: services.clock(),
    createdBy: call.by,
  };
  // The plan first: a rehearsal without one cannot be played.
  await plans.updateOne({ _id }, { $setOnInsert: { plan } }, { upsert: true });
  await rehearsals.updateOne({ _id }, { $setOnInsert: document }, { upsert: true });
  await start(services, _id);
  return { document, fresh: true };
}

async function start({ spaces, config }: Services, rehearsal: string): Promise<void> {
  const { temporal } = spaces.rehearsal;
  try {
    await temporal.withDeadline(Date.now() + config.temporal.updateTimeoutSeconds * 1000, () =>
      temporal.workflow.start('campaignRehearsal', {
        taskQueue: config.temporal.taskQueue,
        workflowId: rehearsalWorkflowId(rehearsal),
        workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
        typedSearchAttributes: [{ key: searchAttributes.campaign, value: rehearsal }],
        args: [{ rehearsal }],
      }),
    );
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return;
    if (refusalOf(error)?.code !== 'unavailable') throw error;
    throw new Refusal('outcome-unknown', {
      zh: '演练可能已经开始，请用同一个键重试',
      en: 'The rehearsal may have begun. Repeat with the same key',
    });
  }
}
