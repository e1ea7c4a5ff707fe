import { ApplicationFailure } from '@temporalio/workflow';
import { actSchemas } from '../../domain/case/acts.ts';
import type { CaseOpening } from '../../domain/case/opening.ts';
import { type FieldError, fieldErrors, inBothLanguages, Refusal } from '../../domain/errors.ts';
import { type ActScene, findTask, notOpen } from './acts/act.ts';
import { applyDecision, refuseContent } from './acts/decide.ts';

/**
 * A case that was under way on paper: its earlier steps are taken one by one, on the days they happened, by the same
 * rules as today's, and marked as imported. One that does not fit ends the start, before anything was written.
 *
 * @throws ApplicationFailure `import-invalid`, naming the step
 */
export async function enterEarlierSteps(
  { running, keeper }: ActScene,
  settle: () => Promise<void>,
  { startedOn, steps }: NonNullable<CaseOpening['underWay']>,
): Promise<void> {
  const today = running.today;
  const actor = running.opening.startedBy;
  const refuse = (pointer: string, reason: Refusal): never => {
    const errors: FieldError[] = [
      { pointer, detail: reason.message, zh: reason.zh ?? reason.message },
      ...reason.errors.map((error) => ({ ...error, pointer: `${pointer}${error.pointer}` })),
    ];
    throw ApplicationFailure.create({
      type: 'import-invalid',
      message: reason.message,
      nonRetryable: true,
      details: [errors, reason.zh ?? reason.message],
    });
  };
  if (startedOn > today)
    refuse(
      '/underWay/startedOn',
      new Refusal('effective-date-refused', { zh: `晚于今日 ${today}`, en: `lies in the future; today is ${today}` }),
    );
  keeper.lookBack();
  running.importing = startedOn;
  await settle();
  let last = startedOn;
  for (const [index, step] of steps.entries()) {
    const pointer = `/underWay/steps/${index}`;
    if (step.effectiveOn > today)
      refuse(
        `${pointer}/effectiveOn`,
        new Refusal('effective-date-refused', { zh: '晚于今日', en: 'lies in the future' }),
      );
    if (step.effectiveOn < last)
      refuse(
        `${pointer}/effectiveOn`,
        new Refusal('effective-date-refused', {
          zh: `早于前一步骤 ${last}`,
          en: `lies before the step before it, ${last}`,
        }),
      );
    last = step.effectiveOn;
    running.importing = step.effectiveOn;
    await settle();
    const task = findTask(running, step.stage) ?? refuse(`${pointer}/stage`, notOpen(running, step.stage));
    const decision = actSchemas.decide.safeParse({ ...step, stage: task.id }, inBothLanguages);
    if (!decision.success)
      return refuse(
        pointer,
        new Refusal('invalid-input', { zh: '格式不正确', en: 'is not well formed' }, fieldErrors(decision.error)),
      );
    const refused = refuseContent(running, actor, task, decision.data);
    if (refused) refuse(pointer, refused);
    applyDecision(running, actor, task, decision.data);
    await settle();
  }
  running.actDay = undefined;
  running.importing = undefined;
  running.version += 1;
  // Windows that passed between the last step and today: what they ask is asked with the dates of then.
  await settle();
  keeper.returnToPresent();
  // What happened on paper can only be corrected on paper.
  running.state.journal = [];
}
