import { Liquid } from 'liquidjs';
import { offices } from '../../domain/organisation/offices.ts';
import { own } from '../../domain/own.ts';
import type { Language, Text } from '../../domain/text.ts';
import { officeTitle } from '../../domain/timeline/summary.ts';

/** What a template may use of Liquid: nothing of it reads another file or leaves out the escaping. */
const tags = ['if', 'unless', 'case', 'for', 'comment'];
const filters = ['join'];

/** Against a template that never ends: characters parsed, milliseconds, and characters and elements made. */
const limits = { parseLimit: 100_000, renderLimit: 10_000, memoryLimit: 20_000_000 } as const;

/** The Liquid engine of document templates: what is put in is escaped, and there is no file system. */
export function templateEngine(terms: Record<string, Text>, language: Language): Liquid {
  const engine = new Liquid({
    outputEscape: 'escape',
    templates: {},
    ownPropertyOnly: true,
    strictFilters: true,
    // A comment that is empty is as good as none.
    jsTruthy: true,
    ...limits,
  });
  keepOnly(engine.tags, tags);
  keepOnly(engine.filters, filters);
  engine.registerFilter('day', (value: unknown) => dayInWords(value, language));
  engine.registerFilter('office', (value: unknown) =>
    typeof value === 'string' && Object.hasOwn(offices, value) ? officeTitle(value, language) : '',
  );
  engine.registerFilter('term', (value: unknown) =>
    typeof value === 'string' ? (own(terms, value)?.[language] ?? value) : '',
  );
  engine.registerFilter('hundredths', hundredths);
  return engine;
}

function keepOnly(registered: Record<string, unknown>, names: readonly string[]): void {
  for (const name of Object.keys(registered)) if (!names.includes(name)) delete registered[name];
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
