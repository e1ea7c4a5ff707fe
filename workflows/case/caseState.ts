import type { Calendar, PlainDay } from '../../domain/calendar/calendar.ts';
import type { CaseLink, CaseStatus, Problem } from '../../domain/case/caseView.ts';
import type { CaseOpening, CaseParameters } from '../../domain/case/opening.ts';
import type { Task } from '../../domain/case/task.ts';
import type { Deadline } from '../../domain/deadline/deadline.ts';
import type { Actor } from '../../domain/organisation/actor.ts';
import type { Facts } from '../../domain/procedures/declaration.ts';
import type { Json } from '../../domain/text.ts';
import { GENESIS } from '../../domain/timeline/hashChain.ts';
import type { ActAnswer } from '../messages.ts';

/** One visit of a stage. Closed visits keep their result, so that a resumed run falls through them. */
export interface StageVisit {
  stage: string;
  visit: number;
  openedAt: string;
  /** Legal periods of this visit run from here. */
  openedOn: PlainDay;
  openedSeq: number;
  closedAt?: string;
  result?: string;
  /** What the primitive remembers between acts. */
  progress: Record<string, Json>;
  /** Spans of time the primitive waits for; each is reported once, then listed in `elapsed`. */
  windows: Record<string, Deadline>;
  elapsed: string[];
  /** Who handed in what this visit holds. */
  submitters: string[];
  /** How many policies had been applied to the case when this visit had its result; absent when none. */
  policy?: number;
}

/** A policy applied to the running case: its version, and the parameters that differ from those of the opening. */
export interface AppliedPolicy {
  version: string;
  parameters: CaseParameters;
}

/** A decision that can still be corrected: what it was, and how to take it back. */
export interface JournalEntry {
  seq: number;
  /** The decision in whose place it stands, where that has come to the same: what followed has followed since then. */
  since?: number;
  at: string;
  visit: string;
  task: Task;
  decision: string;
  form: Record<string, Json>;
  actor: Actor;
  day: PlainDay;
  /** The state before: facts that changed, and the visit, tasks and problems it touched. */
  before: {
    facts: Facts;
    absentFacts: string[];
    visit: StageVisit;
    tasks: Task[];
    problems: Problem[];
    problemCount: number;
    /** Visits beside its own that it ended, and what they asked. */
    ended?: { key: string; visit: StageVisit; tasks: Task[] }[];
  };
}

/** An appeal against one of the case's decisions. */
export interface CaseAppeal {
  case: string;
  event: number;
  /** Stages whose tasks rest while it runs. */
  holds: string[];
  outcome?: string;
}

/** Everything a case carries through the years; plain JSON. */
export interface CaseState {
  status: CaseStatus;
  outcome: string | null;
  startedAt: string;
  /** The day the case began: its start here, or on paper. */
  startedOn: PlainDay;
  recordedFrom: PlainDay;
  endedAt: string | null;
  calendar: Calendar;
  seq: number;
  hash: string;
  visits: Record<string, StageVisit>;
  tasks: Record<string, Task>;
  problems: Record<string, Problem>;
  problemCount: number;
  facts: Facts;
  links: CaseLink[];
  /** Places inside the case's own that were asked by themselves. */
  asked?: string[];
  /** Evidence attached: id → SHA-256. */
  evidence: Record<string, string>;
  /** Recent acts by key, for repeats that reach a later run. */
  answers: (ActAnswer & { key: string })[];
  journal: JournalEntry[];
  /** While the whole case is suspended: since when. */
  suspendedAt?: string;
  /** While the whole case is suspended: tasks that were suspended by themselves and stay so. */
  pausedByThemselves?: string[];
  /** Policies applied while it runs, oldest first; absent when it still has the one it was opened with. */
  applied?: AppliedPolicy[];
  /** Appeals against its decisions; absent when there are none. */
  appeals?: CaseAppeal[];
  /** The tasks that rest because of them. */
  held?: string[];
  /** Changes of the procedure's order that there were when the case began; absent when there were none. */
  changes?: string[];
  /** Acts accepted in this run; reset by continue-as-new. */
  actsThisRun: number;
}

/** What the workflow starts with: the opening, and after a continue-as-new the carried state. */
export interface CaseInput {
  opening: CaseOpening;
  carried?: CaseState;
  /** Continue as new past so many events of history; the default is 500. */
  historyBound?: number;
}

/** How many answers to recent acts are carried ; a repeat comes soon if at all. */
export const ANSWERS_KEPT = 200;
/** How many decisions can still be taken back. */
export const JOURNAL_KEPT = 12;

export function initialState(opening: CaseOpening, now: string, today: PlainDay, facts: Facts): CaseState {
  return {
    status: 'running',
    outcome: null,
    startedAt: now,
    startedOn: opening.underWay?.startedOn ?? today,
    recordedFrom: today,
    endedAt: null,
    calendar: opening.calendar,
    seq: 0,
    hash: GENESIS,
    visits: {},
    tasks: {},
    problems: {},
    problemCount: 0,
    facts,
    links: opening.links,
    evidence: {},
    answers: [],
    journal: [],
    actsThisRun: 0,
  };
}
