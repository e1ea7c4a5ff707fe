import { patched } from '@temporalio/workflow';
import { addDays } from '../../../domain/calendar/calendar.ts';
import type { ActInput } from '../../../domain/case/acts.ts';
import type { Task } from '../../../domain/case/task.ts';
import { fieldError, fieldErrors, inBothLanguages, Refusal } from '../../../domain/errors.ts';
import type { Actor } from '../../../domain/organisation/actor.ts';
import { own } from '../../../domain/own.ts';
import { decidesFor, refuseDecision, standsAbove, steers } from '../../../domain/permissions.ts';
import type { DecisionContext, DecisionDeclaration } from '../../../domain/procedures/declaration.ts';
import { numberOf } from '../../../domain/procedures/parameters.ts';
import { type Json, text } from '../../../domain/text.ts';
import { primitives } from '../../stages/index.ts';
import type { JournalEntry } from '../caseState.ts';
import { noticeFacts } from '../noticeFacts.ts';
import type { Draft, RunningCase } from '../runningCase.ts';
import { type Act, findTask, notOpen, suspendedRefusal } from './act.ts';
import { takeSnapshot } from './journal.ts';

type Decision = ActInput<'decide'>;

/** Decide an open task: who may, what is offered, the form, the evidence, the day it happened. */
export const decide: Act<Decision> = {
  refuse({ running }, actor, input) {
    const task = findTask(running, input.stage);
    if (task === undefined) return notOpen(running, input.stage);
    return (
      suspendedRefusal(running, task) ??
      refuseDecision(actor, task, running.standing, running.today) ??
      refuseContent(running, actor, task, input)
    );
  },
  apply({ running }, { actor, input, key, body }) {
    const task = findTask(running, input.stage);
    if (task === undefined) throw new Error(`${input.stage} closed between check and act`);
    applyDecision(running, actor, task, input, { act: { key, body } });
  },
};

/** Everything about a decision but who makes it. */
export function refuseContent(running: RunningCase, actor: Actor, task: Task, input: Decision): Refusal | undefined {
  const offered = running.stageOf(task).faces[task.face]?.decisions ?? {};
  const declared = own(offered, input.decision);
  if (declared === undefined) {
    return new Refusal(
      'unknown-decision',
      text('此处没有这一决定', `${task.id} offers ${Object.keys(offered).join(', ')}`),
      [
        fieldError(
          '/decision',
          text(`应为其中之一：${Object.keys(offered).join('、')}`, `one of ${Object.keys(offered).join(', ')}`),
        ),
      ],
    );
  }
  if (declared.commentRequired && !input.comment) {
    return new Refusal('comment-required', text('该决定必须说明理由', 'This decision needs its reason in words'), [
      fieldError('/comment', text('必须填写', 'is required')),
    ]);
  }
  const parsed = parseForm(declared, input.form);
  if (parsed instanceof Refusal) return parsed;
  return (
    refuseEvidence(running, declared, input.evidence ?? []) ??
    refuseEffectiveDay(running, actor, task, input) ??
    withContext(running, actor, task, input, parsed, (context) => {
      const primitive = primitives[running.stageOf(task).primitive];
      return (
        declared.guard?.(context) ??
        primitive.refuse?.(running, `${task.stage}#${task.visit}`, task, input.decision, context)
      );
    })
  );
}

function parseForm(declared: DecisionDeclaration, form: Decision['form']): Record<string, Json> | Refusal {
  if (declared.form === undefined) {
    const given = Object.keys(form ?? {});
    if (given.length === 0) return {};
    return new Refusal('invalid-input', text('该决定不需填写', 'This decision has no form'), [
      fieldError(`/form/${given[0]}`, text('此处没有这一项', 'is not known here')),
    ]);
  }
  const result = declared.form.safeParse(form ?? {}, inBothLanguages);
  if (!result.success)
    return new Refusal(
      'invalid-input',
      text('填写的内容有误', 'The form has errors'),
      fieldErrors(result.error, '/form'),
    );
  return result.data as Record<string, Json>;
}

function refuseEvidence(running: RunningCase, declared: DecisionDeclaration, evidence: string[]): Refusal | undefined {
  const unknown = evidence.findIndex((id) => own(running.state.evidence, id) === undefined);
  if (unknown >= 0) {
    return new Refusal('evidence-unknown', text('请先将材料上传到本案件', 'Upload it to this case first'), [
      fieldError(`/evidence/${unknown}`, text('未上传到本案件', 'is not attached to this case')),
    ]);
  }
  // A step entered from paper has its evidence on paper.
  if (running.importing === undefined && new Set(evidence).size < (declared.evidence ?? 0)) {
    return new Refusal(
      'evidence-required',
      text(
        `该决定须附至少${declared.evidence}份材料`,
        `At least ${declared.evidence} file(s) must come with this decision`,
      ),
      [fieldError('/evidence', text(`至少${declared.evidence}份`, `at least ${declared.evidence}`))],
    );
  }
  return undefined;
}

function refuseEffectiveDay(running: RunningCase, actor: Actor, task: Task, input: Decision): Refusal | undefined {
  const { effectiveOn } = input;
  if (effectiveOn === undefined) return undefined;
  const refuse = (zh: string, en: string): Refusal =>
    new Refusal('effective-date-refused', text(zh, en), [fieldError('/effectiveOn', text(zh, en))]);
  if (effectiveOn > running.today)
    return refuse(`晚于今天（${running.today}）`, `lies in the future; today is ${running.today}`);
  const { openedOn } = running.visitAt(`${task.stage}#${task.visit}`);
  if (effectiveOn < openedOn) return refuse(`早于环节开始日${openedOn}`, `lies before the stage began on ${openedOn}`);
  const days = numberOf(running.parameters, 'acts.backdatingDays');
  if (running.importing !== undefined || effectiveOn >= addDays(running.today, -days)) return undefined;
  const scope = running.opening.subject.scope;
  const entitled = standsAbove(actor, task.office, scope) || steers(actor, scope);
  if (entitled && (input.evidence ?? []).length > 0) return undefined;
  return refuse(
    `补录${days}天以前的决定须由上级单位办理，并附佐证材料`,
    `more than ${days} days back needs the level above and evidence`,
  );
}

function withContext<T>(
  running: RunningCase,
  actor: Actor,
  task: Task,
  input: Decision,
  form: Record<string, Json>,
  use: (context: DecisionContext) => T,
): T {
  running.actDay = input.effectiveOn;
  try {
    return use({ ...running.context(), actor, form, part: task.part, visit: task.visit });
  } finally {
    running.actDay = undefined;
  }
}

/** Records the decision, lets it take effect on the facts, and moves its stage. */
export function applyDecision(
  running: RunningCase,
  actor: Actor,
  task: Task,
  input: Decision,
  origin: DecisionOrigin = {},
): Draft {
  running.actDay = input.effectiveOn;
  const { draft, form } = recordDecision(running, actor, task, input, origin);
  takeEffect(running, {
    seq: running.nextSeq - 1,
    at: origin.at ?? draft.at,
    visit: `${task.stage}#${task.visit}`,
    task,
    decision: input.decision,
    form,
    actor,
    day: running.day,
  });
  return draft;
}

export interface DecisionOrigin {
  act?: { key: string; body: string };
  /** When the decision was made that this one corrects: it is late if that one was. */
  at?: string;
}

/** The event of a decision, and its form as the declaration reads it. */
export function recordDecision(
  running: RunningCase,
  actor: Actor,
  task: Task,
  input: Decision,
  { act, at }: DecisionOrigin,
): { draft: Draft; form: Record<string, Json> } {
  const declared = own(running.stageOf(task).faces[task.face]?.decisions ?? {}, input.decision);
  if (declared === undefined) throw new Error(`${task.id} offers no ${input.decision}`);
  const parsed = parseForm(declared, input.form);
  // A form that was accepted stays accepted when a later version of its schema would refuse it.
  const form = parsed instanceof Refusal ? ((input.form ?? {}) as Record<string, Json>) : parsed;
  // A case that has recorded such a decision without it goes on as it was: its chain holds.
  const told =
    declared.told !== undefined && patched('told')
      ? declared.told({ ...running.context(), actor, form, part: task.part, visit: task.visit })
      : undefined;
  const late = task.dueAt !== null && Date.parse(at ?? running.now) >= Date.parse(task.dueAt);
  const inNameOf = decidesFor(actor, task, running.opening.subject.scope);
  const draft = running.record({
    type: 'decided',
    stage: task.id,
    actor,
    office: task.office,
    ...(inNameOf && { inNameOf }),
    data: { decision: input.decision, ...(late && { late: true }) },
    evidence: (input.evidence ?? []).map((id) => ({ id, sha256: running.state.evidence[id] ?? '' })),
    ...(input.effectiveOn !== undefined && { effectiveOn: input.effectiveOn }),
    ...(input.comment !== undefined && { comment: input.comment }),
    ...((declared.form !== undefined || told) && { form: { ...form, ...told } }),
    ...(act && { act }),
  });
  return { draft, form };
}

type Effect = Omit<JournalEntry, 'before'>;

function takeEffect(running: RunningCase, entry: Effect): void {
  const { task, visit: key, decision, form, actor } = entry;
  const stage = running.stageOf(task);
  const context: DecisionContext = { ...running.context(), actor, form, part: task.part, visit: task.visit };
  const snapshot = takeSnapshot(running, key);
  const effect = stage.faces[task.face]?.decisions[decision]?.effect?.(context);
  if (effect) running.patchFacts(effect);
  primitives[stage.primitive].decide(running, key, task, decision, context);
  noticeFacts(running);
  snapshot.keep(entry);
}

/**
 * After a correction: a decision that did not follow from the corrected one, such as another seat's, still stands.
 *
 * @returns false when what it decided is no longer asked
 */
export function applyAgain(running: RunningCase, { before: _, ...entry }: JournalEntry): boolean {
  const task = running.state.tasks[entry.task.id];
  if (task === undefined) return false;
  running.actDay = entry.day;
  takeEffect(running, { ...entry, task });
  return true;
}
