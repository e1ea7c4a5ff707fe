import type { Rung } from '../case/task.ts';
import { type Figure, type FigureValue, share } from './figure.ts';
import type { WorkNote } from './work.ts';

/** Answers and judgements of one office. */
export interface OfficeWork {
  answered: number;
  onTime: number;
  judged: number;
  back: number;
}

/** What the offices of one street's cases did within a window, counted; and the cases to look at. */
export interface StreetWork {
  offices: Map<string, OfficeWork>;
  rungs: Record<Rung, number>;
  lateCases: Set<string>;
  backCases: Set<string>;
  rungCases: Record<Rung, Set<string>>;
}

export const rungs = ['yellow', 'red', 'supervise', 'interview'] as const satisfies Rung[];

export function noWork(): StreetWork {
  return {
    offices: new Map(),
    rungs: { yellow: 0, red: 0, supervise: 0, interview: 0 },
    lateCases: new Set(),
    backCases: new Set(),
    rungCases: { yellow: new Set(), red: new Set(), supervise: new Set(), interview: new Set() },
  };
}

/** Counts one note of a case. @param problemOffice the office in charge of a problem of that case */
export function addWork(
  work: StreetWork,
  id: string,
  { answered, judged, rung }: WorkNote,
  problemOffice: (problem: string) => string | undefined,
): void {
  if (answered) {
    const office = officeIn(work, answered.office);
    office.answered += 1;
    if (answered.onTime) office.onTime += 1;
    else work.lateCases.add(id);
  }
  const whose = judged?.by === 'problem' ? problemOffice(judged.problem) : judged?.office;
  if (judged && whose !== undefined) {
    const office = officeIn(work, whose);
    office.judged += 1;
    if (judged.back) {
      office.back += 1;
      work.backCases.add(id);
    }
  }
  if (rung) {
    work.rungs[rung] += 1;
    work.rungCases[rung].add(id);
  }
}

function officeIn({ offices }: StreetWork, office: string): OfficeWork {
  const known = offices.get(office) ?? { answered: 0, onTime: 0, judged: 0, back: 0 };
  offices.set(office, known);
  return known;
}

const ladderKeys = {
  yellow: 'ladderYellow',
  red: 'ladderRed',
  supervise: 'ladderSupervise',
  interview: 'ladderInterview',
} as const;

/** @param cases how many cases are on the list */
export function workFigures(streets: readonly StreetWork[], cases: number): Figure[] {
  const offices = streets.flatMap(({ offices: each }) => [...each.values()]);
  return [
    share(
      'onTimeRate',
      onTimeOf(offices),
      streets.flatMap(({ lateCases }) => [...lateCases]),
    ),
    share(
      'reworkRate',
      reworkOf(offices),
      streets.flatMap(({ backCases }) => [...backCases]),
    ),
    ...rungs.map(
      (rung): Figure => ({
        key: ladderKeys[rung],
        value: { numerator: streets.reduce((all, each) => all + each.rungs[rung], 0), denominator: 1 },
        reason: null,
        sample: cases,
        cases: streets.flatMap(({ rungCases }) => [...rungCases[rung]]),
      }),
    ),
  ];
}

export function onTimeOf(offices: readonly OfficeWork[]): FigureValue {
  return { numerator: total(offices, 'onTime'), denominator: total(offices, 'answered') };
}

export function reworkOf(offices: readonly OfficeWork[]): FigureValue {
  return { numerator: total(offices, 'back'), denominator: total(offices, 'judged') };
}

/** The work of each office over several streets. */
export function byOffice(streets: readonly StreetWork[]): Map<string, OfficeWork> {
  const all = new Map<string, OfficeWork>();
  for (const { offices } of streets) {
    for (const [office, work] of offices) {
      const sum = all.get(office) ?? { answered: 0, onTime: 0, judged: 0, back: 0 };
      for (const name of ['answered', 'onTime', 'judged', 'back'] as const) sum[name] += work[name];
      all.set(office, sum);
    }
  }
  return all;
}

const total = (offices: readonly OfficeWork[], name: keyof OfficeWork): number =>
  offices.reduce((all, each) => all + each[name], 0);
