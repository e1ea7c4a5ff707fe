import { Refusal } from '../../domain/errors.ts';
import { cycleLookSignal } from '../../workflows/messages.ts';
import { endpoint } from '../endpoint.ts';
import { requireOwnScope } from '../visibility.ts';
import { cycleParams, cycleSchema, cycleView, visibleCycle } from './cycleView.ts';
import { cycleWorkflowId } from './startCycle.ts';

export const lookAgain = endpoint({
  method: 'post',
  path: '/api/v1/cycles/{id}/retries',
  operationId: 'retryCycle',
  tag: 'cycles',
  summary: 'Try again the cases that could not be started, and look now at what has come in',
  description: 'By itself a cycle looks whenever a case of it has news. Harmless when repeated.',
  access: { roles: ['coordinator'] },
  params: cycleParams,
  responses: { 202: cycleSchema },
  errors: ['not-found', 'not-ready'],
  handler: async ({ params: { id }, actor, space, services, address, requestId }) => {
    const cycle = await visibleCycle(space, actor, id);
    requireOwnScope(actor, cycle.place);
    if (cycle.status === 'closed')
      throw new Refusal('not-ready', {
        zh: `${id} 已关闭，没有可重试的内容`,
        en: `${id} is closed: there is nothing to try again`,
      });
    await space.temporal.workflow.getHandle(cycleWorkflowId(id)).signal(cycleLookSignal);
    services.audit.record({
      what: 'cycleRetried',
      subject: id,
      actor: { id: actor.id, role: actor.role },
      space: space.space,
      address,
      requestId,
    });
    return { status: 202, body: cycleView(cycle) };
  },
});
