import { dayOf, type PlainDay } from '../calendar/calendar.ts';
import { type CaseRow, endedVisits, isClosed } from './caseFigures.ts';
import { daysOf, type FigureWindow } from './window.ts';

/** A rectification, and the day on which it came to be in a list. */
export interface Listed {
  row: CaseRow;
  on: PlainDay;
}

export const monthLists = ['included', 'accepted', 'observed', 'relapsed', 'closed'] as const;

/** What happened to which compounds within a window; `observed` are those under observation at its end. */
export type MonthList = Record<(typeof monthLists)[number], Listed[]>;

/** @param rows rectifications on the list in the window */
export function monthListOf(rows: readonly CaseRow[], window: FigureWindow): MonthList {
  const { first, last } = daysOf(window);
  const within = (day: PlainDay): boolean => day >= first && day <= last;
  const list = (dayIn: (row: CaseRow) => PlainDay | undefined): Listed[] =>
    rows
      .flatMap((row) => {
        const on = dayIn(row);
        return on === undefined ? [] : [{ row, on }];
      })
      .sort((a, b) => (a.on === b.on ? (a.row.id < b.row.id ? -1 : 1) : a.on < b.on ? -1 : 1));
  const result = (stage: string, wanted: string) => (row: CaseRow) =>
    endedVisits(row, stage).find(({ result: given, closedOn }) => given === wanted && within(closedOn))?.closedOn;
  return {
    included: list(({ listedOn }) => (within(listedOn) ? listedOn : undefined)),
    accepted: list(result('midtermAcceptance', 'passed')),
    observed: list((row) => observedSince(row, last)),
    relapsed: list(result('observation', 'relapsed')),
    closed: list((row) => (isClosed(row) && row.endedOn !== null && within(row.endedOn) ? row.endedOn : undefined)),
  };
}

/** Since when a compound is under observation on a day, if it is. */
function observedSince({ visits }: CaseRow, day: PlainDay): PlainDay | undefined {
  const running = visits.find(
    ({ stage, status, openedAt, closedAt }) =>
      stage === 'observation' &&
      status !== 'superseded' &&
      dayOf(openedAt) <= day &&
      (closedAt === undefined || dayOf(closedAt) > day),
  );
  return running && dayOf(running.openedAt);
}
