import type { CaseView, Problem } from '../domain/case/caseView.ts';
import type { Task } from '../domain/case/task.ts';
import type { RecordedEvent } from '../domain/timeline/event.ts';

/** What one flush of a case's outbox brings: only what changed since the last. */
export interface CaseRecord {
  case: string;
  epoch: number;
  revision: number;
  /** The case's own present, ISO (virtual in the rehearsal space). */
  now: string;
  /** The earliest due date among all open tasks. */
  dueAt: string | null;
  events: RecordedEvent[];
  /** The whole view on the first flush and when the read model asked for it; else only the changed members. */
  view: { whole: CaseView } | { changed: Partial<CaseView>; stages: CaseView['stages'] };
  tasks: { open: TaskWrite[]; ended: EndedTask[] };
  problems: Problem[];
  /** Problems whose listing was taken back by a correction. */
  problemsGone?: string[];
}

export type TaskWrite = Task & { standing: boolean };

export interface EndedTask {
  id: string;
  decision?: string;
  by?: string;
  why: string;
  at: string;
  /** What was asked, where it was decided before the read model heard of it. */
  asked?: TaskWrite;
}

/** What every document of the case repeats, so that lists need no join. */
export interface CaseLabels {
  kind: string;
  subject: { id: string; name: string };
  scope: string;
  campaign: string | null;
}

export interface CaseRecordInput {
  labels: CaseLabels;
  record: CaseRecord;
}

export interface CaseRecordResult {
  /** The document is missing: send the whole view with the next flush. */
  wholeViewNeeded: boolean;
  /** The same seq is stored with another hash. */
  diverged: { seq: number; stored: string; arrived: string }[];
}

export interface CaseActivities {
  /** Writes a flush to the read model, exactly once in effect; throws while MongoDB is away. */
  recordCase: (input: CaseRecordInput) => Promise<CaseRecordResult>;
}
