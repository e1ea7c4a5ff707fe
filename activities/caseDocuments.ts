import type { CaseView } from '../domain/case/caseView.ts';
import { scopeParts } from '../domain/organisation/scope.ts';
import type { EventTexts, TimelineEvent } from '../domain/timeline/event.ts';
import {
  type CaseDocument,
  caseKeys,
  neverDue,
  placesOf,
  type TaskDocument,
  type TextsDocument,
  type TimelineDocument,
} from '../models/caseModels.ts';
import { gramsOf } from '../models/registers.ts';
import type { CaseLabels, EndedTask, TaskWrite } from './caseRecords.ts';

/** The `_id` of an event, and of what was written with it. */
export function eventKey({ case: id, epoch, seq }: Pick<TimelineEvent, 'case' | 'epoch' | 'seq'>): string {
  return `${id}|${epoch}|${seq}`;
}

/** An event as it is stored, without its `_id`. */
export function eventFields(labels: CaseLabels, event: TimelineEvent): Omit<TimelineDocument, '_id'> {
  const { case: id, epoch, seq, act } = event;
  return { case: id, epoch, seq, scope: labels.scope, event, ...(act && { actKey: act.key }) };
}

/** What the actor wrote, as it is stored, without its `_id`. */
export function textsFields(
  { case: id, epoch, seq, actor }: TimelineEvent,
  texts: EventTexts,
): Omit<TextsDocument, '_id'> {
  return { case: id, epoch, seq, actor: actor.id, texts };
}

/** What a case is listed by, beside its view. */
type Place = Pick<CaseDocument, 'within' | 'grams' | 'city' | 'district' | 'street' | 'community'>;

/** A whole view as it is stored, without `_id` and times. */
export function viewFields(view: CaseView): Omit<CaseView, 'id'> & Place {
  const { id: _, ...whole } = view;
  const { subject, campaign, asked } = view;
  const { city, district, street, community } = scopeParts(subject.scope);
  return {
    ...whole,
    within: caseKeys(subject.scope, campaign, asked),
    grams: gramsOf(subject.name, subject.id),
    ...(city !== undefined && { city }),
    ...(district !== undefined && { district }),
    ...(street !== undefined && { street }),
    ...(community !== undefined && { community }),
  };
}

type TaskFields = Omit<TaskDocument, '_id' | 'open' | 'closedAt' | 'ended'>;

/** A task as it is stored, whether it is open or not, without its `_id`. */
export function taskFields(id: string, labels: CaseLabels, task: TaskWrite): TaskFields {
  const { kind, subject, campaign } = labels;
  return { case: id, kind, subject, campaign, ...task, ...placeOfTask(task, labels.scope), ...dueOf(task) };
}

/** A task that is asked, without its `_id`. */
export function openTaskFields(id: string, labels: CaseLabels, task: TaskWrite): TaskFields & { open: boolean } {
  return { ...taskFields(id, labels, task), open: true };
}

/** What the end of a task writes. */
export function endedTaskFields(id: string, labels: CaseLabels, { id: _, at, asked, ...how }: EndedTask) {
  return { ...(asked && taskFields(id, labels, asked)), open: false, closedAt: new Date(at), ended: how };
}

function dueOf({ dueAt }: TaskWrite): { dueAt: Date | null; rank: Date } {
  const date = dueAt === null ? null : new Date(dueAt);
  return { dueAt: date, rank: date ?? neverDue };
}

/** Where a task is asked: at the case's place, or at one inside. */
function placeOfTask(
  { scope }: TaskWrite,
  caseScope: string,
): Pick<TaskDocument, 'scope' | 'within'> & Partial<TaskDocument> {
  const asked = scope ?? caseScope;
  const { district, street } = scopeParts(asked);
  return {
    scope: asked,
    within: placesOf(asked),
    ...(asked !== caseScope && { caseScope }),
    ...(district !== undefined && { district }),
    ...(street !== undefined && { street }),
  };
}
