import type { Rung } from '../case/task.ts';
import type { Procedure, Stage } from '../procedures/declaration.ts';
import type { TimelineEvent } from '../timeline/event.ts';

/** What the figures read of a timeline event; `office` where it is known. */
export interface WorkEvent {
  case: string;
  seq: number;
  type: 'decided' | 'stageClosed' | 'expired' | 'escalated';
  /** Task or visit, such as `execution#1.P1-verify`. */
  stage: string;
  office?: string | undefined;
  data: TimelineEvent['data'];
  imported?: boolean;
}

/** What one event says about the work of offices. */
export interface WorkNote {
  /** A dated task was answered, or ran out unanswered (`onTime` false). */
  answered?: { office: string; onTime: boolean };
  /** A piece of work was judged: whose, and whether it was sent back. */
  judged?: { by: 'office'; office: string; back: boolean } | { by: 'problem'; problem: string; back: boolean };
  rung?: Rung;
}

interface Offers {
  dated: Set<string>;
  /** Results or decisions that judge, with whether they send back. */
  judges: Map<string, boolean>;
  judgesOffice?: string | undefined;
  judgesProblems: boolean;
}

/** Reads events of one procedure by its declaration: which decisions answer a dated task, and which judge whose work. */
export function workReader(procedure: Pick<Procedure, 'stages'>): (event: WorkEvent) => WorkNote {
  const offers = new Map(
    Object.values(procedure.stages).map((stage) => [stage.id, offersOf(stage, procedure.stages)] as const),
  );
  return ({ type, stage, office, data, imported }) => {
    if (imported) return {};
    if (type === 'escalated') return { rung: data['rung'] as Rung };
    const offered = offers.get(stage.split('#')[0] ?? '');
    if (offered === undefined) return {};
    const decision = type === 'decided' && typeof data['decision'] === 'string' ? data['decision'] : '';
    const answered =
      office !== undefined && (type === 'expired' || offered.dated.has(decision))
        ? { office, onTime: type === 'decided' && data['late'] !== true }
        : undefined;
    const judged = judgedBy(offered, stage, decision, data['result']);
    return { ...(answered && { answered }), ...(judged && { judged }) };
  };
}

function judgedBy(
  { judges, judgesOffice, judgesProblems }: Offers,
  stage: string,
  decision: string,
  result: unknown,
): WorkNote['judged'] {
  if (judgesProblems) {
    const back = judges.get(decision);
    const problem = /\.(\w+)-verify$/.exec(stage)?.[1];
    return back === undefined || problem === undefined ? undefined : { by: 'problem', problem, back };
  }
  const back = typeof result === 'string' ? judges.get(result) : undefined;
  return back === undefined || judgesOffice === undefined ? undefined : { by: 'office', office: judgesOffice, back };
}

function offersOf(stage: Stage, stages: Procedure['stages']): Offers {
  const faces = Object.entries(stage.faces);
  const isDated = (name: string): boolean =>
    // A problem has a day of its own; starting to work on it answers nothing.
    stage.faces[name]?.deadline !== undefined || (stage.primitive === 'ledger' && name === 'work');
  const names = (which: (name: string) => boolean): string[] =>
    faces.flatMap(([name, face]) => (which(name) ? Object.keys(face.decisions) : []));
  const undated = new Set(names((name) => !isDated(name)));
  const dated = new Set(names(isDated).filter((each) => !undated.has(each)));
  if (stage.primitive === 'ledger') {
    dated.delete('start');
    return {
      dated,
      judges: new Map([
        ['pass', false],
        ['fail', true],
      ]),
      judgesProblems: true,
    };
  }
  const reviewed = stages[stage.reviews?.[0] ?? ''];
  return {
    dated,
    judges: reviewed ? resultsOf(stage) : new Map(),
    judgesOffice: reviewed?.faces['main']?.office,
    judgesProblems: false,
  };
}

/** Result → whether it sends the work back. */
function resultsOf(stage: Stage): Map<string, boolean> {
  if (stage.primitive === 'jointReview') {
    const { results } = stage.options as { results: { approved: string; refused: string } };
    return new Map([
      [results.approved, false],
      [results.refused, true],
    ]);
  }
  const { results } = stage.options as { results: Record<string, string> };
  const decisions = Object.values(stage.faces).flatMap((face) => Object.entries(face.decisions));
  return new Map(decisions.map(([name, { tone }]) => [results[name] ?? name, tone === 'negative']));
}
