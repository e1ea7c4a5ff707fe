import type { z } from 'zod';
import type { Calendar, PlainDay } from '../calendar/calendar.ts';
import type { Period } from '../calendar/period.ts';
import type { Problem, Subject } from '../case/caseView.ts';
import type { CaseParameters } from '../case/opening.ts';
import type { Refusal } from '../errors.ts';
import type { Actor } from '../organisation/actor.ts';
import type { OfficeCode } from '../organisation/offices.ts';
import type { PublishedMonth } from '../rankings/publishedMonth.ts';
import type { RegisterName } from '../registers/entry.ts';
import type { EndedCase, EntryOutcome } from '../registers/outcome.ts';
import type { Json, Text } from '../text.ts';
import type { EventType } from '../timeline/event.ts';
import type { Cycle } from './cycle.ts';
import type { SeatTitles } from './seats.ts';

/** What a procedure keeps of the forms handed in; plain JSON, carried for the life of the case. */
export type Facts = Record<string, Json>;

/** What the functions of a declaration may look at. They are pure: no clock, no I/O. */
export interface CaseContext<F = Facts> {
  readonly facts: F;
  readonly problems: readonly Problem[];
  readonly subject: Subject;
  readonly input: Record<string, Json>;
  readonly parameters: CaseParameters;
  readonly calendar: Calendar;
  /** The day the case began, here or on paper. */
  readonly startedOn: PlainDay;
  /** The day it was entered here; the same unless it was under way on paper. */
  readonly recordedFrom: PlainDay;
  /** Today, or the effective day of the act being judged. */
  readonly day: PlainDay;
  /** Result of the latest closed visit of a stage. */
  resultOf(this: void, stage: string): string | undefined;
  isOpen(this: void, stage: string): boolean;
  /** Cases that people have told this one to wait for, and that have not ended. */
  readonly awaited: readonly string[];
}

/** The context while a decision is judged or takes effect. */
export interface DecisionContext<F = Facts> extends CaseContext<F> {
  readonly actor: Actor;
  /** The form, already parsed by the decision's schema. */
  readonly form: Readonly<Record<string, Json>>;
  /** Seat, item or check number of the task decided. */
  readonly part: string | undefined;
  readonly visit: number;
}

/** `section.parameter` of the policy, such as `rectification.planDueDays`. */
export type ParameterName = `${string}.${string}`;

export interface DeadlineRule<F = Facts> {
  parameter: ParameterName;
  /** The day it runs from, where that is not the day the task opens; counted back, the day of the event it precedes. */
  from?(this: void, context: CaseContext<F>): PlainDay;
  /** It ends so long before the day of `from`, and moves earlier off rest days. */
  direction?: 'before';
  /** Whether a last day that is a rest day moves on (Civil Code 203); a duration does not. Default `forward`. */
  roll?: 'forward' | 'none';
  /** Name of a boolean parameter: when true, silence until the due date counts as a refusal of that seat, never as consent. */
  silenceRefuses?: ParameterName;
}

/** A member of a register that a form names, and the field that names it. */
export interface Reference {
  type: Subject['type'] | 'roll';
  id: string;
  pointer: string;
}

/** That a decision can be appealed (P33): by whom, and what stands still meanwhile. */
export interface AppealRule {
  /** Offices that may hand an appeal in, for themselves or for whoever is concerned; a coordinator of the place always may. */
  by: readonly OfficeCode[];
  /** Stages that carry the decision out: what they ask rests until the ruling, where the policy says so. Facts are published all the same. */
  holds?: readonly string[];
}

export interface DecisionDeclaration<F = Facts> {
  title: Text;
  tone?: 'positive' | 'negative' | 'neutral';
  /** A zod strict object; labels and help are its `.meta({ title, description })` with `Text` values. */
  form?: z.ZodType<Record<string, unknown>>;
  commentRequired?: boolean;
  /** The only call that makes it, where its form is computed and never written by hand. */
  through?: `POST /${string}`;
  /** Files that must come with it. */
  evidence?: number;
  /** What the form names of the registers; whatever is not there is refused before the case is asked. */
  references?(this: void, form: Readonly<Record<string, Json>>): Reference[];
  /** Templates of the documents it produces; see docs/documents.md. */
  documents?: readonly string[];
  /** What of the facts its documents need: it stands with the words of the event, and can be erased like them. */
  told?(this: void, context: DecisionContext<F>): Record<string, Json>;
  /** Absent: it cannot be appealed. */
  appeal?: AppealRule;
  /** Why it is not possible now, if so. */
  guard?(this: void, context: DecisionContext<F>): Refusal | undefined;
  /** What it changes in the facts: the returned keys replace the present ones. */
  effect?(this: void, context: DecisionContext<F>): Partial<F>;
}

/** What is asked of one office: a task shows one face of its stage. */
export interface Face<F = Facts> {
  title: Text;
  /** The office asked, when it does not depend on the seat or item. */
  office?: OfficeCode;
  deadline?: DeadlineRule<F>;
  /** The day it is due where a form has set it, such as a contract; goes before `deadline`. */
  dueOn?(this: void, context: CaseContext<F>): PlainDay | undefined;
  /** A standing face may be used at any time and is never late. */
  standing?: boolean;
  decisions: Record<string, DecisionDeclaration<F>>;
}

export type PrimitiveName =
  | 'submission'
  | 'signOff'
  | 'jointReview'
  | 'posting'
  | 'ledger'
  | 'observation'
  | 'checkpoint'
  | 'ownersVote'
  | 'scoring'
  | 'childCase';

/** A stage as the engine, the API and the console see it. `R` is the union of its results. */
export interface Stage<R extends string = string, P extends PrimitiveName = PrimitiveName> {
  /** Its key in the procedure's `stages`. */
  id: string;
  primitive: P;
  title: Text;
  /** Article or document the stage stands on. */
  source: string;
  faces: Record<string, Face>;
  results: readonly R[];
  /** What of it is published, in words. */
  publishes?: Text;
  /** Ladder E's last rung reaches this office instead of the level above. */
  overdueReaches?: OfficeCode;
  /** Stages whose submitters may not decide here (nobody signs off what they submitted). */
  reviews?: readonly string[];
  /** What its seats or raters are called, where several are asked at once. */
  seatTitles?: SeatTitles;
  /** Results that can be appealed though nobody decided them alone: a score, a rank. `decidedBy` is the office that answers for them. */
  appeal?: AppealRule & { results: readonly string[]; decidedBy: OfficeCode };
  /** Documents that results of the stage produce, which nobody decided alone. */
  documents?: readonly { template: string; results: readonly string[] }[];
  /** Where a dispute about the stage goes, when that is not an appeal. */
  disputes?: Text;
  /** What the primitive needs besides; see each builder. */
  options: unknown;
}

/** How the published complaint figures of a month reach running cases; for procedures that watch them. */
export interface PublishedMonths<F = Facts> {
  /** What a month changes in the facts; undefined when it is none of the case's concern. */
  effect(this: void, context: CaseContext<F>, published: PublishedMonth): Partial<F> | undefined;
  /** What the case holds of a month, and the version of the ranking that said so; null when people reported it. */
  known(
    this: void,
    context: CaseContext<F>,
    month: string,
  ): { version: number | null; figures: Record<string, Json> } | undefined;
  /** The checkpoint that asks for a month, and whether a visit of it needs no answer since the month is published. */
  answers: { stage: string; result: string; isKnown(this: void, context: CaseContext<F>, visit: number): boolean };
  /** When decisions are taken back: what was published meanwhile stays. */
  kept(this: void, present: F, restored: F): Partial<F>;
}

/** Entries of a register whose term ends, and the case each of them gets in time; looked for once a day. */
export interface RegisterTerm {
  register: RegisterName;
  /** Field with the last day of the term. */
  ends: string;
  /** Field that names the subject of the case; without it the entry is the subject. */
  about?: string;
  /** Periods in calendar days, which together lie between the beginning of the case and the end of the term. */
  lead: readonly ParameterName[];
  /** The input of the case. A subject gets one case of the term: what `key` makes of the input tells terms apart. */
  input(this: void, entry: { id: string; ends: PlainDay }): Record<string, Json>;
}

/** Earlier cases of another procedure about the same subject, which a new case takes account of. */
export interface Recall {
  kind: string;
  /** Those that have ended in one of these ways, */
  outcomes: readonly string[];
  /** on one of these days. */
  within(this: void, input: Readonly<Record<string, Json>>): Period;
  /** The input with them; @param keys what recurred in each, such as its year, in their order */
  input(this: void, input: Readonly<Record<string, Json>>, keys: readonly string[]): Record<string, Json>;
}

export interface Procedure {
  kind: string;
  title: Text;
  purpose: Text;
  source: string;
  /** What its cases are about; one of several types where it is a list. */
  subject: Subject['type'] | readonly Subject['type'][];
  /** Sections of the policy it uses besides `ladder` and `acts`; the first is its own. */
  sections: readonly string[];
  stages: Record<string, Stage>;
  /** Changes of the order since cases of it began to run; the body asks for them by `changed`. None is ever taken away. */
  changes?: readonly string[];
  outcomes: Record<string, Text>;
  /** Who may cancel, and the outcomes a cancellation may have. */
  cancellation: { by: readonly OfficeCode[]; outcomes: readonly string[] };
  /** What is handed in at the start: a zod strict object. */
  input: z.ZodType<Record<string, unknown>>;
  /** Offices whose task it is to start it; coordinators always may. */
  startedBy: readonly OfficeCode[];
  /**
   * What recurs, as the input says it: a month, a half-year. It stands in the case's id, and a subject has one active case
   * for each; without it one active case of the kind. One part of an id: letters, digits, `_` and `-`.
   */
  key?(this: void, input: Record<string, Json>): string;
  /**
   * Who acts in this case for an office that its subject does not have, such as the residents' committee where there is no
   * owners' committee. Depends on the input alone.
   */
  standIns?(this: void, input: Record<string, Json>): Partial<Record<OfficeCode, OfficeCode>>;
  /** The only call that starts it, where its input is computed and never written by hand. */
  startedThrough?: `POST /${string}`;
  /** Cases that begin by themselves, in the live space, before the term of an entry ends. */
  startsBefore?: RegisterTerm;
  /** What earlier cases of its subject add to the input, where a call or a cycle starts it. */
  recalls?: Recall;
  /** A subject has one case for each key, and never another: what it is about happens once. */
  once?: true;
  /** What whoever starts it says in words: it stands with the first event, can be erased, and is no part of the input. */
  statement?: z.ZodType<Record<string, unknown>>;
  /** What of the input stands in the first event, and so in the chain. */
  opening?(this: void, input: Record<string, Json>): Record<string, Json>;
  /** What the start itself has decided, told on the timeline right after the opening, in the name of whoever started it. */
  decidedAtStart?(
    this: void,
    input: Record<string, Json>,
    campaign: string | null,
  ): { type: EventType; data: Record<string, Json>; form?: Json }[];
  initialFacts(this: void, input: Record<string, Json>): Facts;
  /** What its outcome leaves in the registers, once it has ended. */
  enters?(this: void, ended: EndedCase): readonly EntryOutcome[];
  publishedMonths?: PublishedMonths;
  /** How its cases are started for everybody in a register, and what they are told together; see `POST /api/v1/cycles`. */
  cycle?: Cycle;
}

/** The types of subject a procedure's cases are about. */
export function subjectTypes({ subject }: Pick<Procedure, 'subject'>): readonly Subject['type'][] {
  return typeof subject === 'string' ? [subject] : subject;
}
