import { type Client, WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { type FieldError, Refusal } from '../domain/errors.ts';

/**
 * Waits until a case that was just started has taken its earlier steps.
 *
 * @throws Refusal import-invalid, naming the step, when the case refused its start: nothing of it was written
 */
export async function requireBegun(client: Client, id: string): Promise<void> {
  const handle = client.workflow.getHandle(id);
  try {
    await handle.query('snapshot');
  } catch (error) {
    const { status } = await handle.describe();
    if (status.name !== 'FAILED') throw error;
    await handle.result().catch((failure: unknown) => {
      const cause = failure instanceof WorkflowFailedError ? failure.cause : failure;
      if (!(cause instanceof ApplicationFailure)) throw failure;
      const errors = (cause.details?.[0] ?? []) as Partial<FieldError>[];
      const zh = typeof cause.details?.[1] === 'string' ? cause.details[1] : cause.message;
      throw new Refusal('import-invalid', {
        zh: [zh, ...errors.map((each) => `${each.pointer}：${each.zh ?? each.detail}`)].join('；'),
        en: [cause.message, ...errors.map((each) => `${each.pointer}: ${each.detail}`)].join('; '),
      });
    });
    throw error;
  }
}
