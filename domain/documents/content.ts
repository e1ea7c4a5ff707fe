import type { PlainDay } from '../calendar/calendar.ts';
import type { Json, Text } from '../text.ts';

/** A step of the case before the document, in words. */
export interface DocumentStep {
  on: PlainDay;
  stage: Text;
  result: Text;
}

/**
 * What a document is made of besides words that can be erased: kept when it is issued, since names of places and wordings of
 * declarations may be others later.
 */
export interface FixedContent {
  number: string;
  /** The place that issues it, by name. */
  place: string;
  subject: { type: string; id: string; name: string };
  caseTitle: Text;
  stage: Text;
  /** The decision, or the result of the stage. */
  decision: Text;
  /** Who decided; null where that was computed. */
  office: Text | null;
  on: PlainDay;
  seq: number;
  hash: string;
  data: Record<string, Json>;
  /** What the first event of the case holds. */
  opening: Record<string, Json>;
  steps: DocumentStep[];
}

/** The words it needs, as far as they have not been erased. */
export interface ErasableContent {
  form: Json | null;
  comment: string | null;
  /** What whoever started the case said in words. */
  statement: Json | null;
  /** Every form handed in at each stage so far, oldest first, with the `seq` of its event; those of corrected decisions are left out. */
  forms: Record<string, Json[]>;
}

/** 兰山验〔2026〕3号: place without its level, sign of the kind, year, number. */
export function documentNumber(place: string, code: string, year: number, n: number): string {
  const short = place.length > 2 ? place.replace(/[省市区县]$/, '') : place;
  return `${short}${code}〔${year}〕${n}号`;
}
