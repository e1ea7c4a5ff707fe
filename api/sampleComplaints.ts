import { createHash } from 'node:crypto';
import type { ComplaintMonth, Month } from '../domain/rankings/complaintMonth.ts';
import { type SampleSize, sampleCompounds } from './sampleDistrict.ts';

/** Months of complaint figures in the sample. */
const months = 24;
/** The whole city has so many compounds for each of the district's, when the district's are ranked among them. */
const cityShare = 2.6;

/**
 * Tickets of the worst compounds in the last twelve months, and satisfaction in per cent. What the documents tell of single
 * compounds gives the shape: some forty tickets a month, 48 % satisfied (S2); district and compounds are fictitious.
 */
const worst: Readonly<Record<string, { year: number; satisfaction: number }>> = {
  'C-07': { year: 486, satisfaction: 51 },
  'C-04': { year: 447, satisfaction: 55 },
  'C-01': { year: 412, satisfaction: 48 },
  'C-11': { year: 365, satisfaction: 62 },
  'C-02': { year: 298, satisfaction: 66 },
  'C-09': { year: 240, satisfaction: 64 },
};

/** More tickets while it is cold and while it rains: heating, then leaking roofs. From January to December, in per mille. */
const season = [104, 92, 84, 70, 68, 76, 96, 94, 74, 66, 82, 94] as const;

/** The same number between 0 and 1 for the same words, everywhere and always. */
function chance(...words: (string | number)[]): number {
  return createHash('sha256').update(words.join('|')).digest().readUInt32BE(0) / 2 ** 32;
}

/** The months up to and including `last`, oldest first. */
export function monthsUpTo(last: Month, count = months): Month[] {
  const [year = 0, month = 0] = last.split('-').map(Number);
  return Array.from({ length: count }, (_, index) => {
    const at = year * 12 + month - count + index;
    return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`;
  });
}

/** Tickets in a year, and the share of satisfied callers: few compounds have most of the complaints. */
function character(id: string): { year: number; satisfaction: number } {
  const known = worst[id];
  if (known) return known;
  const rank = chance(id, 'rank');
  const year = Math.round(Math.min(340, 9 / (0.02 + rank) ** 1.05));
  return { year, satisfaction: Math.round(97 - Math.min(45, year / 8) - 8 * chance(id, 'mood')) };
}

/** Tickets of twelve months that add up to the year exactly. */
function spread(id: string, year: number, twelve: readonly Month[]): number[] {
  const weights = twelve.map((month) => {
    const usual = season[Number(month.slice(5)) - 1] ?? 83;
    return usual * (0.8 + 0.4 * chance(id, month));
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let given = 0;
  let wanted = 0;
  return weights.map((weight) => {
    wanted += (weight * year) / total;
    const tickets = Math.round(wanted) - given;
    given += tickets;
    return tickets;
  });
}

/**
 * Two years of 12345 figures for each compound of a sample, the newest month `last`; always the same for the same month. A
 * small sample's compounds have the ranks they have in the full one.
 */
export function sampleComplaints(size: SampleSize, last: Month): ComplaintMonth[] {
  const all = monthsUpTo(last);
  const rows = sampleCompounds('full').flatMap(({ id: compound }) => {
    const { year, satisfaction } = character(compound);
    const before = Math.round(year * (0.9 + 0.25 * chance(compound, 'before')));
    const tickets = [...spread(compound, before, all.slice(0, 12)), ...spread(compound, year, all.slice(12))];
    return all.map((month, index): ComplaintMonth => {
      const complaints = tickets[index] ?? 0;
      const surveyed = Math.round(complaints * (0.6 + 0.3 * chance(compound, month, 'surveyed')));
      const share = (satisfaction + 8 * (chance(compound, month, 'satisfied') - 0.5)) / 100;
      return {
        compound,
        month,
        complaints,
        propertyComplaints: Math.round(complaints * (0.5 + 0.3 * chance(compound, month, 'class'))),
        cityRank: null,
        satisfied: Math.min(surveyed, Math.round(surveyed * share)),
        surveyed,
      };
    });
  });
  const shown = new Set(sampleCompounds(size).map(({ id }) => id));
  return all
    .flatMap((month) => ranked(rows.filter((row) => row.month === month)))
    .filter(({ compound }) => shown.has(compound));
}

/** Places of one month among the compounds of the whole city, of which the sample has one district. */
function ranked(rows: readonly ComplaintMonth[]): ComplaintMonth[] {
  const order = rows.toSorted(
    (a, b) => b.propertyComplaints - a.propertyComplaints || (a.compound < b.compound ? -1 : 1),
  );
  let rank = 0;
  return order.map((row) => {
    rank += 1 + Math.floor(2 * (cityShare - 1) * chance(row.compound, row.month, 'others'));
    return { ...row, cityRank: rank };
  });
}
