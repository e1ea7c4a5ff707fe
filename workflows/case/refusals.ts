import { ApplicationFailure } from '@temporalio/workflow';
import { type ActEnvelope, type ActName, actEnvelopeSchema, actSchemas } from '../../domain/case/acts.ts';
import { fieldErrors, inBothLanguages, Refusal } from '../../domain/errors.ts';
import { text } from '../../domain/text.ts';
import type { ActAnswer } from '../messages.ts';
import type { Act, ActScene } from './acts/act.ts';

/** How a refusal crosses Temporal: the code as type, the detail as message, the fields as first detail, the Chinese as second. */
export function failureOf(refusal: Refusal): ApplicationFailure {
  return ApplicationFailure.create({
    message: refusal.message,
    type: refusal.code,
    nonRetryable: true,
    details: [refusal.errors, ...(refusal.zh === undefined ? [] : [refusal.zh])],
  });
}

/** Why an act is refused now, if so. */
export function refusalOf<I>(
  { running, keeper }: ActScene,
  act: Act<I>,
  { actor, input }: ActEnvelope<I>,
): Refusal | undefined {
  if (!running.ended) return act.refuse({ running, keeper }, actor, input);
  const { endedAt, outcome } = running.state;
  return new Refusal(
    'case-closed',
    text(
      '案件已结束。可以为同一对象启动新案件并与之关联；对决定可以申诉。',
      `The case ended ${endedAt} with ${outcome}. A new case of the same subject can be linked to it; a decision can be appealed.`,
    ),
  );
}

/** The answer to a repeat; the same key with another body is a mistake of the caller. */
export function answerOf({ key: _, ...answer }: ActAnswer & { key: string }, body: string): ActAnswer {
  if (answer.body !== body) throw failureOf(new Refusal('idempotency-key-reused'));
  return answer;
}

/**
 * The validator of every update: the message is well formed, and the act acceptable as things stand. Synchronous: an
 * asynchronous one would hang its caller and fail the workflow task again and again.
 */
export function validate<I>(scene: ActScene, act: Act<I>, name: ActName | undefined, envelope: ActEnvelope<I>): void {
  const outer = actEnvelopeSchema.safeParse(envelope, inBothLanguages);
  if (!outer.success)
    throw failureOf(
      new Refusal(
        'invalid-input',
        { zh: '操作格式不正确', en: 'The act is not well formed' },
        fieldErrors(outer.error),
      ),
    );
  const inner = name && actSchemas[name].safeParse(envelope.input, inBothLanguages);
  if (inner && !inner.success) throw failureOf(new Refusal('invalid-input', undefined, fieldErrors(inner.error)));
  const known = scene.running.state.answers.find(({ key }) => key === envelope.key);
  if (known) {
    answerOf(known, envelope.body);
    return;
  }
  const refused = refusalOf(scene, act, envelope) ?? act.refuseAtDoor?.(scene, envelope.input);
  if (refused) throw failureOf(refused);
}
