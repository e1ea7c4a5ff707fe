import { type Text, text } from '../text.ts';
import type { FigureKey } from './definitions.ts';

/** An exact value: counts have the denominator 1. A change may be negative. */
export interface FigureValue {
  numerator: number;
  denominator: number;
}

/** One figure, computed: a value, or why there is none. */
export interface Figure {
  key: FigureKey;
  value: FigureValue | null;
  reason: Text | null;
  /** How many of what `definitions` says were looked at. */
  sample: number;
  /** The cases a reader wants to see behind it, as `definitions` says. */
  cases: readonly string[];
}

export const count = (key: FigureKey, cases: readonly string[], sample: number): Figure => ({
  key,
  value: { numerator: cases.length, denominator: 1 },
  reason: null,
  sample,
  cases,
});

/** A share of nothing is no share. */
export function share(
  key: FigureKey,
  { numerator, denominator }: FigureValue,
  cases: readonly string[],
  sample = denominator,
  empty = text('本期没有可统计的对象', 'There is nothing to count in this window'),
): Figure {
  if (denominator === 0) return { key, value: null, reason: empty, sample: 0, cases: [] };
  return { key, value: { numerator, denominator }, reason: null, sample, cases };
}

export const absent = (key: FigureKey, reason: Text, sample = 0): Figure => ({
  key,
  value: null,
  reason,
  sample,
  cases: [],
});
