import type { Answer } from '../../api/client.ts';
import type { Language } from '../../words/words.ts';

export type Figure = Answer<'getDashboard'>['figures'][number];
export type Value = NonNullable<Figure['value']>;
export type Text = Figure['title'];

export function inLanguage(text: Text, language: Language): string {
  return text[language];
}

/** A share in per cent with one digit. */
export function percent({ numerator, denominator }: Value): string {
  return `${((100 * numerator) / denominator).toFixed(1).replace('-', '−')}%`;
}

/** An exact value as people read it: shares and changes in per cent, means with one digit; a dash where there is none. */
export function valueWords(unit: Figure['unit'], value: Value | null): string {
  if (value === null) return '—';
  const { numerator, denominator } = value;
  if (unit === 'count') return numerator.toLocaleString('en-US');
  if (unit === 'mean') return (numerator / denominator).toFixed(1);
  return unit === 'change' && numerator > 0 ? `+${percent(value)}` : percent(value);
}

/** What a rounded value was computed from: 91 / 182; nothing for a count. */
export function fractionWords(unit: Figure['unit'], value: Value | null): string | undefined {
  if (value === null || unit === 'count') return undefined;
  const { numerator, denominator } = value;
  return `${String(numerator).replace('-', '−')} / ${denominator}`;
}

/** For sorting; what has no value comes last. */
export function order(value: Value | null): number {
  return value === null ? Number.NEGATIVE_INFINITY : value.numerator / value.denominator;
}
