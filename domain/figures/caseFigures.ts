import { dayOf, type PlainDay } from '../calendar/calendar.ts';
import type { CaseStatus, StageState } from '../case/caseView.ts';
import { count, type Figure, share } from './figure.ts';
import { daysOf, type FigureWindow } from './window.ts';

/** What the figures need to know of one rectification. */
export interface CaseRow {
  id: string;
  compound: string;
  name: string;
  /** Scope path of its street. */
  street: string;
  route: string;
  status: CaseStatus;
  outcome: string | null;
  stage: string | null;
  visits: readonly StageState[];
  listedOn: PlainDay;
  endedOn: PlainDay | null;
  /** Status of each seat of the task force. */
  team: Readonly<Record<string, string>>;
  /** Something is overdue now. */
  overdue: boolean;
}

/** The rectifications on the list in a window, of which all other figures are; see `figureDefinitions.listed`. */
export function onTheList(rows: readonly CaseRow[], window: FigureWindow): CaseRow[] {
  const { first, last } = daysOf(window);
  return rows.filter(
    ({ listedOn, endedOn, outcome }) =>
      listedOn <= last && (endedOn === null || endedOn >= first) && outcome !== 'cancelled',
  );
}

/** @param rows rectifications on the list in the window */
export function caseFigures(rows: readonly CaseRow[], window: FigureWindow): Figure[] {
  const { first, last } = daysOf(window);
  const ids = (which: (row: CaseRow) => boolean): string[] => rows.filter(which).map(({ id }) => id);
  const within = (day: PlainDay | null): boolean => day !== null && day >= first && day <= last;
  const ended = (stage: string, result: string) => (row: CaseRow) =>
    endedVisits(row, stage).some((visit) => visit.result === result && within(visit.closedOn));
  const accepted = ids((row) => isAccepted(row, last));
  const closed = ids((row) => isClosed(row) && (row.endedOn ?? '') <= last);
  const listedNow = rows.filter(({ listedOn }) => within(listedOn));
  const staffed = rows.filter((row) => isOpen(row) && endedVisits(row, 'gazette').length > 0);
  const complete = staffed.filter(({ team }) => isComplete(team));
  const all = rows.length;
  return [
    share('acceptanceRate', { numerator: accepted.length, denominator: all }, accepted),
    share('conversionRate', { numerator: closed.length, denominator: all }, closed),
    count(
      'dynamicInclusionCount',
      listedNow.filter(({ route }) => route === 'monthlyTop50').map(({ id }) => id),
      listedNow.length,
    ),
    share(
      'teamOnSite',
      { numerator: complete.length, denominator: staffed.length },
      staffed.filter((row) => !complete.includes(row)).map(({ id }) => id),
    ),
    count(
      'listed',
      ids(() => true),
      all,
    ),
    count(
      'closed',
      ids((row) => isClosed(row) && within(row.endedOn)),
      all,
    ),
    count('relapses', ids(ended('observation', 'relapsed')), all),
    count(
      'planReturns',
      ids((row) => ended('planReview', 'returned')(row) || ended('planDecision', 'revise')(row)),
      all,
    ),
    count('acceptanceFailures', ids(ended('midtermAcceptance', 'failed')), all),
    count(
      'overdueNow',
      ids(({ overdue }) => overdue),
      all,
    ),
  ];
}

/** Ended visits of a stage that still stand, oldest first, with the day each ended. */
export function endedVisits(
  { visits }: Pick<CaseRow, 'visits'>,
  stage: string,
): (StageState & { closedOn: PlainDay })[] {
  return visits
    .flatMap((visit) =>
      visit.stage === stage && visit.status === 'closed' && visit.closedAt !== undefined && visit.result !== undefined
        ? [{ ...visit, closedOn: dayOf(visit.closedAt) }]
        : [],
    )
    .sort((a, b) => a.visit - b.visit);
}

/** Whether the last acceptance by the end of a day was passed, and no relapse has followed by then. */
export function isAccepted(row: CaseRow, last: PlainDay): boolean {
  const acceptance = endedVisits(row, 'midtermAcceptance').findLast(({ closedOn }) => closedOn <= last);
  if (acceptance?.result !== 'passed') return false;
  return !endedVisits(row, 'observation').some(
    ({ result, closedOn, closedAt }) =>
      result === 'relapsed' && closedOn <= last && (closedAt ?? '') >= (acceptance.closedAt ?? ''),
  );
}

export const isOpen = ({ status }: CaseRow): boolean => status === 'running' || status === 'suspended';

export const isClosed = ({ status, outcome }: CaseRow): boolean => status === 'completed' && outcome === 'closed';

/** Leader, red secretary and at least one department, each of whom has accepted (P03). */
function isComplete(team: CaseRow['team']): boolean {
  const seats = Object.keys(team);
  return (
    ['leader', 'redSecretary'].every((seat) => seats.includes(seat)) &&
    seats.some((seat) => seat.startsWith('department')) &&
    Object.values(team).every((status) => status === 'accepted')
  );
}
