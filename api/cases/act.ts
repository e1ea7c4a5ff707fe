import { z } from 'zod';
import type { ActInput, ActName } from '../../domain/case/acts.ts';
import { caseStatusSchema } from '../../domain/case/caseView.ts';
import { type ErrorCode, Refusal } from '../../domain/errors.ts';
import { hashOf } from '../../domain/timeline/hashChain.ts';
import { type ActAnswer, actUpdates } from '../../workflows/messages.ts';
import type { Session } from '../endpoint.ts';
import { taskViewSchema } from '../present/task.ts';
import { timelineItemSchema } from '../present/timelineItem.ts';
import type { Services, SpaceServices } from '../services.ts';
import { acknowledge } from './acknowledged.ts';
import { CaseNotRunning, updateCase } from './callCase.ts';
import { visibleScope } from './caseAccess.ts';
import { answerOfClosedCase } from './closedCase.ts';
import { refuseComputed } from './computedDecisions.ts';
import { requireReferences } from './formReferences.ts';

/** Refusals a case may give to any act. */
export const actErrors = [
  'not-found',
  'idempotency-key-reused',
  'case-closed',
  'case-suspended',
  'case-parked',
  'outcome-unknown',
  'office-required',
] as const satisfies ErrorCode[];

/** What an act changed, without the body hash that is nobody's concern. */
export const actReplySchema = z
  .strictObject({
    case: z.string(),
    revision: z.int(),
    status: caseStatusSchema,
    stage: z.string().nullable(),
    outcome: z.string().nullable(),
    events: z
      .strictObject({
        from: z.int(),
        to: z.int(),
        items: z.array(timelineItemSchema).optional().describe('With `Prefer: return=representation`'),
      })
      .describe('What it put on the timeline'),
    tasks: z.strictObject({
      opened: z.array(z.string()),
      closed: z.array(z.string()),
      items: z.array(taskViewSchema).optional().describe('Those opened, with `Prefer: return=representation`'),
    }),
  })
  .meta({ id: 'ActReply' });
export type ActReply = z.infer<typeof actReplySchema>;

export interface ActCall<N extends ActName> {
  id: string;
  name: N;
  input: ActInput<N>;
  idempotencyKey: string;
  /** The input was computed by the call that alone may make this decision. */
  computed?: true;
  /** What the client sent, where that is not the input: a repeat must be the same. */
  body?: unknown;
}

/** The key under which a case remembers an act: nobody else's key can be the same, nor that of another operation. */
export function actKey(session: Pick<Session, 'actor' | 'space'>, operation: string, idempotencyKey: string): string {
  return hashOf([session.space, session.actor.id, operation, idempotencyKey]);
}

/**
 * Lets somebody act on a case. A repeat with the same key and body has no second effect and the same answer, also after
 * the case has ended. Does not need MongoDB, unless the case is closed.
 *
 * @throws Refusal of the case, or: invalid-input (a form names what is not in a register), computed-decision, not-found, idempotency-key-reused, case-closed, case-parked, outcome-unknown
 */
export async function act<N extends ActName>(
  services: Services,
  session: Session,
  call: ActCall<N>,
): Promise<ActReply> {
  const { id, name, input, idempotencyKey, computed } = call;
  const { actor } = session;
  const space = services.spaces[session.space];
  await visibleScope(space, actor, id);
  if (!computed) await refuseComputed(services, space, id, name, input);
  if (name === 'decide') await requireReferences(services, session, id, input as ActInput<'decide'>);
  const key = actKey(session, `${name} ${id}`, idempotencyKey);
  const body = hashOf(call.body ?? input);
  const answer = await answerOf(services, space, { id, name, input, key, body, session });
  if (answer.body !== body) throw new Refusal('idempotency-key-reused');
  acknowledge(space, actor.id, id, answer.revision);
  const { body: _, ...reply } = answer;
  return reply;
}

interface KeyedCall<N extends ActName> extends Pick<ActCall<N>, 'id' | 'name' | 'input'> {
  key: string;
  body: string;
  session: Session;
}

async function answerOf<N extends ActName>(
  { config }: Services,
  space: SpaceServices,
  { id, name, input, key, body, session }: KeyedCall<N>,
): Promise<ActAnswer> {
  // The definitions differ in their input alone, which is `input` for `name`.
  const update = actUpdates[name] as unknown as (typeof actUpdates)['comment'];
  const envelope = { key, body, actor: session.actor, input: input as ActInput<'comment'> };
  try {
    return await updateCase(space, id, config.temporal.updateTimeoutSeconds, () =>
      space.temporal.workflow.getHandle(id).executeUpdate(update, { updateId: key, args: [envelope] }),
    );
  } catch (error) {
    if (error instanceof CaseNotRunning) return await answerOfClosedCase(space, id, key);
    throw error;
  }
}
