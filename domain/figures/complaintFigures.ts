import type { ComplaintMonth, Month } from '../rankings/complaintMonth.ts';
import { text } from '../text.ts';
import { absent, type Figure, share } from './figure.ts';
import { type FigureWindow, monthsOf, yearBefore } from './window.ts';

export type ComplaintRow = Pick<ComplaintMonth, 'compound' | 'month' | 'complaints' | 'satisfied' | 'surveyed'>;

/** Published figures: compound → month. */
export type ComplaintBook = ReadonlyMap<string, ReadonlyMap<Month, ComplaintRow>>;

export function complaintBook(rows: Iterable<ComplaintRow>): ComplaintBook {
  const book = new Map<string, Map<Month, ComplaintRow>>();
  for (const row of rows) {
    const months = book.get(row.compound) ?? new Map<Month, ComplaintRow>();
    months.set(row.month, row);
    book.set(row.compound, months);
  }
  return book;
}

/** Whether a compound has figures for each of these months. */
export function hasMonths(book: ComplaintBook, compound: string, months: readonly Month[]): boolean {
  const known = book.get(compound);
  return known !== undefined && months.every((month) => known.has(month));
}

/** Complaints of some compounds in some months; what is unknown adds nothing. */
export function complaintsOf(book: ComplaintBook, compounds: Iterable<string>, months: readonly Month[]): number {
  let all = 0;
  for (const compound of compounds) {
    const known = book.get(compound);
    for (const month of months) all += known?.get(month)?.complaints ?? 0;
  }
  return all;
}

/**
 * The hotline's figures of the compounds on the list. A month counts as published once any of these compounds has figures
 * for it; a compound without figures for it is unknown there, not without complaints.
 *
 * @param book figures of the window and of the same months a year before; of other compounds too
 * @param casesOf compound → its rectifications on the list
 */
export function complaintFigures(
  book: ComplaintBook,
  casesOf: ReadonlyMap<string, readonly string[]>,
  window: FigureWindow,
): Figure[] {
  const months = monthsOf(window);
  const present = [...casesOf.keys()].flatMap((compound) => {
    const known = book.get(compound);
    return known ? months.flatMap((month) => known.get(month) ?? []) : [];
  });
  const published = [...new Set(present.map(({ month }) => month))].sort();
  const cases = (compounds: Iterable<string>): string[] => [...compounds].flatMap((each) => casesOf.get(each) ?? []);
  const withFigures = new Set(present.map(({ compound }) => compound));
  const nothing = text('本期没有已公布的投诉数据', 'No complaint figures are published for this window');
  const behind = cases(withFigures);
  const complete = [...withFigures].filter((compound) => hasMonths(book, compound, published));
  const silent = complete.filter((compound) => complaintsOf(book, [compound], published) === 0);
  return [
    changeAgainstLastYear(book, complete, published, casesOf.size, cases),
    share(
      'monthlyMeanComplaints',
      { numerator: total(present, 'complaints'), denominator: present.length },
      behind,
      present.length,
      nothing,
    ),
    published.length === 0
      ? absent('zeroComplaintCompounds', nothing)
      : {
          key: 'zeroComplaintCompounds',
          value: { numerator: silent.length, denominator: 1 },
          reason: null,
          sample: complete.length,
          cases: cases(silent),
        },
    share(
      'satisfaction',
      { numerator: total(present, 'satisfied'), denominator: total(present, 'surveyed') },
      behind,
      undefined,
      published.length === 0 ? nothing : text('本期没有回访', 'Nobody was surveyed in this window'),
    ),
  ];
}

function changeAgainstLastYear(
  book: ComplaintBook,
  complete: readonly string[],
  published: readonly Month[],
  listed: number,
  cases: (compounds: Iterable<string>) => string[],
): Figure {
  const key = 'complaintChangeYoY';
  const before = published.map(yearBefore);
  const comparable = complete.filter((compound) => hasMonths(book, compound, before));
  if (published.length === 0 || comparable.length === 0) {
    return absent(
      key,
      text(
        `在册小区${listed}个，本期数据完整的${complete.length}个，上年同月也有数据的0个，不作同比`,
        `Of ${listed} compounds on the list ${complete.length} have every published month, and none has the same months of last year: nothing is compared`,
      ),
    );
  }
  const now = complaintsOf(book, comparable, published);
  const then = complaintsOf(book, comparable, before);
  if (then === 0) {
    return absent(
      key,
      text(
        `${comparable.length}个可比小区上年同月投诉量为零，不能作比`,
        `The ${comparable.length} comparable compounds had no complaints in these months of last year`,
      ),
      comparable.length,
    );
  }
  return {
    key,
    value: { numerator: now - then, denominator: then },
    reason: null,
    sample: comparable.length,
    cases: cases(comparable),
  };
}

const total = (rows: readonly ComplaintRow[], field: 'complaints' | 'satisfied' | 'surveyed'): number =>
  rows.reduce((all, row) => all + row[field], 0);
