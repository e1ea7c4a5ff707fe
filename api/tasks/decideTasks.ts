import { z } from 'zod';
import { actSchemas } from '../../domain/case/acts.ts';
import { errorRegistry, Refusal } from '../../domain/errors.ts';
import { act, actReplySchema } from '../cases/act.ts';
import { type ApiRequest, endpoint, type Session } from '../endpoint.ts';
import { problemOf, problemSchema, refusalOf } from '../problem.ts';
import type { Services } from '../services.ts';
import { previewDecision } from './previewDecision.ts';

const { stage, decision, comment, form, evidence, effectiveOn } = actSchemas.decide.shape;

const bodySchema = z
  .strictObject({
    decision,
    comment,
    items: z
      .array(z.strictObject({ case: z.string().min(1).max(160), stage, form, evidence, effectiveOn }))
      .min(1)
      .max(200),
    dryRun: z.boolean().optional().describe('Only say what would be refused, as far as that is known beforehand'),
  })
  .refine(({ items }) => new Set(items.map((item) => `${item.case}|${item.stage}`)).size === items.length, {
    path: ['items'],
    message: 'a task is listed twice',
  })
  .meta({ id: 'BulkDecision' });

const itemSchema = z
  .strictObject({
    case: z.string(),
    stage: z.string(),
    status: z.int().describe('As the single call would have answered'),
    answer: actReplySchema.nullable(),
    problem: problemSchema.nullable(),
  })
  .meta({ id: 'BulkDecisionItem' });

type Body = z.output<typeof bodySchema>;
type Item = Body['items'][number];

/** Cases are independent of each other, so several are asked at a time. */
const atATime = 8;

export const decideTasks = endpoint({
  method: 'post',
  path: '/api/v1/tasks/decisions',
  operationId: 'decideTasks',
  tag: 'tasks',
  summary: 'One decision, with one comment, on many open tasks; each is answered on its own',
  description: 'A repeat with the same Idempotency-Key decides no task twice, and goes on where the first was cut off.',
  access: { roles: ['coordinator', 'reviewer', 'integration'] },
  idempotent: 'required',
  body: bodySchema,
  responses: { 200: z.strictObject({ items: z.array(itemSchema) }) },
  handler: async (request) => {
    const { body, session, services } = request;
    const items: z.input<typeof itemSchema>[] = [];
    for (let from = 0; from < body.items.length; from += atATime) {
      const batch = body.items.slice(from, from + atATime);
      items.push(...(await Promise.all(batch.map((item) => answerItem(request, services, session, body, item)))));
    }
    return { status: 200, body: { items } };
  },
});

async function answerItem(
  request: Pick<ApiRequest, 'idempotencyKey' | 'language' | 'requestId'>,
  services: Services,
  session: Session,
  { decision: decided, comment: reason, dryRun }: Body,
  item: Item,
): Promise<z.input<typeof itemSchema>> {
  const { case: id, ...rest } = item;
  const input = { ...rest, decision: decided, comment: reason };
  const named = { case: id, stage: item.stage };
  try {
    if (dryRun) {
      await previewDecision(services, services.spaces[session.space], session.actor, id, input);
      return { ...named, status: 200, answer: null, problem: null };
    }
    const idempotencyKey = `${request.idempotencyKey} ${id} ${item.stage}`;
    const answer = await act(services, session, { id, name: 'decide', input, idempotencyKey });
    return { ...named, status: 200, answer, problem: null };
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) services.logger.error({ err: error, case: id }, 'Internal error in a bulk decision');
    const shown = refusal ?? new Refusal('internal-error');
    const { language, requestId } = request;
    const instance = `/api/v1/cases/${id}/decisions`;
    return {
      ...named,
      status: errorRegistry[shown.code].status,
      answer: null,
      problem: problemOf(shown, { instance, requestId, language }),
    };
  }
}
