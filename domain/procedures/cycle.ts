import type { PlainDay } from '../calendar/calendar.ts';
import type { Period } from '../calendar/period.ts';
import type { CaseStatus } from '../case/caseView.ts';
import type { CaseParameters } from '../case/opening.ts';
import type { PlaceLevel } from '../registers/place.ts';
import type { Json } from '../text.ts';
import type { ParameterName } from './declaration.ts';

/** One case of a cycle, as its documents have it. */
export interface CycleCase {
  case: string;
  subject: string;
  status: CaseStatus;
  outcome: string | null;
  facts: Readonly<Record<string, Json>>;
}

/** What one case is told: a decision of the stage it waits at, and its form. */
export interface Telling {
  decision: string;
  form: Record<string, Json>;
}

/** What the cases of a cycle are told together, once they have come to a stage that no office decides. */
export interface CycleTelling {
  /** The stage they wait at; its decisions are made by the cycle alone. */
  stage: string;
  /** The level of the place whose cases are compared with each other. */
  pool: PlaceLevel;
  /** Once the due day has passed, the share of a pool's cases that have to be there for it to be compared. */
  quorum: ParameterName;
  /** Whether a case can be compared. */
  counts(this: void, one: CycleCase): boolean;
  /** What each case of a pool is told, by case; @param earlier the cases of a subject in earlier cycles, by their key */
  tell(
    this: void,
    pool: readonly CycleCase[],
    scene: {
      key: string;
      parameters: CaseParameters;
      earlier(this: void, subject: string): Readonly<Record<string, CycleCase>>;
    },
  ): Record<string, Telling>;
  /** Whether a case stands on the list that is posted inside its pool, by its facts. */
  named(this: void, facts: CycleCase['facts']): boolean;
}

/** How the cases of a procedure that comes round are started for everybody in a register. Its functions are pure. */
export interface Cycle {
  /** The period a key names, such as a half-year; undefined when it names none. */
  period(this: void, key: string): Period | undefined;
  /** The keys to choose from, the latest first: that of the period a day is in, and some before. */
  upTo(this: void, day: PlainDay): readonly string[];
  /** Names the enum parameter that says which of the procedure's subjects is meant here, where there are several. */
  subjectBy?: ParameterName;
  /** What each case is started with. */
  input(this: void, key: string): Record<string, Json>;
  /** Counted from the last day of the period, or from the start of the cycle when that is later. */
  due: ParameterName;
  told?: CycleTelling;
}

/** The id of a cycle: a kind, place and key have one, such as `assess:linyi_lanshan:2026-H1`. */
export function cycleId(kind: string, place: string, key: string): string {
  return `${kind}:${place.replaceAll('/', '_')}:${key}`;
}

/** The cycles that a case may belong to: its district's and its street's. */
export function cyclesAround(kind: string, scope: string, key: string): string[] {
  const parts = scope.split('/');
  return [2, 3].flatMap((depth) => (parts.length < depth ? [] : [cycleId(kind, parts.slice(0, depth).join('/'), key)]));
}
