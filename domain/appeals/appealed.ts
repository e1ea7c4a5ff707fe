import { dayOf, type PlainDay } from '../calendar/calendar.ts';
import { parseCaseId } from '../case/opening.ts';
import { fieldError, Refusal } from '../errors.ts';
import type { OfficeCode } from '../organisation/offices.ts';
import { own } from '../own.ts';
import type { AppealRule, Procedure } from '../procedures/declaration.ts';
import { type Text, text } from '../text.ts';
import type { TimelineEvent } from '../timeline/event.ts';
import { hashOf } from '../timeline/hashChain.ts';

/** What an appeal is about: a decision somebody took, or a result of a stage that nobody took alone. */
export interface Appealed {
  event: number;
  /** The task or visit, as on the timeline. */
  stage: string;
  /** The decision, or the result. */
  decision: string;
  /** The office that decided; the level above it rules. */
  office: OfficeCode;
  /** User ids of who decided, and in whose name; none when that was computed. */
  deciders: string[];
  /** The day it took effect: the days for an appeal run from here. */
  on: PlainDay;
  rule: AppealRule;
}

/**
 * What of an event can be appealed (P33).
 *
 * @returns a Refusal that says why nothing can, and where the dispute goes instead
 */
export function appealedIn(procedure: Pick<Procedure, 'stages'>, event: TimelineEvent): Appealed | Refusal {
  const stage = own(procedure.stages, event.stage?.split('#')[0] ?? '');
  if (stage === undefined || event.stage === undefined) return refused(event, text('不是决定', 'is no decision'));
  const basics = { event: event.seq, stage: event.stage, on: event.effectiveOn ?? dayOf(event.at) };
  const { decision, result } = event.data;
  if (event.type === 'decided' && typeof decision === 'string' && event.actor.office !== undefined) {
    const rule = Object.values(stage.faces).flatMap(({ decisions }) => own(decisions, decision)?.appeal ?? [])[0];
    if (rule) return { ...basics, decision, office: event.actor.office, deciders: decidersOf(event), rule };
  }
  if (typeof result === 'string' && stage.appeal?.results.includes(result)) {
    const { decidedBy: office, ...rule } = stage.appeal;
    const deciders = event.type === 'decided' ? decidersOf(event) : [];
    return { ...basics, decision: result, office, deciders, rule };
  }
  return refused(event, stage.disputes ?? text('不能申诉', 'cannot be appealed'));
}

function decidersOf({ actor }: TimelineEvent): string[] {
  return actor.for === undefined ? [actor.id] : [actor.id, actor.for];
}

function refused({ seq }: TimelineEvent, why: Text): Refusal {
  const detail = text(`第${seq}号记录：${why.zh}`, `Event ${seq}: ${why.en}`);
  return new Refusal('appeal-refused', detail, [fieldError('/event', detail)]);
}

/** So long may a part of a case id be. */
const longestPart = 40;

/**
 * The part of an appeal's case id that names the decision: `rectification-2-17` is event 17 of the subject's second
 * rectification. A name that would be too long is its hash.
 */
export function appealKey(id: string, event: number): string {
  const { kind = 'case', key, ordinal } = parseCaseId(id) ?? {};
  const name = [kind, ...(key === undefined ? [] : [key]), ordinal, event].join('-');
  return name.length <= longestPart ? name : hashOf([id, event]).slice(0, longestPart);
}
