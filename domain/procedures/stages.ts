import type { PlainDay } from '../calendar/calendar.ts';
import type { OfficeCode } from '../organisation/offices.ts';
import type { Json, Text } from '../text.ts';
import type {
  AppealRule,
  CaseContext,
  DeadlineRule,
  DecisionDeclaration,
  Face,
  Facts,
  ParameterName,
  PrimitiveName,
  Stage,
} from './declaration.ts';
import type { SeatTitles } from './seats.ts';

/** What every stage declares. */
export interface StageBasics {
  title: Text;
  source: string;
  publishes?: Text;
  overdueReaches?: OfficeCode;
  reviews?: readonly string[];
  seatTitles?: SeatTitles;
  appeal?: NonNullable<Stage['appeal']>;
  disputes?: Text;
  documents?: NonNullable<Stage['documents']>;
}

/** A stage of a primitive, as its builder describes it. */
export function stage<R extends string, P extends PrimitiveName>(
  primitive: P,
  basics: StageBasics,
  faces: Record<string, Face>,
  results: readonly R[],
  options: unknown,
): Stage<R, P> {
  const { title, source, publishes, overdueReaches, reviews, seatTitles, appeal, disputes, documents } = basics;
  return {
    id: '',
    primitive,
    title,
    source,
    faces,
    results: [...new Set(results)],
    options,
    ...(publishes && { publishes }),
    ...(overdueReaches && { overdueReaches }),
    ...(reviews && { reviews }),
    ...(seatTitles && { seatTitles }),
    ...(appeal && { appeal }),
    ...(disputes && { disputes }),
    ...(documents && { documents }),
  };
}

/** A decision that ends its stage with a result. */
export interface EndingDecision<R extends string, F = Facts> extends DecisionDeclaration<F> {
  result: R;
}

interface SingleTask<R extends string, F> extends StageBasics {
  /** The office asked; where the case decides which, a function. */
  office: OfficeCode | ((this: void, context: CaseContext<F>) => OfficeCode);
  /** People who may not decide, by what the case knows of them; in place of those whom `reviews` bars. */
  notBy?(this: void, context: CaseContext<F>): readonly string[];
  deadline?: DeadlineRule<F>;
  /** The day it is due where a form has set it; goes before `deadline`. */
  dueOn?: NonNullable<Face<F>['dueOn']>;
  standing?: boolean;
  decisions: Record<string, EndingDecision<R, F>>;
}

/** `submission` and `signOff`: which decision gives which result. */
export interface SingleTaskOptions<F = Facts> {
  results: Record<string, string>;
  office?(this: void, context: CaseContext<F>): OfficeCode;
  notBy?(this: void, context: CaseContext<F>): readonly string[];
}

function singleTask<const R extends string, F, P extends 'submission' | 'signOff'>(
  primitive: P,
  declared: SingleTask<R, F>,
): Stage<R, P> {
  const results = Object.fromEntries(Object.entries(declared.decisions).map(([name, { result }]) => [name, result]));
  const { office, notBy } = declared;
  const face: Face<F> = {
    title: declared.title,
    ...(typeof office === 'string' && { office }),
    decisions: declared.decisions,
    ...(declared.deadline && { deadline: declared.deadline }),
    ...(declared.dueOn && { dueOn: declared.dueOn }),
    ...(declared.standing && { standing: declared.standing }),
  };
  return stage(
    primitive,
    declared,
    { main: face as Face },
    Object.values(declared.decisions).map((d) => d.result),
    {
      results,
      ...(typeof office === 'function' && { office }),
      ...(notBy && { notBy }),
    } satisfies SingleTaskOptions<F>,
  );
}

// The results are `const`: otherwise `named`, around them, makes them mere strings, and a misspelt result passes the compiler.

/** One actor hands something in. */
export function submission<const R extends string, F = Facts>(declared: SingleTask<R, F>): Stage<R, 'submission'> {
  return singleTask('submission', declared);
}

/** One office decides. */
export function signOff<const R extends string, F = Facts>(declared: SingleTask<R, F>): Stage<R, 'signOff'> {
  return singleTask('signOff', declared);
}

/** One of several who are asked in parallel. */
export interface Seat {
  id: string;
  office: OfficeCode;
  unit?: string;
  /** A place inside the case's own, where seats are the same office of several places; its people see the case. */
  scope?: string;
  /** What this seat judges; an approval is kept over rounds while it stays the same. */
  subjectMatter?: Json;
}

export interface JointReviewOptions<F = Facts> {
  seats(this: void, context: CaseContext<F>): readonly Seat[];
  /** `veto`: the first refusal ends it; `all`: everybody answers and all must approve; a number: so many approvals suffice. */
  rule: 'veto' | 'all' | { atLeast: number | ParameterName };
  votes: Record<string, 'approve' | 'refuse'>;
  keepApprovals: boolean;
  results: { approved: string; refused: string };
  /** Facts that change when a seat's silence counts as refusal. */
  onSilence?(this: void, context: CaseContext<F> & { readonly part: string }): Partial<F>;
}

/** Several decide in parallel. Silence is never consent. */
export function jointReview<const A extends string, const R extends string, F = Facts>(
  declared: StageBasics & {
    seats: JointReviewOptions<F>['seats'];
    seatTitles: SeatTitles;
    rule: JointReviewOptions['rule'];
    deadline?: DeadlineRule<F>;
    keepApprovals?: boolean;
    results: { approved: A; refused: R };
    decisions: Record<string, DecisionDeclaration<F> & { vote: 'approve' | 'refuse' }>;
    onSilence?: NonNullable<JointReviewOptions<F>['onSilence']>;
  },
): Stage<A | R, 'jointReview'> {
  const face: Face<F> = {
    title: declared.title,
    decisions: declared.decisions,
    ...(declared.deadline && { deadline: declared.deadline }),
  };
  const options: JointReviewOptions<F> = {
    seats: declared.seats,
    rule: declared.rule,
    votes: Object.fromEntries(Object.entries(declared.decisions).map(([name, { vote }]) => [name, vote])),
    keepApprovals: declared.keepApprovals ?? false,
    results: declared.results,
    ...(declared.onSilence && { onSilence: declared.onSilence }),
  };
  return stage(
    'jointReview',
    declared,
    { seat: face as Face },
    [declared.results.approved, declared.results.refused],
    options,
  );
}

export interface PostingOptions {
  /** How long it hangs, counted from the day it was posted. */
  duration: ParameterName;
}

/** 公示: something is posted for some days, objections may come, each is settled. Faces: `post`, `objection`, `settlement`. */
export function posting<F = Facts>(
  declared: StageBasics & {
    office: OfficeCode;
    deadline?: DeadlineRule<F>;
    duration: ParameterName;
    post: DecisionDeclaration<F>;
    objections: { office: OfficeCode; title: Text; form?: DecisionDeclaration<F>['form'] };
    settlement: { office: OfficeCode; title: Text; deadline?: DeadlineRule<F> };
  },
): Stage<'undisputed' | 'dismissed' | 'upheld', 'posting'> {
  const { objections, settlement } = declared;
  const faces: Record<string, Face<F>> = {
    post: {
      title: declared.title,
      office: declared.office,
      decisions: { post: declared.post },
      ...(declared.deadline && { deadline: declared.deadline }),
    },
    objection: {
      title: objections.title,
      office: objections.office,
      standing: true,
      decisions: {
        object: {
          title: objections.title,
          tone: 'negative',
          commentRequired: true,
          ...(objections.form && { form: objections.form }),
        },
      },
    },
    settlement: {
      title: settlement.title,
      office: settlement.office,
      ...(settlement.deadline && { deadline: settlement.deadline }),
      decisions: {
        dismiss: { title: { zh: '异议不成立', en: 'Dismiss the objection' }, commentRequired: true },
        uphold: { title: { zh: '异议成立', en: 'Uphold the objection' }, tone: 'negative', commentRequired: true },
      },
    },
  };
  return stage('posting', declared, faces as Record<string, Face>, ['undisputed', 'dismissed', 'upheld'], {
    duration: declared.duration,
  } satisfies PostingOptions);
}

/** A problem as first listed. */
export interface ListedProblem {
  category: string;
  office: OfficeCode;
  dueOn: PlainDay;
}

export interface LedgerOptions<F = Facts> {
  /** The problems this visit starts with, besides those still unsolved. */
  problems(this: void, context: CaseContext<F>): readonly ListedProblem[];
  /** The problems a `list` form names. */
  listed(this: void, form: Readonly<Record<string, Json>>, context: CaseContext<F>): readonly ListedProblem[];
  /** Months after which the stage ends with what is done so far; a null parameter means never. */
  until?: ParameterName;
  /** Whether the months of the first round run from the beginning of the case, as later ones from their own. Default `case`. */
  untilFrom?: 'case' | 'round';
  verifier: OfficeCode;
}

/** Problem items: owner, due, done, verified, reopened. Faces: `list`, `work`, `verify`. */
export function ledger<F = Facts>(
  declared: StageBasics & {
    list: { office: OfficeCode; deadline: DeadlineRule<F>; decision: DecisionDeclaration<F> };
    work: { title: Text; start: DecisionDeclaration<F>; complete: DecisionDeclaration<F> };
    verify: {
      office: OfficeCode;
      title: Text;
      deadline: DeadlineRule<F>;
      pass: DecisionDeclaration<F>;
      fail: DecisionDeclaration<F>;
    };
    problems: LedgerOptions<F>['problems'];
    listed: LedgerOptions<F>['listed'];
    until?: ParameterName;
    untilFrom?: 'case' | 'round';
  },
): Stage<'verified' | 'timeReached', 'ledger'> {
  const { list, work, verify } = declared;
  const faces: Record<string, Face<F>> = {
    list: {
      title: list.decision.title,
      office: list.office,
      deadline: list.deadline,
      decisions: { list: list.decision },
    },
    addition: { title: list.decision.title, office: list.office, standing: true, decisions: { list: list.decision } },
    work: { title: work.title, decisions: { start: work.start, complete: work.complete } },
    verify: {
      title: verify.title,
      office: verify.office,
      deadline: verify.deadline,
      decisions: { pass: verify.pass, fail: verify.fail },
    },
  };
  const options: LedgerOptions<F> = {
    problems: declared.problems,
    listed: declared.listed,
    verifier: verify.office,
    ...(declared.until && { until: declared.until }),
    ...(declared.untilFrom && { untilFrom: declared.untilFrom }),
  };
  return stage('ledger', declared, faces as Record<string, Face>, ['verified', 'timeReached'], options);
}

export interface ObservationOptions<F = Facts> {
  months: ParameterName;
  /** Why this month's figures fail the observation; empty when the month is clean. */
  failures(
    this: void,
    form: Readonly<Record<string, Json>>,
    context: CaseContext<F>,
    window: { n: number; from: PlainDay; to: PlainDay },
  ): string[];
  /** Why the observation fails before the month's check, if so; asked whenever the facts change. */
  interruption?(this: void, context: CaseContext<F>, openedOn: PlainDay): string | undefined;
  /** Facts that change when the observation fails. */
  onRelapse?(this: void, context: CaseContext<F>): Partial<F>;
}

/** A window with monthly checks that can fail. Faces: `check`, `inspection` (a superior reopens a problem). */
export function observation<F = Facts>(
  declared: StageBasics & {
    months: ParameterName;
    check: { office: OfficeCode; title: Text; deadline: DeadlineRule<F>; report: DecisionDeclaration<F> };
    inspection: { office: OfficeCode; title: Text; reopen: DecisionDeclaration<F> };
    failures: ObservationOptions<F>['failures'];
    interruption?: NonNullable<ObservationOptions<F>['interruption']>;
    onRelapse?: NonNullable<ObservationOptions<F>['onRelapse']>;
  },
): Stage<'passed' | 'relapsed', 'observation'> {
  const { check, inspection } = declared;
  const faces: Record<string, Face<F>> = {
    check: { title: check.title, office: check.office, deadline: check.deadline, decisions: { report: check.report } },
    inspection: {
      title: inspection.title,
      office: inspection.office,
      standing: true,
      decisions: { reopen: inspection.reopen },
    },
  };
  const options: ObservationOptions<F> = {
    months: declared.months,
    failures: declared.failures,
    ...(declared.interruption && { interruption: declared.interruption }),
    ...(declared.onRelapse && { onRelapse: declared.onRelapse }),
  };
  return stage('observation', declared, faces as Record<string, Face>, ['passed', 'relapsed'], options);
}

export interface CheckpointOptions<F = Facts> {
  /** The day the n-th visit opens; its deadline runs from the day before. */
  opensOn(this: void, context: CaseContext<F>, visit: number): PlainDay;
  results: Record<string, string>;
}

/** A dated check: opens on its day, one office reports. */
export function checkpoint<const R extends string, F = Facts>(
  declared: StageBasics & {
    office: OfficeCode;
    deadline?: DeadlineRule<F>;
    opensOn: CheckpointOptions<F>['opensOn'];
    decisions: Record<string, EndingDecision<R, F>>;
  },
): Stage<R, 'checkpoint'> {
  const face: Face<F> = {
    title: declared.title,
    office: declared.office,
    decisions: declared.decisions,
    ...(declared.deadline && { deadline: declared.deadline }),
  };
  const options: CheckpointOptions<F> = {
    opensOn: declared.opensOn,
    results: Object.fromEntries(Object.entries(declared.decisions).map(([name, { result }]) => [name, result])),
  };
  return stage(
    'checkpoint',
    declared,
    { main: face as Face },
    Object.values(declared.decisions).map((d) => d.result),
    options,
  );
}

/**
 * Gives every stage its key as id.
 *
 * @throws RangeError when a stage reviews one that is not there, or an appeal holds one: a misspelt name would let people
 * judge their own work, or a measure be carried out
 */
export function named<S extends Record<string, Stage>>(stages: S): S {
  for (const [id, each] of Object.entries(stages)) {
    each.id = id;
    const unknown = each.reviews?.find((reviewed) => stages[reviewed] === undefined);
    if (unknown !== undefined) throw new RangeError(`stage ${id} reviews ${unknown}, which is no stage`);
    const held = appealRules(each).flatMap(({ holds = [] }) => holds);
    const absent = held.find((name) => stages[name] === undefined);
    const unheard = each.appeal?.results.find((result) => !each.results.includes(result));
    if (unheard !== undefined)
      throw new RangeError(`stage ${id} admits appeals against ${unheard}, which is no result`);
    if (absent !== undefined) throw new RangeError(`an appeal against ${id} holds ${absent}, which is no stage`);
  }
  return stages;
}

/** The rules of all appeals a stage admits. */
function appealRules({ appeal, faces }: Stage): AppealRule[] {
  const decisions = Object.values(faces).flatMap((face) => Object.values(face.decisions));
  return [appeal, ...decisions.map((decision) => decision.appeal)].flatMap((rule) => rule ?? []);
}
