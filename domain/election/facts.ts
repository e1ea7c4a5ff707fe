import type { PlainDay } from '../calendar/calendar.ts';

/** Who put a candidate forward (青岛条例34). */
export const nominators = ['owners', 'self', 'communityPartyOrg', 'residentsCommittee'] as const;

/** Legal bars (山东条例22, 青岛条例23, 34); nothing else keeps an owner from standing. */
export const legalBars = ['notOwner', 'noCapacity', 'arrears', 'illegalStructure', 'conflictOfInterest'] as const;

/** A candidate by the id on the ballot; who it is stands in the form that nominated them. */
export interface Candidate {
  id: string;
  by: (typeof nominators)[number];
  partyMember: boolean;
}

/** What the survey found. Areas in 0.01 m². */
export interface SurveyFigures {
  totalArea: number;
  deliveredArea: number;
  totalHeads: number;
  movedInHeads: number;
  firstDeliveredOn?: PlainDay;
  disputes: number;
  /** Owners who applied, where owners did. */
  applicants?: { heads: number; area: number };
  /** Members left of those elected, where too few are left. */
  members?: { left: number; elected: number };
}

export interface ElectionFacts {
  /** How the audit of the committee before ended; null while it is not known. */
  previousAudit: string | null;
  survey: SurveyFigures | null;
  /** Years by which the owners are asked to extend the term instead. */
  extensionYears: number | null;
  groupFormedOn: PlainDay | null;
  seats: number | null;
  /** Candidates of earlier rounds who stay on the list. */
  kept: Candidate[];
  candidates: Candidate[];
  /** Bars found in the present review: seat of the review → candidate → bar. */
  bars: Record<string, Record<string, string>>;
  /** Candidates turned away in reviews that are over. */
  turnedAway: string[];
  /** The meeting of the latest notice, and whether it keeps the legal day. */
  meeting: { begins: PlainDay; due: PlainDay; kept: 'inTime' | 'extended' | 'late' } | null;
  elected: Candidate[];
  electedOn: PlainDay | null;
  /** Whether fewer of those elected are party members than the target says; a finding, never a condition. */
  partyShareBelowTarget: boolean | null;
  officers: { chair: string; deputies: string[] } | null;
  term: { begins: PlainDay; ends: PlainDay } | null;
  filedOn: PlainDay | null;
  filedLate: boolean;
}
