import type { ComplaintMonth, Month } from '../rankings/complaintMonth.ts';
import { text } from '../text.ts';
import { absent, type Figure, share } from './figure.ts';
import { type FigureWindow, monthsOf, yearBefore } from './window.ts';

export type ComplaintRow = Pick<ComplaintMonth, 'compound' | 'month' | 'complaints' | 'satisfied' | 'surveyed'>;

/**
 * The hotline's figures of the compounds on the list. A month counts as published once any of these compounds has figures
 * for it; a compound without figures for it is unknown there, not without complaints.
 *
 * @param rows figures of the window and of the same months a year before
 * @param casesOf compound → its rectifications on the list
 */
export function complaintFigures(
  rows: readonly ComplaintRow[],
  casesOf: ReadonlyMap<string, readonly string[]>,
  window: FigureWindow,
): Figure[] {
  const wanted = new Set(monthsOf(window));
  const known = new Map(rows.filter(({ compound }) => casesOf.has(compound)).map((row) => [keyOf(row), row]));
  const present = [...known.values()].filter(({ month }) => wanted.has(month));
  const published = [...new Set(present.map(({ month }) => month))].sort();
  const cases = (compounds: Iterable<string>): string[] => [...compounds].flatMap((each) => casesOf.get(each) ?? []);
  const withFigures = new Set(present.map(({ compound }) => compound));
  const nothing = text('本期没有已公布的投诉数据', 'No complaint figures are published for this window');
  const behind = cases(withFigures);
  const complete = [...withFigures].filter((compound) =>
    published.every((month) => known.has(keyOf({ compound, month }))),
  );
  const silent = complete.filter((compound) => sum(known, [compound], published, 'complaints') === 0);
  return [
    changeAgainstLastYear(known, complete, published, casesOf.size, cases),
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
  known: ReadonlyMap<string, ComplaintRow>,
  complete: readonly string[],
  published: readonly Month[],
  listed: number,
  cases: (compounds: Iterable<string>) => string[],
): Figure {
  const key = 'complaintChangeYoY';
  const before = published.map(yearBefore);
  const comparable = complete.filter((compound) => before.every((month) => known.has(keyOf({ compound, month }))));
  if (published.length === 0 || comparable.length === 0) {
    return absent(
      key,
      text(
        `在册小区${listed}个，本期数据完整的${complete.length}个，上年同月也有数据的0个，不作同比`,
        `Of ${listed} compounds on the list ${complete.length} have every published month, and none has the same months of last year: nothing is compared`,
      ),
    );
  }
  const now = sum(known, comparable, published, 'complaints');
  const then = sum(known, comparable, before, 'complaints');
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

const keyOf = ({ compound, month }: Pick<ComplaintRow, 'compound' | 'month'>): string => `${compound}|${month}`;

const total = (rows: readonly ComplaintRow[], field: 'complaints' | 'satisfied' | 'surveyed'): number =>
  rows.reduce((all, row) => all + row[field], 0);

function sum(
  known: ReadonlyMap<string, ComplaintRow>,
  compounds: readonly string[],
  months: readonly Month[],
  field: 'complaints',
): number {
  let all = 0;
  for (const compound of compounds)
    for (const month of months) all += known.get(keyOf({ compound, month }))?.[field] ?? 0;
  return all;
}
