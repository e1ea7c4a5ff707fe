import type { ErasableContent, FixedContent } from '../../domain/documents/content.ts';
import { type Filters, parseMarkup, renderMarkup } from '../../domain/documents/markup.ts';
import type { DocumentTemplate } from '../../domain/documents/template.ts';
import { offices } from '../../domain/organisation/offices.ts';
import { own } from '../../domain/own.ts';
import type { Language, Text } from '../../domain/text.ts';
import { officeTitle } from '../../domain/timeline/summary.ts';
import { Html } from '../reports/html.ts';

/** A document's body as markup. */
export function renderTemplate(
  { body, terms = {} }: Pick<DocumentTemplate, 'body' | 'terms'>,
  fixed: FixedContent,
  words: ErasableContent,
  language: Language,
): Html {
  const text = (value: Text | null): string | null => value?.[language] ?? null;
  const scope = {
    ...fixed,
    caseTitle: text(fixed.caseTitle),
    stage: text(fixed.stage),
    decision: text(fixed.decision),
    office: text(fixed.office),
    steps: fixed.steps.map(({ on, stage, result }) => ({ on, stage: text(stage), result: text(result) })),
    ...words,
  };
  return new Html(renderMarkup(parseMarkup(body[language]), scope, filtersIn(terms, language)));
}

/** What a template may have done to a value before it is put in. */
export const filterNames = ['day', 'office', 'term', 'hundredths'] as const;

function filtersIn(terms: Record<string, Text>, language: Language): Filters {
  const filters: Record<(typeof filterNames)[number], Filters[string]> = {
    day: (value) => dayInWords(value, language),
    office: (value) => (typeof value === 'string' && Object.hasOwn(offices, value) ? officeTitle(value, language) : ''),
    term: (value) => (typeof value === 'string' ? (own(terms, value)?.[language] ?? value) : ''),
    hundredths,
  };
  return filters;
}

/** `2026-03-02` as 2026年3月2日 or 2 March 2026; what is no day stays as it is. */
export function dayInWords(value: unknown, language: Language): string {
  if (typeof value !== 'string') return '';
  const [, year = '', month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value) ?? [];
  if (month === undefined || day === undefined) return value;
  if (language === 'zh') return `${year}年${Number(month)}月${Number(day)}日`;
  return new Date(`${value}T00:00:00Z`).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
}

/** Fen as yuan, hundredths of a square metre as square metres, of a point as points: exactly, with a separator every three digits. */
export function hundredths(value: unknown): string {
  if (typeof value !== 'number' || !Number.isInteger(value)) return '';
  const digits = String(Math.abs(value)).padStart(3, '0');
  const whole = digits.slice(0, -2).replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return `${value < 0 ? '-' : ''}${whole}.${digits.slice(-2)}`;
}
