import { dayOf, type PlainDay } from '../calendar/calendar.ts';
import type { StageState } from '../case/caseView.ts';
import type { Json } from '../text.ts';
import type { FigureKey } from './definitions.ts';
import { type Figure, share } from './figure.ts';
import { daysOf, type FigureWindow } from './window.ts';

/** What the figures need to know of a case besides the rectifications: an election, an audit, a use of the fund. */
export interface OutcomeRow {
  id: string;
  kind: string;
  /** Scope path of its street. */
  street: string;
  outcome: string | null;
  endedOn: PlainDay | null;
  visits: readonly StageState[];
  facts: Readonly<Record<string, Json>>;
}

interface OutcomeFigure {
  kind: string;
  /** What has to lie within the window: the end of the case with one of these outcomes, or of a stage with one of these results. */
  counts: { outcomes: readonly string[] } | { stages: readonly string[]; results: readonly string[] };
  /** Facts it reads, by name. */
  reads: readonly string[];
  /** What of one case is counted; a share or a mean is of `of`. */
  value: (row: OutcomeRow) => number;
  of?: (row: OutcomeRow) => number;
}

const one = (): number => 1;
const list = (row: OutcomeRow, name: string): readonly Json[] => {
  const found = row.facts[name];
  return Array.isArray(found) ? found : [];
};
const number = (row: OutcomeRow, name: string): number => Number(row.facts[name] ?? 0);
const resultOf = (row: OutcomeRow, stage: string): string | undefined =>
  row.visits.filter((each) => each.stage === stage && each.result !== undefined).at(-1)?.result;

/** When a use of the fund is granted, by whoever holds the fund (P08): what is filed counts from the filing. */
const granted = { stages: ['approval', 'filing'], results: ['approved', 'partlyApproved', 'filed'] };

export const outcomeFigures = {
  fundApplicationDays: {
    kind: 'fund',
    counts: granted,
    reads: ['elapsedDays'],
    value: (row) => number(row, 'elapsedDays'),
    of: one,
  },
  fundWithinTarget: {
    kind: 'fund',
    counts: granted,
    reads: ['withinTarget'],
    value: (row) => Number(row.facts['withinTarget'] === true),
    of: one,
  },
  committeesFiled: { kind: 'election', counts: { outcomes: ['filed'] }, reads: [], value: one },
  committeePartyShare: {
    kind: 'election',
    counts: { outcomes: ['filed'] },
    reads: ['elected'],
    value: (row) =>
      list(row, 'elected').filter((each) => (each as { partyMember?: boolean }).partyMember === true).length,
    of: (row) => list(row, 'elected').length,
  },
  auditCount: { kind: 'audit', counts: { outcomes: ['closed', 'referred'] }, reads: [], value: one },
  auditProblemCount: {
    kind: 'audit',
    counts: { outcomes: ['closed', 'referred'] },
    reads: ['findings'],
    value: (row) => list(row, 'findings').length,
  },
  replacementCount: { kind: 'exit', counts: { outcomes: ['replaced'] }, reads: [], value: one },
  warnedShare: {
    kind: 'assess',
    counts: { stages: ['place'], results: ['normal', 'warned', 'adjust'] },
    reads: [],
    value: (row) => Number(resultOf(row, 'place') !== 'normal'),
    of: one,
  },
  lowStarShare: {
    kind: 'star',
    counts: { stages: ['publication'], results: ['reserve', 'typical', 'low'] },
    reads: [],
    value: (row) => Number(resultOf(row, 'publication') === 'low'),
    of: one,
  },
  trainingDays: {
    kind: 'training',
    counts: { stages: ['settlement'], results: ['fulfilled', 'exempted', 'short'] },
    reads: ['attended', 'madeUp'],
    // Sessions are counted in half days.
    value: (row) => number(row, 'attended') + number(row, 'madeUp'),
    of: () => 2,
  },
} as const satisfies Partial<Record<FigureKey, OutcomeFigure>>;

type OutcomeKey = keyof typeof outcomeFigures;
const keys = Object.keys(outcomeFigures) as OutcomeKey[];

/** What is read of the cases of a kind. */
export interface OutcomeReads {
  facts: Set<string>;
  stages: Set<string>;
}

/** The kinds of case these figures are of, and the facts and stages they read of each. */
export function outcomeReads(): Map<string, OutcomeReads> {
  const reads = new Map<string, OutcomeReads>();
  for (const { kind, counts, reads: facts } of Object.values<OutcomeFigure>(outcomeFigures)) {
    const known = reads.get(kind) ?? { facts: new Set(), stages: new Set() };
    reads.set(kind, known);
    for (const fact of facts) known.facts.add(fact);
    for (const stage of 'stages' in counts ? counts.stages : []) known.stages.add(stage);
  }
  return reads;
}

/** The figures of what came of elections, audits, uses of the fund and the year of the secretaries within a window. */
export function outcomesIn(rows: readonly OutcomeRow[], window: FigureWindow): Figure[] {
  return keys.map((key): Figure => {
    const figure: OutcomeFigure = outcomeFigures[key];
    const counted = rows.filter((row) => row.kind === figure.kind && happenedIn(row, figure, window));
    const ids = counted.map(({ id }) => id);
    const numerator = sum(counted.map(figure.value));
    const { of } = figure;
    if (of !== undefined) return share(key, { numerator, denominator: sum(counted.map(of)) }, ids, counted.length);
    return { key, value: { numerator, denominator: 1 }, reason: null, sample: counted.length, cases: ids };
  });
}

function happenedIn(row: OutcomeRow, { counts }: OutcomeFigure, window: FigureWindow): boolean {
  const { first, last } = daysOf(window);
  const within = (day: PlainDay | null | undefined): boolean => typeof day === 'string' && day >= first && day <= last;
  if ('outcomes' in counts) return counts.outcomes.includes(row.outcome ?? '') && within(row.endedOn);
  // Only the last visit holds: what was returned, or corrected, is decided anew.
  const closed = row.visits.filter(({ stage, closedAt }) => counts.stages.includes(stage) && closedAt !== undefined);
  const latest = closed.sort((a, b) => ((a.closedAt ?? '') < (b.closedAt ?? '') ? -1 : 1)).at(-1);
  return counts.results.includes(latest?.result ?? '') && within(latest?.closedAt && dayOf(latest.closedAt));
}

const sum = (values: readonly number[]): number => values.reduce((all, each) => all + each, 0);
