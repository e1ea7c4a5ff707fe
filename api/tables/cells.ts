import { z } from 'zod';
import { bothWordings } from '../../domain/errors.ts';
import { type Text, text } from '../../domain/text.ts';

/** Digits may be typed in full width, and thousands set apart. */
function plainDigits(text: string): string {
  return text.normalize('NFKC').replaceAll(/(\d)[,\s](?=\d{3}(\D|$))/g, '$1');
}

/** A whole number. */
export function wholeNumberCell(min: number, max: number) {
  const expected = bothWordings(text(`应为${min}至${max}的整数`, `a whole number from ${min} to ${max}`));
  return z
    .string()
    .transform(plainDigits)
    .pipe(z.string().regex(/^[+-]?\d{1,15}$/, expected))
    .transform(Number)
    .pipe(z.int().min(min, expected).max(max, expected));
}

/** A number with at most `digits` decimals, kept as a whole number of the smallest unit: 12.5 with 2 digits is 1250. */
export function decimalCell(digits: number, max: number) {
  const expected = bothWordings(text(`应为最多${digits}位小数的数字`, `a number with at most ${digits} decimals`));
  return z
    .string()
    .transform(plainDigits)
    .pipe(z.string().regex(new RegExp(`^\\d{1,12}(\\.\\d{1,${digits}}0*)?$`), expected))
    .transform((digitsGiven) => Math.round(Number(digitsGiven) * 10 ** digits))
    .pipe(z.int().min(0).max(max));
}

/** 是 or 否. */
export const yesNoCell = z.string().transform((cell, context) => {
  const said = cell.normalize('NFKC').toLowerCase();
  if (['是', 'yes', 'y', 'true', '1', '√'].includes(said)) return true;
  if (['否', 'no', 'n', 'false', '0', '×'].includes(said)) return false;
  context.addIssue({ code: 'custom', message: bothWordings(text('应为“是”或“否”', 'yes or no')) });
  return z.NEVER;
});

/** One of a list of codes, given as code or as its Chinese or English title. */
export function codeCell<K extends string>(titles: Readonly<Record<K, Text>>) {
  const codes = Object.keys(titles) as K[];
  const titlesIn = (language: keyof Text): string => codes.map((code) => titles[code][language]).join('、');
  return z.string().transform((cell, context) => {
    const wanted = cell.toLowerCase();
    const found = codes.find((code) =>
      [code, titles[code].zh, titles[code].en].some((each) => each.toLowerCase() === wanted),
    );
    if (found !== undefined) return found;
    const message = bothWordings(text(`应为${titlesIn('zh')}之一`, `one of: ${titlesIn('en').replaceAll('、', ', ')}`));
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });
}

/** A day: 2026-01-31, 2026/1/31, 2026.1.31 or 2026年1月31日. */
export const dateCell = z
  .string()
  .transform((cell) => {
    const parts = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/.exec(cell.normalize('NFKC'));
    return parts ? [parts[1], parts[2]?.padStart(2, '0'), parts[3]?.padStart(2, '0')].join('-') : cell;
  })
  .pipe(z.iso.date(bothWordings(text('应为日期，如2026-01-31', 'a date such as 2026-01-31'))));

/** A month: 2026-01, 2026/1, 2026年1月, or the first day of it, which is what a spreadsheet makes of it. */
export const monthCell = z
  .string()
  .transform((cell) => {
    const parts = /^(\d{4})(?:\s*[-/.年])?\s*(\d{1,2})\s*(月|[-/.月]\s*0?1\s*日?)?$/.exec(cell.normalize('NFKC'));
    return parts ? `${parts[1]}-${parts[2]?.padStart(2, '0')}` : cell;
  })
  .pipe(
    z
      .string()
      .regex(/^(19|20|21)\d{2}-(0[1-9]|1[0-2])$/, bothWordings(text('应为月份，如2026-01', 'a month such as 2026-01'))),
  );

/** Several of something in one cell, set apart by 、 , ; or a line. */
export function listCell<T extends z.ZodType<unknown, string>>(item: T, max: number) {
  return z
    .string()
    .transform((cell) =>
      [...new Set(cell.split(/[、,，;；\n]/).map((each) => each.trim()))].filter((each) => each !== ''),
    )
    .pipe(z.array(item).max(max));
}
