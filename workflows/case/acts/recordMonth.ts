import { fieldErrors, Refusal } from '../../../domain/errors.ts';
import { type PublishedMonth, publishedMonthSchema } from '../../../domain/rankings/publishedMonth.ts';
import { noticeMonths } from '../noticeFacts.ts';
import type { Act } from './act.ts';

/**
 * The published figures of a month: they enter the facts, answer whoever was asked for them, and may end an observation,
 * as a report by hand would. A later version replaces an earlier one, and a report by hand.
 */
export const recordMonth: Act<PublishedMonth> = {
  refuse({ running }, actor, input) {
    if (actor.role !== 'system')
      return new Refusal('forbidden', {
        zh: '数据只能来自已发布的排名',
        en: 'Figures come from a published ranking alone',
      });
    const parsed = publishedMonthSchema.safeParse(input);
    if (!parsed.success) return new Refusal('invalid-input', undefined, fieldErrors(parsed.error));
    const declared = running.procedure.publishedMonths;
    const known = declared?.known(running.context(), input.month)?.version ?? 0;
    if (known >= input.version) {
      return new Refusal('already-decided', {
        zh: `${input.month} 第 ${known} 版已经记录`,
        en: `Version ${known} of ${input.month} is recorded already`,
      });
    }
    return declared?.effect(running.context(), input) === undefined
      ? new Refusal('not-ready', {
          zh: `${input.month} 不在本案件的月份之内`,
          en: `${input.month} is none of this case's months`,
        })
      : undefined;
  },
  apply({ running }, { actor, input, key, body }) {
    const declared = running.procedure.publishedMonths;
    const before = declared?.known(running.context(), input.month);
    const { month, version, publishedOn, figures } = input;
    running.record({
      type: 'monthRecorded',
      actor,
      data: {
        month,
        version,
        publishedOn,
        figures,
        ...(before && { replaced: { ...before.figures, version: before.version } }),
      },
      act: { key, body },
    });
    running.patchFacts(declared?.effect(running.context(), input) ?? {});
    // While the clock of the case is stopped, nothing ends; it is looked at again when it runs.
    if (running.state.status === 'running') noticeMonths(running);
  },
};
