import { z } from 'zod';
import { daySchema } from '../../domain/calendar/daySchema.ts';
import { linkSchema, subjectSchema } from '../../domain/case/caseView.ts';
import { earlierStepSchema } from '../../domain/case/opening.ts';
import { fieldError, Refusal } from '../../domain/errors.ts';
import { text } from '../../domain/text.ts';
import { endpoint } from '../endpoint.ts';
import { caseViewSchema } from '../present/case.ts';
import { openCase } from './openCase.ts';
import { startersOf, tellStarters } from './starters.ts';
import { toldCase } from './wholeCase.ts';

export const startBodySchema = z
  .strictObject({
    kind: z.string().min(1).max(40).describe('The procedure'),
    subject: z
      .string()
      .min(1)
      .max(200)
      .describe(
        'Id in the register of what the procedure is about; of a place the last part of its path, or the whole',
      ),
    subjectType: subjectSchema.shape.type
      .optional()
      .describe('Needed only where the procedure takes several types of subject, and several have this id'),
    input: z.record(z.string(), z.json()).optional().describe('As the procedure’s `input` schema asks'),
    locality: z.string().min(1).max(60).optional().describe('Whose policy holds; default: that of the subject’s place'),
    campaign: z.string().min(1).max(80).optional(),
    links: z
      .array(linkSchema)
      .max(20)
      .optional()
      .describe(
        'With `startedFrom` the other case shows that it has started this one, with `awaitedBy` it also waits for its end',
      ),
    underWay: z
      .strictObject({ startedOn: daySchema, steps: z.array(earlierStepSchema).max(500) })
      .optional()
      .describe('For a case that began on paper: when, and what has happened since, oldest first'),
  })
  .meta({ id: 'CaseStart' });
export type StartBody = z.infer<typeof startBodySchema>;

export const startCase = endpoint({
  method: 'post',
  path: '/api/v1/cases',
  operationId: 'startCase',
  tag: 'cases',
  summary: 'Start a case; a subject has one active case of a kind (and month, where it recurs) at a time',
  access: { roles: ['coordinator', 'reviewer'] },
  idempotent: 'required',
  body: startBodySchema,
  responses: { 201: caseViewSchema },
  errors: ['case-active', 'import-invalid', 'outcome-unknown', 'case-parked'],
  handler: async ({ body, session, space, services, language, idempotencyKey }) => {
    const procedure = services.procedures.get(body.kind);
    if (procedure === undefined) {
      throw new Refusal('invalid-input', undefined, [
        fieldError('/kind', text('没有这一流程', 'there is no such procedure')),
      ]);
    }
    if (procedure.startedThrough !== undefined) {
      const by = procedure.startedThrough;
      const detail = text(`须通过${by}启动，由其计算所需内容`, `is started by ${by}, which computes its input`);
      throw new Refusal('invalid-input', undefined, [fieldError('/kind', detail)]);
    }
    const starters = await startersOf(services, session, body.links ?? []);
    const snapshot = await openCase(services, session, body, idempotencyKey);
    await tellStarters(services, session, starters, snapshot.view.id, idempotencyKey);
    const shown = await toldCase(services, space, snapshot, { actor: session.actor, language });
    return { status: 201, body: shown, headers: { Location: `/api/v1/cases/${encodeURIComponent(shown.id)}` } };
  },
});
