import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { Refusal } from '../../domain/errors.ts';
import { assumptionsSchema, givenAssumptionsSchema } from '../../domain/rehearsal/assumptions.ts';
import type { RehearsalPlan } from '../../domain/rehearsal/plan.ts';
import { rehearsalReportSchema } from '../../domain/rehearsal/report.ts';
import { sensitivityOf, sensitivitySchema, simulated } from '../../domain/rehearsal/sensitivity.ts';
import type { Language } from '../../domain/text.ts';
import { hashOf } from '../../domain/timeline/hashChain.ts';
import { ownCampaign } from '../campaigns/campaignStore.ts';
import { campaignParams } from '../campaigns/campaignView.ts';
import { actKey } from '../cases/act.ts';
import { endpoint } from '../endpoint.ts';
import { beginRehearsal } from './beginRehearsal.ts';
import { planFor } from './planFor.ts';
import { rehearsalSchema, rehearsalView, returnedIn, returnedSchema } from './rehearsalView.ts';

/** A simulation is answered while the caller waits; the engine takes any number. */
const simulatedAtMost = 2000;

const bodySchema = z
  .strictObject({
    mode: z
      .enum(['simulation', 'engine'])
      .describe('`simulation`: from policy and calendar alone, at once. `engine`: real cases, in the rehearsal space'),
    horizonMonths: z.int().min(1).max(36).optional().describe('Default 9'),
    assumptions: givenAssumptionsSchema
      .optional()
      .describe('What is left out is as `GET …/rehearsals/assumptions` says'),
  })
  .meta({ id: 'RehearsalStart' });

const simulationSchema = z
  .strictObject({
    mode: z.literal('simulation'),
    assumptions: assumptionsSchema,
    report: rehearsalReportSchema,
    returned: returnedSchema,
    sensitivity: sensitivitySchema,
    milliseconds: z.int().min(0).describe('How long the simulation took, without the changed assumptions'),
  })
  .meta({ id: 'RehearsalSimulation' });

export const startRehearsal = endpoint({
  method: 'post',
  path: '/api/v1/campaigns/{id}/rehearsal',
  operationId: 'startRehearsal',
  tag: 'rehearsals',
  summary: 'Rehearse a draft campaign with scripted reviewers, before anyone is bothered',
  description:
    'Reads the campaign’s list and staffing; whatever is written is written in the rehearsal space, under the rehearsal’s id.',
  access: { roles: ['coordinator'] },
  idempotent: 'required',
  params: campaignParams,
  body: bodySchema,
  responses: { 200: simulationSchema, 202: rehearsalSchema },
  errors: [
    'not-found',
    'campaign-launched',
    'not-ready',
    'selection-too-large',
    'idempotency-key-reused',
    'outcome-unknown',
  ],
  handler: async ({
    params: { id },
    body,
    session,
    actor,
    space,
    services,
    language,
    idempotencyKey,
    address,
    requestId,
  }) => {
    const campaign = await ownCampaign(space, actor, id);
    if (campaign.status !== 'draft')
      throw new Refusal('campaign-launched', {
        zh: `${id} 处于 ${campaign.status} 状态`,
        en: `${id} is ${campaign.status}`,
      });
    const given = { assumptions: body.assumptions ?? {}, months: body.horizonMonths ?? 9 };
    if (body.mode === 'simulation') {
      return {
        status: 200,
        body: await simulation(await planFor(services, space, campaign, given), language),
      };
    }
    const call = { key: actKey(session, `startRehearsal ${id}`, idempotencyKey), body: hashOf(body), by: actor.id };
    const { document, fresh } = await beginRehearsal(services, space, campaign, given, call);
    if (fresh) {
      services.audit.record({
        what: 'rehearsalStarted',
        subject: document._id,
        detail: `${id}: ${document.compounds} compounds`,
        actor: { id: actor.id, role: actor.role },
        space: space.space,
        address,
        requestId,
      });
    }
    const headers = { Location: `/api/v1/rehearsals/${document._id}` };
    return { status: 202, headers, body: rehearsalView(document, services.clock(), language) };
  },
});

async function simulation(plan: RehearsalPlan, language: Language): Promise<z.infer<typeof simulationSchema>> {
  if (plan.compounds.length > simulatedAtMost)
    throw new Refusal('selection-too-large', {
      zh: `最多模拟 ${simulatedAtMost} 个小区；更多请用引擎演练`,
      en: `At most ${simulatedAtMost} compounds are simulated; the engine takes more`,
    });
  const begun = performance.now();
  const report = await simulated(plan, () => setImmediate());
  const milliseconds = Math.round(performance.now() - begun);
  const sensitivity = await sensitivityOf(plan, report, () => setImmediate());
  return {
    mode: 'simulation',
    assumptions: plan.assumptions,
    report,
    returned: returnedIn(report, language),
    sensitivity,
    milliseconds,
  };
}
