import { addDays } from '../../../domain/calendar/calendar.ts';
import type { ActInput } from '../../../domain/case/acts.ts';
import { computeDeadline, extend as extendDeadline } from '../../../domain/deadline/deadline.ts';
import { fieldError, Refusal } from '../../../domain/errors.ts';
import { mayContribute, refuseCancellation, refuseDelegation, refuseSteering } from '../../../domain/permissions.ts';
import { numberOf, termOf } from '../../../domain/procedures/parameters.ts';
import { text } from '../../../domain/text.ts';
import { noticeMonths } from '../noticeFacts.ts';
import { type Act, findTask, notOpen, refuseStage } from './act.ts';

/** Anyone who sees the case may comment; administrators run the system and take no part. */
export const comment: Act<ActInput<'comment'>> = {
  refuse({ running }, actor) {
    return mayContribute(actor, running.standing)
      ? undefined
      : new Refusal('forbidden', text('您不能在此留言', 'You may not comment here'));
  },
  refuseAtDoor: ({ running }, { stage }) => refuseStage(running, stage),
  apply({ running }, { actor, input, key, body }) {
    running.record({
      type: 'commented',
      actor,
      comment: input.text,
      act: { key, body },
      ...(input.stage && { stage: input.stage }),
    });
  },
};

/** A stored file becomes part of the case: from now on decisions may cite it. */
export const attachEvidence: Act<ActInput<'attachEvidence'>> = {
  refuse({ running }, actor) {
    const allowed = mayContribute(actor, running.standing) && actor.role !== 'monitor';
    return allowed ? undefined : new Refusal('forbidden', text('您不能在此上传材料', 'You may not add evidence here'));
  },
  refuseAtDoor: ({ running }, { stage }) => refuseStage(running, stage),
  apply({ running }, { actor, input, key, body }) {
    const { id, sha256, name, size, mediaType, stage } = input;
    running.state.evidence[id] = sha256;
    running.record({
      type: 'evidenceAttached',
      actor,
      data: { size, mediaType },
      form: { name },
      evidence: [{ id, sha256 }],
      act: { key, body },
      ...(stage && { stage }),
    });
  },
};

/** Somebody else decides in this office's place, until a day if one is named. */
export const delegate: Act<ActInput<'delegate'>> = {
  refuse({ running }, actor, input) {
    const task = findTask(running, input.stage);
    if (task === undefined) return notOpen(running, input.stage);
    const refused = refuseDelegation(actor, task, running.standing, running.today);
    if (refused) return refused;
    if (task.notBy.includes(input.to.id))
      return new Refusal(
        'four-eyes',
        text('此人提交了待审批的事项，不能受托', 'This person submitted what is judged here'),
      );
    const days = numberOf(running.parameters, 'acts.delegationMaxDays');
    const latest = addDays(running.today, days);
    if (input.until !== undefined && (input.until < running.today || input.until > latest)) {
      return new Refusal('invalid-input', text(`委托最长${days}天`, `A delegation lasts at most ${days} days`), [
        fieldError('/until', text(`应在${running.today}至${latest}之间`, `from ${running.today} to ${latest}`)),
      ]);
    }
    return undefined;
  },
  apply({ running }, { actor, input, key, body }) {
    const task = findTask(running, input.stage);
    if (task === undefined) throw new Error(`${input.stage} closed between check and act`);
    const until = input.until ?? addDays(running.today, numberOf(running.parameters, 'acts.delegationMaxDays'));
    running.putTask({ ...task, delegate: { id: input.to.id, until } });
    running.record({
      type: 'delegated',
      stage: task.id,
      actor,
      data: { to: input.to.id, until },
      form: { to: input.to.name },
      act: { key, body },
      ...(input.reason && { comment: input.reason }),
    });
  },
};

/** Another office is asked instead: an organisation changed, or the wrong one was asked. */
export const reassign: Act<ActInput<'reassign'>> = {
  refuse({ running }, actor, input) {
    return findTask(running, input.stage) === undefined
      ? notOpen(running, input.stage)
      : refuseSteering(actor, running.standing);
  },
  apply({ running }, { actor, input, key, body }) {
    const task = findTask(running, input.stage);
    if (task === undefined) throw new Error(`${input.stage} closed between check and act`);
    const { delegate: _delegate, unit: _unit, ...rest } = task;
    running.putTask({ ...rest, office: input.office, ...(input.unit !== undefined && { unit: input.unit }) });
    running.record({
      type: 'reassigned',
      stage: task.id,
      actor,
      data: { from: task.office, to: input.office },
      comment: input.reason,
      act: { key, body },
    });
  },
};

/** More time: asked before expiry, with a reason, as often and as long as the policy allows. */
export const extend: Act<ActInput<'extend'>> = {
  refuse({ running, keeper }, actor, input) {
    const task = findTask(running, input.stage);
    if (task === undefined) return notOpen(running, input.stage);
    const refused = refuseSteering(actor, running.standing);
    if (refused) return refused;
    const refuse = (zh: string, en: string, pointer = '/stage'): Refusal =>
      new Refusal('extension-refused', text(zh, en), [fieldError(pointer, text(zh, en))]);
    if (task.deadline === undefined) return refuse('该任务没有期限', `${task.id} has no deadline`);
    if (keeper.isLate(task))
      return refuse(
        '期限已过：延期须在到期前申请',
        `${task.id} was due ${task.dueAt}; an extension is asked before expiry`,
      );
    if (task.deadline.extensions.length >= keeper.extensionsAllowed()) {
      return refuse(
        `已延期${keeper.extensionsAllowed()}次，不能再延`,
        `${task.id} has been extended ${keeper.extensionsAllowed()} time(s) already`,
      );
    }
    const most = termOf(running.parameters, 'acts.extensionMaxDays');
    if (input.term.n < 1 || (most && (input.term.unit !== most.unit || input.term.n > most.n))) {
      return refuse(`应为1至${most?.n}`, `from 1 to ${most?.n} ${most?.unit}`, '/term');
    }
    return undefined;
  },
  apply({ running, keeper }, { actor, input, key, body }) {
    const task = findTask(running, input.stage);
    if (task?.deadline === undefined) throw new Error(`${input.stage} lost its deadline between check and act`);
    const deadline = extendDeadline(task.deadline, input.term, running.now, running.state.calendar);
    keeper.putDeadline(task, deadline, task.suspended);
    running.record({
      type: 'extended',
      stage: task.id,
      actor,
      data: { term: { ...input.term }, from: task.dueAt, to: computeDeadline(deadline, running.state.calendar).dueAt },
      comment: input.reason,
      act: { key, body },
    });
  },
};

/** The clock stops, for the case or one task; suspended time never counts. */
export const suspend: Act<ActInput<'suspend'>> = {
  refuse({ running }, actor, input) {
    const refused = refuseSteering(actor, running.standing);
    if (refused) return refused;
    if (running.state.status === 'suspended')
      return new Refusal('case-suspended', text('案件已中止', 'The case is suspended already'));
    if (input.stage === undefined) return undefined;
    const task = findTask(running, input.stage);
    if (task === undefined) return notOpen(running, input.stage);
    return task.suspended
      ? new Refusal('case-suspended', text('该任务已中止', `${task.id} is suspended already`))
      : undefined;
  },
  apply({ running, keeper }, { actor, input, key, body }) {
    const task = input.stage === undefined ? undefined : findTask(running, input.stage);
    if (task) keeper.suspendTask(task);
    else {
      const ownPause = Object.values(running.state.tasks).filter(({ suspended }) => suspended);
      keeper.suspendAll();
      running.state.pausedByThemselves = ownPause.map(({ id }) => id);
      running.state.status = 'suspended';
    }
    running.record({
      type: 'suspended',
      actor,
      data: input.basis === undefined ? {} : { basis: input.basis },
      comment: input.reason,
      act: { key, body },
      ...(task && { stage: task.id }),
    });
  },
};

/** The clock runs again, with what was left of every budget. */
export const resume: Act<ActInput<'resume'>> = {
  refuse({ running }, actor, input) {
    const refused = refuseSteering(actor, running.standing);
    if (refused) return refused;
    if (input.stage === undefined) {
      return running.state.status === 'suspended'
        ? undefined
        : new Refusal('not-suspended', text('案件未中止', 'The case is not suspended'));
    }
    if (running.state.status === 'suspended')
      return new Refusal(
        'case-suspended',
        text('整个案件已中止，请先恢复', 'The whole case is suspended; resume it first'),
      );
    const task = findTask(running, input.stage);
    if (task === undefined) return notOpen(running, input.stage);
    const appeal = running.appealHolding(task.stage);
    if (appeal)
      return new Refusal(
        'case-suspended',
        text(`申诉${appeal.case}裁决前暂停`, `${task.id} rests until ${appeal.case} is ruled on`),
      );
    return task.suspended
      ? undefined
      : new Refusal('not-suspended', text('该任务未中止', `${task.id} is not suspended`));
  },
  apply({ running, keeper }, { actor, input, key, body }) {
    const task = input.stage === undefined ? undefined : findTask(running, input.stage);
    if (task) keeper.resumeTask(task);
    else keeper.resumeCase();
    running.record({
      type: 'resumed',
      actor,
      comment: input.reason,
      act: { key, body },
      ...(task && { stage: task.id }),
    });
    noticeMonths(running);
  },
};

/** Ends the case before its end: only by who is entitled, with a reason. There is no end by time-out. */
export const cancel: Act<ActInput<'cancel'>> = {
  refuse({ running }, actor, input) {
    const { outcomes } = running.procedure.cancellation;
    if (input.outcome !== undefined && !outcomes.includes(input.outcome)) {
      return new Refusal('invalid-input', text('案件不能这样结束', 'This is no way for the case to end'), [
        fieldError('/outcome', text(`应为其中之一：${outcomes.join('、')}`, `one of ${outcomes.join(', ')}`)),
      ]);
    }
    return refuseCancellation(actor, running.standing);
  },
  apply({ running }, { actor, input, key, body }) {
    const outcome = input.outcome ?? running.procedure.cancellation.outcomes[0] ?? 'cancelled';
    running.record({ type: 'caseCancelled', actor, data: { outcome }, comment: input.reason, act: { key, body } });
    running.end('cancelled', outcome);
  },
};

/** Names another case this one has to do with; the other side is found by its readers. */
export const link: Act<ActInput<'link'>> = {
  refuse({ running }, actor, input) {
    if (input.case === running.opening.id) {
      return new Refusal('invalid-input', text('案件不能与自身关联', 'A case is not linked to itself'), [
        fieldError('/case', text('就是本案件', 'is this case')),
      ]);
    }
    return refuseSteering(actor, running.standing);
  },
  apply({ running }, { actor, input, key, body }) {
    const known = running.state.links.some(
      ({ case: other, relation }) => other === input.case && relation === input.relation,
    );
    if (!known) running.state.links = [...running.state.links, input];
    running.record({ type: 'linked', actor, data: { ...input }, act: { key, body } });
  },
};
