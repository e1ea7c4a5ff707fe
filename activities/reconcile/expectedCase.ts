import type { CaseView } from '../../domain/case/caseView.ts';
import type {
  CaseDocument,
  ProblemDocument,
  TaskDocument,
  TextsDocument,
  TimelineDocument,
} from '../../models/caseModels.ts';
import { endedTaskFields, eventFields, eventKey, openTaskFields, textsFields, viewFields } from '../caseDocuments.ts';
import type { CaseLabels, CaseRecord, TaskWrite } from '../caseRecords.ts';
import type { CaseHistory, Flush } from './caseHistory.ts';

/** A case as it tells of itself, for one whose first runs Temporal no longer keeps. */
export interface ToldCase {
  view: CaseView;
  tasks: TaskWrite[];
  problems: CaseRecord['problems'];
  now: string;
}

/** An event as the read model has to hold it, with what was written with it. */
export interface ExpectedEvent {
  event: TimelineDocument;
  texts?: TextsDocument;
}

/** What the read model has to hold of a case at one revision. */
export interface ExpectedCase {
  epoch: number;
  revision: number;
  document: Omit<CaseDocument, 'updatedAt'>;
  tasks: Map<string, TaskDocument>;
  problems: Map<string, ProblemDocument>;
  /** Tasks that are not listed, and not open, may be there all the same: they ended before the histories that are kept. */
  tasksWhole: boolean;
}

/** Every event of the histories that are kept, by seq. */
export function expectedEvents(flushes: readonly Flush[]): Map<number, ExpectedEvent> {
  const events = new Map<number, ExpectedEvent>();
  for (const { labels, record } of flushes) {
    for (const { event, texts } of record.events) {
      const _id = eventKey(event);
      events.set(event.seq, {
        event: { _id, ...eventFields(labels, event) },
        ...(texts && { texts: { _id, ...textsFields(event, texts) } }),
      });
    }
  }
  return events;
}

/**
 * Puts the flushes of a case together as the read model does, up to a revision.
 *
 * @param told the case's own word, at the same revision, where its first flushes are no longer kept
 * @returns undefined where the kept flushes do not suffice
 */
export function expectedCase(
  { flushes, whole }: Pick<CaseHistory, 'flushes' | 'whole'>,
  revision: number,
  told?: ToldCase,
): ExpectedCase | undefined {
  const used = flushes.filter(({ record }) => record.revision <= revision);
  const id = told?.view.id ?? flushes[0]?.record.case;
  if (id === undefined) return undefined;
  const state = new Fold(id);
  for (const { labels, record } of used) state.take(labels, record);
  if (told) state.hear(told);
  if (state.view === undefined) return undefined;
  const { epoch } = state.view;
  return {
    epoch,
    revision,
    document: {
      _id: id,
      ...viewFields(state.view),
      dueAt: state.dueAt === null ? null : new Date(state.dueAt),
      clockAt: new Date(state.now),
    },
    tasks: state.tasks,
    problems: state.problems,
    tasksWhole: whole,
  };
}

class Fold {
  view: CaseView | undefined;
  dueAt: string | null = null;
  now = '';
  private stages: CaseView['stages'] = {};
  readonly tasks = new Map<string, TaskDocument>();
  readonly problems = new Map<string, ProblemDocument>();
  private readonly id: string;

  constructor(id: string) {
    this.id = id;
  }

  take(labels: CaseLabels, { view, epoch, revision, now, dueAt, ...record }: CaseRecord): void {
    this.now = now;
    this.dueAt = dueAt;
    this.stages = { ...this.stages, ...('whole' in view ? view.whole.stages : view.stages) };
    if ('whole' in view) this.view = view.whole;
    else if (this.view) {
      this.view = {
        ...this.view,
        ...view.changed,
        stages: { ...this.view.stages, ...view.stages },
        epoch,
        revision,
      };
    }
    for (const task of record.tasks.open) this.ask(labels, task);
    for (const task of record.tasks.ended) {
      const key = this.key(task.id);
      const known = this.tasks.get(key);
      if (!known && !task.asked) continue;
      this.tasks.set(key, { ...known, _id: key, ...endedTaskFields(this.id, labels, task) } as TaskDocument);
    }
    for (const gone of record.problemsGone ?? []) this.problems.delete(this.key(gone));
    for (const problem of record.problems) this.find(labels, problem);
  }

  hear({ view, tasks, problems, now }: ToldCase): void {
    const { kind, subject, campaign } = view;
    const labels = { kind, campaign, scope: subject.scope, subject: { id: subject.id, name: subject.name } };
    this.view = { ...view, stages: { ...supersededOf(this.stages), ...view.stages } };
    // A case that is asked tells the present; what is stored is when it last recorded something.
    this.now ||= now;
    this.dueAt = tasks.flatMap(({ dueAt }) => (dueAt === null ? [] : [dueAt])).sort()[0] ?? null;
    for (const task of tasks) this.ask(labels, task);
    this.problems.clear();
    for (const problem of problems) this.find(labels, problem);
  }

  private ask(labels: CaseLabels, task: TaskWrite): void {
    const _id = this.key(task.id);
    this.tasks.set(_id, { _id, ...openTaskFields(this.id, labels, task) });
  }

  private find({ scope }: CaseLabels, problem: CaseRecord['problems'][number]): void {
    const _id = this.key(problem.id);
    this.problems.set(_id, { _id, case: this.id, scope, ...problem });
  }

  private key(part: string): string {
    return `${this.id}|${part}`;
  }
}

/** Visits that a correction took back: they stay in the document, and the case itself no longer tells of them. */
export function supersededOf(stages: CaseView['stages']): CaseView['stages'] {
  return Object.fromEntries(Object.entries(stages).filter(([, { status }]) => status === 'superseded'));
}
