import { z } from 'zod';
import { campaignSchema } from '../../domain/campaign/campaign.ts';
import { Refusal } from '../../domain/errors.ts';
import { actKey } from '../cases/act.ts';
import { endpoint } from '../endpoint.ts';
import { etag } from '../etag.ts';
import { ownCampaign } from './campaignStore.ts';
import { campaignParams, campaignView } from './campaignView.ts';
import { launch } from './launch.ts';

export const launchCampaign = endpoint({
  method: 'post',
  path: '/api/v1/campaigns/{id}/launch',
  operationId: 'launchCampaign',
  tag: 'campaigns',
  summary: 'Launch a draft: its cases are started in waves',
  description:
    'Accepted is accepted: every case will be started, once, whatever crashes. `GET …/{id}` shows how far it is.',
  access: { roles: ['coordinator'] },
  idempotent: 'required',
  params: campaignParams,
  body: z
    .strictObject({
      startAt: z.iso.datetime().optional().describe('Rehearsal space: when the campaign is launched in the rehearsal'),
    })
    .meta({ id: 'CampaignLaunch' }),
  responses: { 202: campaignSchema },
  errors: [
    'not-found',
    'campaign-launched',
    'not-ready',
    'idempotency-key-reused',
    'rehearsal-only',
    'clock-refused',
    'outcome-unknown',
  ],
  handler: async ({ params: { id }, body, session, actor, space, services, idempotencyKey, address, requestId }) => {
    if (body.startAt !== undefined && space.space === 'live') throw new Refusal('rehearsal-only');
    const found = await ownCampaign(space, actor, id);
    const key = actKey(session, `launchCampaign ${id}`, idempotencyKey);
    const launched = await launch(services, space, session, found, { key, startAt: body.startAt });
    services.audit.record({
      what: 'campaignLaunched',
      subject: id,
      detail: `${launched.compounds} compounds`,
      actor: { id: actor.id, role: actor.role },
      space: space.space,
      address,
      requestId,
    });
    return { status: 202, headers: { ETag: etag(launched.revision) }, body: campaignView(launched) };
  },
});
