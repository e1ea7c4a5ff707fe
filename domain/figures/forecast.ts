import { type Calendar, dayKind, dayOf, type PlainDay } from '../calendar/calendar.ts';
import { addDays, daysBetween } from '../calendar/civil.ts';
import type { OfficeCode } from '../organisation/offices.ts';
import { compareRatios, type Ratio } from '../policy/ratio.ts';

/**
 * Assumptions (A): no document says from how many earlier tasks one may conclude, nor what is likely. They are constants, not
 * policy, since they say how cautious the service is with its own statements, not how an office has to work.
 */
export const forecastAssumptions = {
  /** Fewer earlier tasks than this say nothing. */
  sampleAtLeast: 20,
  /** Only the newest so many are looked at: offices change. */
  sampleAtMost: 200,
  /** A task is likely to be late when at least this share of the earlier ones took longer than what is left. */
  likelyFrom: { numerator: 1, denominator: 4 } satisfies Ratio,
  /** What is due later than in so many days is not looked at. */
  horizonDays: 31,
} as const;

/** What earlier tasks say of an open one. */
export interface Forecast {
  /** So many took longer than the working days left. */
  longer: number;
  /** Earlier tasks looked at. */
  of: number;
  /** Working days left, today not counted, the last day included. */
  daysLeft: number;
}

/** Working days after `from` up to and including `to`; 0 when `to` is not later. */
export function workingDaysBetween(calendar: Calendar, from: PlainDay, to: PlainDay): number {
  let count = 0;
  for (let n = 1; n <= daysBetween(from, to); n += 1) if (dayKind(calendar, addDays(from, n)).working) count += 1;
  return count;
}

/**
 * The empirical share of earlier tasks that took longer than what is left of an open one.
 *
 * @param durations working days each earlier task took
 * @returns undefined when they are too few to say anything
 */
export function forecastOf(durations: readonly number[], daysLeft: number): Forecast | undefined {
  if (durations.length < forecastAssumptions.sampleAtLeast) return undefined;
  return { longer: durations.filter((each) => each > daysLeft).length, of: durations.length, daysLeft };
}

export function isLikelyLate({ longer, of }: Forecast): boolean {
  return compareRatios({ numerator: longer, denominator: of }, forecastAssumptions.likelyFrom) >= 0;
}

/** Working days a task took: its first day is not counted. */
export function durationOf(calendar: Calendar, openedAt: string, closedAt: string): number {
  return workingDaysBetween(calendar, dayOf(openedAt), dayOf(closedAt));
}

/** Offices of which each street has its own, or of which there are several in a street. */
const ofStreets: readonly OfficeCode[] = [
  'streetPartyWorkingCommittee',
  'streetOffice',
  'communityPartyOrg',
  'communitySecretary',
  'residentsCommittee',
  'compoundBranch',
  'compoundSecretary',
  'gridWorker',
  'buildingHead',
  'ownersCommittee',
  'propertyCompany',
  'projectManager',
  'taskForce',
];

/**
 * Where “this office” is looked for: the street for offices of the street and below, whose own tasks would be too few; the
 * city for its party committee; the district for all others.
 */
export function placeOfOffice(office: OfficeCode, scope: string): string {
  const depth = ofStreets.includes(office) ? 3 : office === 'cityPartyCommittee' ? 1 : 2;
  return scope.split('/').slice(0, depth).join('/');
}
