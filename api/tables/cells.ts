import { z } from 'zod';
import type { Text } from '../../domain/text.ts';

/** Digits may be typed in full width, and thousands set apart. */
function plainDigits(text: string): string {
  return text.normalize('NFKC').replaceAll(/(\d)[,\s](?=\d{3}(\D|$))/g, '$1');
}

/** A whole number. */
export function wholeNumberCell(min: number, max: number) {
  return z
    .string()
    .transform(plainDigits)
    .pipe(z.string().regex(/^[+-]?\d{1,15}$/, '应为整数 / a whole number'))
    .transform(Number)
    .pipe(z.int().min(min).max(max));
}

/** A number with at most `digits` decimals, kept as a whole number of the smallest unit: 12.5 with 2 digits is 1250. */
export function decimalCell(digits: number, max: number) {
  return z
    .string()
    .transform(plainDigits)
    .pipe(
      z
        .string()
        .regex(new RegExp(`^\\d{1,12}(\\.\\d{1,${digits}}0*)?$`), `最多 ${digits} 位小数 / at most ${digits} decimals`),
    )
    .transform((text) => Math.round(Number(text) * 10 ** digits))
    .pipe(z.int().min(0).max(max));
}

/** 是 or 否. */
export const yesNoCell = z.string().transform((text, context) => {
  const said = text.normalize('NFKC').toLowerCase();
  if (['是', 'yes', 'y', 'true', '1', '√'].includes(said)) return true;
  if (['否', 'no', 'n', 'false', '0', '×'].includes(said)) return false;
  context.addIssue({ code: 'custom', message: '应为“是”或“否” / yes or no' });
  return z.NEVER;
});

/** One of a list of codes, given as code or as its Chinese or English title. */
export function codeCell<K extends string>(titles: Readonly<Record<K, Text>>) {
  const codes = Object.keys(titles) as K[];
  return z.string().transform((text, context) => {
    const wanted = text.toLowerCase();
    const found = codes.find((code) =>
      [code, titles[code].zh, titles[code].en].some((each) => each.toLowerCase() === wanted),
    );
    if (found !== undefined) return found;
    const message = `应为 / one of: ${codes.map((code) => titles[code].zh).join('、')}`;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });
}

/** A day: 2026-01-31, 2026/1/31, 2026.1.31 or 2026年1月31日. */
export const dateCell = z
  .string()
  .transform((text) => {
    const parts = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/.exec(text.normalize('NFKC'));
    return parts ? [parts[1], parts[2]?.padStart(2, '0'), parts[3]?.padStart(2, '0')].join('-') : text;
  })
  .pipe(z.iso.date('应为日期，如 2026-01-31 / a date such as 2026-01-31'));

/** A month: 2026-01, 2026/1, 2026年1月, or the first day of it, which is what a spreadsheet makes of it. */
export const monthCell = z
  .string()
  .transform((text) => {
    const parts = /^(\d{4})(?:\s*[-/.年])?\s*(\d{1,2})\s*(月|[-/.月]\s*0?1\s*日?)?$/.exec(text.normalize('NFKC'));
    return parts ? `${parts[1]}-${parts[2]?.padStart(2, '0')}` : text;
  })
  .pipe(z.string().regex(/^(19|20|21)\d{2}-(0[1-9]|1[0-2])$/, '应为月份，如 2026-01 / a month such as 2026-01'));

/** Several of something in one cell, set apart by 、 , ; or a line. */
export function listCell<T extends z.ZodType<unknown, string>>(item: T, max: number) {
  return z
    .string()
    .transform((text) =>
      [...new Set(text.split(/[、,，;；\n]/).map((each) => each.trim()))].filter((each) => each !== ''),
    )
    .pipe(z.array(item).max(max));
}
