import { type CaseRow, caseFigures, onTheList } from './caseFigures.ts';
import { type ComplaintRow, complaintFigures } from './complaintFigures.ts';
import { figureKeys } from './definitions.ts';
import type { Figure } from './figure.ts';
import { type OutcomeRow, outcomesIn } from './outcomeFigures.ts';
import type { FigureWindow } from './window.ts';
import { noWork, type StreetWork, workFigures } from './workFigures.ts';

/** Everything the figures of one selection are computed from. */
export interface FigureData {
  cases: readonly CaseRow[];
  complaints: readonly ComplaintRow[];
  /** By scope path of the street. */
  work: ReadonlyMap<string, StreetWork>;
  /** Cases of other procedures. */
  outcomes: readonly OutcomeRow[];
}

/** Every figure of a selection in a window, in the order of `figureDefinitions`. The same data give the same figures. */
export function computeFigures({ cases, complaints, work, outcomes }: FigureData, window: FigureWindow): Figure[] {
  const listed = onTheList(cases, window);
  const casesOf = new Map<string, string[]>();
  for (const { compound, id } of listed) casesOf.set(compound, [...(casesOf.get(compound) ?? []), id]);
  const figures = [
    ...complaintFigures(complaints, casesOf, window),
    ...caseFigures(listed, window),
    ...workFigures([...work.values()], listed.length),
    ...outcomesIn(outcomes, window),
  ];
  return figures.sort((a, b) => figureKeys.indexOf(a.key) - figureKeys.indexOf(b.key));
}

/** The part of the data that concerns one street. */
export function ofStreet({ cases, complaints, work, outcomes }: FigureData, street: string): FigureData {
  return {
    cases: cases.filter((row) => row.street === street),
    complaints,
    work: new Map([[street, work.get(street) ?? noWork()]]),
    outcomes: outcomes.filter((row) => row.street === street),
  };
}

export function streetsOf({ cases }: Pick<FigureData, 'cases'>): string[] {
  return [...new Set(cases.map(({ street }) => street))].sort();
}
