import type {
  CaseDocument,
  ProblemDocument,
  TaskDocument,
  TextsDocument,
  TimelineDocument,
} from '../../models/caseModels.ts';

/**
 * What can be wrong with a case in the read model.
 *
 * - `missing`: the workflow has recorded it, and there is no document.
 * - `torn`: something in the middle is not there, or stands behind what was acknowledged.
 * - `doubled`: two events in one place.
 * - `tampered`: something is there that is not what the workflow recorded.
 * - `cutOff`: the newest events were there, and are gone.
 * - `diverged`: it is marked as diverged.
 * - `lost`: the read model or an anchor knows what Temporal does not: no workflow carries the case on.
 * - `late`: what the workflow has recorded does not arrive.
 * - `unasked`: the case had to be asked, and nobody answered for it.
 */
export const troubles = [
  'missing',
  'torn',
  'doubled',
  'tampered',
  'cutOff',
  'diverged',
  'lost',
  'late',
  'unasked',
] as const;
export type Trouble = (typeof troubles)[number];

/** One thing that is wrong with a case, and what would be done about it. */
export interface Finding {
  what: Trouble;
  detail: string;
  /** What `--repair` does. */
  repair?: string;
  /** Why it cannot be repaired, where it cannot. */
  hopeless?: string;
}

/** What a repair writes; all of it follows from the workflow. */
export interface Repair {
  putEvents: TimelineDocument[];
  /** `_id`s. */
  dropEvents: string[];
  putTexts: TextsDocument[];
  putTasks: TaskDocument[];
  putProblems: ProblemDocument[];
  dropProblems: string[];
  document?: Omit<CaseDocument, 'updatedAt'>;
  /** The document no longer counts as diverged. */
  clearMark: boolean;
}

/** How far the read model is behind a case. */
export interface Lag {
  events: number;
  /** Since the oldest event that is not there; null when none is waiting, or nobody can tell. */
  seconds: number | null;
}

/** A case compared. */
export interface Comparison {
  case: string;
  findings: Finding[];
  repair: Repair;
  lag: Lag;
}

/** A repair that has nothing to do. */
export function noRepair(): Repair {
  return {
    putEvents: [],
    dropEvents: [],
    putTexts: [],
    putTasks: [],
    putProblems: [],
    dropProblems: [],
    clearMark: false,
  };
}
