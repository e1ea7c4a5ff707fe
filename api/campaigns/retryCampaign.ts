import { campaignSchema } from '../../domain/campaign/campaign.ts';
import { Refusal } from '../../domain/errors.ts';
import { campaignRetrySignal } from '../../workflows/messages.ts';
import { endpoint } from '../endpoint.ts';
import { ownCampaign } from './campaignStore.ts';
import { campaignParams, campaignView } from './campaignView.ts';
import { campaignWorkflowId } from './launch.ts';

export const retryCampaign = endpoint({
  method: 'post',
  path: '/api/v1/campaigns/{id}/retries',
  operationId: 'retryCampaign',
  tag: 'campaigns',
  summary: 'Try again the compounds whose case could not be started',
  description: 'Harmless when repeated: a compound that has its case is left alone.',
  access: { roles: ['coordinator'] },
  params: campaignParams,
  responses: { 202: campaignSchema },
  errors: ['not-found', 'not-ready'],
  handler: async ({ params: { id }, actor, space, services, address, requestId }) => {
    const found = await ownCampaign(space, actor, id);
    if (found.status !== 'launching' && found.status !== 'running') {
      throw new Refusal('not-ready', {
        zh: `${id} 处于 ${found.status} 状态，没有可重试的内容`,
        en: `${id} is ${found.status}: there is nothing to try again`,
      });
    }
    await space.temporal.workflow.getHandle(campaignWorkflowId(id)).signal(campaignRetrySignal);
    services.audit.record({
      what: 'campaignRetried',
      subject: id,
      actor: { id: actor.id, role: actor.role },
      space: space.space,
      address,
      requestId,
    });
    return { status: 202, body: campaignView(found) };
  },
});
