import type { PlainDay } from '../calendar/calendar.ts';
import { type Text, text } from '../text.ts';

/** Who put a candidate forward (青岛条例34). */
export const nominators = {
  owners: text('业主推荐', 'Owners'),
  self: text('自荐', 'Themselves'),
  communityPartyOrg: text('社区党组织推荐', 'Community party organisation'),
  residentsCommittee: text('居委会推荐', 'Residents’ committee'),
} as const satisfies Record<string, Text>;

/** Legal bars (山东条例22, 青岛条例23, 34); nothing else keeps an owner from standing. */
export const legalBars = {
  notOwner: text('非业主', 'No owner'),
  noCapacity: text('无完全民事行为能力', 'No full capacity'),
  arrears: text('欠费', 'Arrears'),
  illegalStructure: text('违法建设', 'Illegal structure'),
  conflictOfInterest: text('利益冲突', 'Conflict of interest'),
} as const satisfies Record<string, Text>;

/** A candidate by the id on the ballot; who it is stands in the form that nominated them. */
export interface Candidate {
  id: string;
  by: keyof typeof nominators;
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
  /** Whether the street has approved that the first meeting is held later (青岛条例24); absent where that is not asked, or was not yet. */
  meetingExtended?: boolean;
  elected: Candidate[];
  electedOn: PlainDay | null;
  /** Whether fewer of those elected are party members than the target says; a finding, never a condition. */
  partyShareBelowTarget: boolean | null;
  officers: { chair: string; deputies: string[] } | null;
  term: { begins: PlainDay; ends: PlainDay } | null;
  filedOn: PlainDay | null;
  filedLate: boolean;
  /** Day of the certificate of filing; absent where there is none, and in cases older than it. */
  certifiedOn?: PlainDay;
}
