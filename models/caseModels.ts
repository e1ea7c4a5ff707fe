import { type Connection, type Model, Schema } from 'mongoose';
import type { CaseView, Problem } from '../domain/case/caseView.ts';
import type { Task } from '../domain/case/task.ts';
import { scopeParts } from '../domain/organisation/scope.ts';
import type { EventTexts, TimelineEvent } from '../domain/timeline/event.ts';

/** A case as stored for reading: the view, and the parts of its scope that lists filter by. */
export interface CaseDocument extends Omit<CaseView, 'id'> {
  _id: string;
  city?: string;
  district?: string;
  street?: string;
  community?: string;
  /** What lists narrow down by; see `caseKeys`. */
  within: string[];
  /** Pieces of the subject's name and id, for search by part of them; see `gramsOf`. */
  grams: string[];
  /** Earliest due date among the open tasks; null when nothing is due. */
  dueAt: Date | null;
  updatedAt: Date;
  /** The case's own present at the last write; differs from the wall clock in the rehearsal space. */
  clockAt: Date;
  /** Set when the same seq arrived with another hash: somebody or something forked the timeline. */
  diverged?: { seq: number; stored: string; arrived: string; at: Date };
}

/** An open or done task, with what the inbox filters by. */
export interface TaskDocument extends Omit<Task, 'id' | 'dueAt'> {
  /** `case|task` */
  _id: string;
  id: string;
  case: string;
  kind: string;
  subject: { id: string; name: string };
  /** The place whose office is asked. */
  scope: string;
  /** The case's place, where that is another. */
  caseScope?: string;
  /** The place and every place above it. */
  within: string[];
  district?: string;
  street?: string;
  campaign: string | null;
  open: boolean;
  dueAt: Date | null;
  /** When it is due; the end of time when never, so that lists by due date end with it. */
  rank: Date;
  standing: boolean;
  closedAt?: Date;
  /** How it ended: the decision, or why it was withdrawn. */
  ended?: { decision?: string; by?: string; why: string };
}

export interface TimelineDocument {
  /** `case|epoch|seq` */
  _id: string;
  case: string;
  epoch: number;
  seq: number;
  scope: string;
  actKey?: string;
  event: TimelineEvent;
  /** The epoch that replaced this branch, if one did. */
  supersededBy?: number;
}

/** What the actor wrote, kept apart so that it can be erased. Same `_id` as the event. */
export interface TextsDocument {
  _id: string;
  case: string;
  epoch: number;
  seq: number;
  actor: string;
  texts: EventTexts;
}

export interface ProblemDocument extends Problem {
  /** `case|problem` */
  _id: string;
  case: string;
  scope: string;
}

export interface CaseModels {
  cases: Model<CaseDocument>;
  tasks: Model<TaskDocument>;
  timeline: Model<TimelineDocument>;
  texts: Model<TextsDocument>;
  problems: Model<ProblemDocument>;
}

/** Documents are validated by the workflow's own types; mongoose keeps collections, indexes and sessions. */
function open(indexes: [Record<string, 1 | -1>, Record<string, unknown>?][]): Schema {
  const schema = new Schema({ _id: String }, { strict: false, minimize: false, versionKey: false });
  for (const [fields, options] of indexes) schema.index(fields, options);
  return schema;
}

/** The rank of a task that is never due. */
export const neverDue = new Date('9999-12-31T00:00:00Z');

/** A place and every place above it: `a/b` gives `a` and `a/b`. */
export function placesOf(scope: string): string[] {
  const parts = scope.split('/');
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

/**
 * What a case is listed under: its place and those above, places inside that were asked by themselves, and its district,
 * street and campaign by name.
 */
export function caseKeys(scope: string, campaign: string | null, asked: readonly string[] = []): string[] {
  const { district, street } = scopeParts(scope);
  return [
    ...new Set([scope, ...asked].flatMap(placesOf)),
    ...(district === undefined ? [] : [`district:${district}`]),
    ...(street === undefined ? [] : [`street:${street}`]),
    ...(campaign === null ? [] : [`campaign:${campaign}`]),
  ];
}

/** Only open tasks are looked for by office and place; closed ones leave these indexes. */
const whileOpen = { partialFilterExpression: { open: true } };

/** How long offices took is asked of closed tasks alone. */
const onceDone = { partialFilterExpression: { open: false } };

/**
 * Events that figures are computed from, found by when they were recorded. A query has to name exactly these: only then does
 * MongoDB know that the index has all of them.
 */
export const figureEventTypes = ['decided', 'stageClosed', 'expired', 'escalated'] as const;

/** So that what has ended, or is never due, is no part of indexes that are not for it. */
const whileAtAStage = { partialFilterExpression: { stage: { $type: 'string' } } };
const whileSomethingIsDue = { partialFilterExpression: { dueAt: { $type: 'date' } } };

/** The read model of the cases, on one space's database. Each index serves a listed query. */
export function caseModels(db: Connection): CaseModels {
  return {
    cases: db.model<CaseDocument>(
      'Case',
      open([
        ...[{}, { within: 1 as const }].flatMap((place): [Record<string, 1 | -1>, Record<string, unknown>?][] => [
          [{ ...place, status: 1, startedAt: -1, _id: 1 }],
          [{ ...place, kind: 1, status: 1, startedAt: -1, _id: 1 }],
          [{ ...place, kind: 1, stage: 1, startedAt: -1, _id: 1 }, whileAtAStage],
          [{ ...place, dueAt: 1, _id: 1 }, whileSomethingIsDue],
        ]),
        [{ grams: 1, startedAt: -1, _id: 1 }],
        [{ 'subject.id': 1, startedAt: -1, _id: 1 }],
        [{ 'links.case': 1 }],
        [{ 'diverged.at': 1 }, { partialFilterExpression: { 'diverged.at': { $type: 'date' } } }],
      ]) as Schema<CaseDocument>,
      'cases',
    ),
    tasks: db.model<TaskDocument>(
      'Task',
      open([
        [{ case: 1, open: 1 }],
        [{ office: 1, standing: 1, within: 1, rank: 1, _id: 1 }, whileOpen],
        [{ standing: 1, within: 1, rank: 1, _id: 1 }, whileOpen],
        [{ standing: 1, rank: 1, _id: 1 }, whileOpen],
        [{ 'delegate.id': 1, standing: 1, rank: 1, _id: 1 }, whileOpen],
        [{ 'ended.by': 1, closedAt: -1, _id: 1 }],
        [{ office: 1, stage: 1, within: 1, closedAt: -1 }, onceDone],
      ]) as Schema<TaskDocument>,
      'tasks',
    ),
    timeline: db.model<TimelineDocument>(
      'Timeline',
      open([
        [{ case: 1, epoch: 1, seq: 1 }, { unique: true }],
        [{ actKey: 1 }, { sparse: true }],
        [
          { case: 1, seq: 1 },
          { name: 'corrections', partialFilterExpression: { 'event.type': 'corrected' } },
        ],
        [
          { case: 1, seq: 1, epoch: 1 },
          { name: 'files', partialFilterExpression: { 'event.type': 'evidenceAttached' } },
        ],
        [
          { 'event.at': 1, scope: 1 },
          { name: 'figures', partialFilterExpression: { 'event.type': { $in: [...figureEventTypes] } } },
        ],
        [
          { 'event.at': 1, scope: 1, case: 1 },
          { name: 'correctedSince', partialFilterExpression: { 'event.type': 'corrected' } },
        ],
      ]) as Schema<TimelineDocument>,
      'timeline',
    ),
    texts: db.model<TextsDocument>(
      'Texts',
      open([[{ case: 1, epoch: 1, seq: 1 }], [{ actor: 1 }]]) as Schema<TextsDocument>,
      'texts',
    ),
    problems: db.model<ProblemDocument>('Problem', open([[{ case: 1, id: 1 }]]) as Schema<ProblemDocument>, 'problems'),
  };
}
