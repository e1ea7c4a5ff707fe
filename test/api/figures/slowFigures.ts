import { dayOf, type PlainDay } from '../../../domain/calendar/calendar.ts';
import type { TimelineEvent } from '../../../domain/timeline/event.ts';

const word = (value: unknown): string => (typeof value === 'string' ? value : '');

interface Told {
  listedOn: PlainDay;
  endedOn: PlainDay | undefined;
  outcome: string | undefined;
  results: { stage: string; result: string; on: PlainDay }[];
  answers: { office: string; onTime: boolean; on: PlainDay }[];
  judgements: { office: string; back: boolean; on: PlainDay }[];
  rungs: { rung: string; on: PlainDay }[];
}

/** What one timeline tells, event by event, knowing nothing of declarations and read models. */
function tell(events: readonly TimelineEvent[]): Told {
  const void_ = new Set(
    events.flatMap(({ type, data }) =>
      type === 'corrected' ? [data['event'], ...(data['superseded'] as number[])] : [],
    ),
  );
  const told: Told = {
    listedOn: '',
    endedOn: undefined,
    outcome: undefined,
    results: [],
    answers: [],
    judgements: [],
    rungs: [],
  };
  const problems = new Map<string, string>();
  for (const event of events) {
    const on = event.imported ? (event.effectiveOn ?? dayOf(event.at)) : dayOf(event.at);
    const [stage = '', rest = ''] = (event.stage ?? '').split('#');
    const part = rest.split('.')[1] ?? '';
    const { data } = event;
    if (event.type === 'caseOpened') told.listedOn = event.effectiveOn ?? dayOf(event.at);
    if (event.type === 'problemChanged') problems.set(word(data['id']), word(data['office']));
    if (event.type === 'caseClosed' || event.type === 'caseCancelled') {
      told.endedOn = dayOf(event.at);
      told.outcome = word(data['outcome']);
    }
    if (event.type === 'escalated') told.rungs.push({ rung: word(data['rung']), on });
    if (void_.has(event.seq)) continue;
    if (data['result'] !== undefined) told.results.push({ stage, result: word(data['result']), on });
    if (event.imported) continue;
    if (event.type === 'expired') told.answers.push({ office: seatOffice(part), onTime: false, on });
    if (event.type !== 'decided') continue;
    const decision = word(data['decision']);
    if (!['start', 'list', 'nameSuccessor', 'requestDissolve', 'reopen'].includes(decision)) {
      told.answers.push({ office: word(event.actor.office), onTime: data['late'] !== true, on });
    }
    if (part.endsWith('-verify')) {
      told.judgements.push({ office: problems.get(part.split('-')[0] ?? '') ?? '', back: decision === 'fail', on });
    } else if ((stage === 'planReview' || stage === 'planDecision') && data['result'] !== undefined) {
      const back = data['result'] === 'returned' || data['result'] === 'revise';
      told.judgements.push({ office: 'streetPartyWorkingCommittee', back, on });
    }
  }
  return told;
}

function seatOffice(seat: string): string {
  return { leader: 'countyLevelLeader', redSecretary: 'redPropertySecretary' }[seat] ?? 'pairedDepartment';
}

type Value = [numerator: number, denominator: number] | null;

/** The figures of a window, recomputed from whole timelines; one timeline a case. */
export function slowFigures(
  timelines: readonly (readonly TimelineEvent[])[],
  routes: readonly string[],
  [first, last]: [PlainDay, PlainDay],
): { figures: Record<string, Value>; offices: Record<string, { onTime: Value; rework: Value }> } {
  const cases = timelines.map((events, index) => ({ ...tell(events), route: routes[index] }));
  const listed = cases.filter(
    ({ listedOn, endedOn, outcome }) =>
      listedOn <= last && (endedOn === undefined || endedOn >= first) && outcome !== 'cancelled',
  );
  const inside = ({ on }: { on: PlainDay }) => on >= first && on <= last;
  const many = (which: (each: (typeof cases)[number]) => boolean): Value => [listed.filter(which).length, 1];
  const accepted = listed.filter(({ results }) => {
    const until = results.filter(({ on }) => on <= last);
    const at = until.findLastIndex(({ stage }) => stage === 'midtermAcceptance');
    return until[at]?.result === 'passed' && !until.slice(at).some(({ result }) => result === 'relapsed');
  });
  const closed = listed.filter(({ outcome, endedOn }) => outcome === 'closed' && (endedOn ?? '') <= last);
  const happened = (...words: string[]) =>
    many(({ results }) => results.some((each) => inside(each) && words.includes(`${each.stage} ${each.result}`)));
  const answers = cases.flatMap((each) => each.answers).filter(inside);
  const judgements = cases.flatMap((each) => each.judgements).filter(inside);
  const climbed = cases.flatMap((each) => each.rungs).filter(inside);
  const onTime = (of: typeof answers): Value =>
    of.length === 0 ? null : [of.filter((each) => each.onTime).length, of.length];
  const rework = (of: typeof judgements): Value =>
    of.length === 0 ? null : [of.filter((each) => each.back).length, of.length];
  const rate = (n: number): Value => (listed.length === 0 ? null : [n, listed.length]);
  const rung = (name: string): Value => [climbed.filter((each) => each.rung === name).length, 1];
  const offices = [...new Set([...answers, ...judgements].map(({ office }) => office))];
  return {
    figures: {
      acceptanceRate: rate(accepted.length),
      conversionRate: rate(closed.length),
      dynamicInclusionCount: many(({ route, listedOn }) => route === 'monthlyTop50' && listedOn >= first),
      listed: [listed.length, 1],
      closed: many(({ outcome, endedOn }) => outcome === 'closed' && endedOn !== undefined && inside({ on: endedOn })),
      relapses: happened('observation relapsed'),
      planReturns: happened('planReview returned', 'planDecision revise'),
      acceptanceFailures: happened('midtermAcceptance failed'),
      onTimeRate: onTime(answers),
      reworkRate: rework(judgements),
      ladderYellow: rung('yellow'),
      ladderRed: rung('red'),
      ladderSupervise: rung('supervise'),
      ladderInterview: rung('interview'),
    },
    offices: Object.fromEntries(
      offices.map((office) => {
        const mine = <T extends { office: string }>(all: T[]) => all.filter((each) => each.office === office);
        return [office, { onTime: onTime(mine(answers)), rework: rework(mine(judgements)) }];
      }),
    ),
  };
}
