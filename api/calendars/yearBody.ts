import { z } from 'zod';
import { type Calendar, type CalendarYear, calendarYearSchema, mostYears } from '../../domain/calendar/calendar.ts';
import { fieldError, fieldErrors, inBothLanguages, Refusal } from '../../domain/errors.ts';
import { text } from '../../domain/text.ts';
import { calendarWith } from '../policies/changingShelf.ts';
import type { SpaceServices } from '../services.ts';

const { year: _, ...yearShape } = calendarYearSchema.shape;

export const yearParams = z.strictObject({ year: z.coerce.number().int().min(1992).max(9998) });

/** A year as it is entered: its days, and the notice they stand in. */
export const yearShapeSchema = z.strictObject(yearShape);

/**
 * The calendar as it would be with a year.
 *
 * @throws Refusal invalid-input naming each day that is wrong
 */
export function judgeYear(
  { policies }: Pick<SpaceServices, 'policies'>,
  year: number,
  fields: z.output<typeof yearShapeSchema>,
): { value: CalendarYear; calendar: Calendar } {
  const { source, status, off, work } = fields;
  const parsed = calendarYearSchema.safeParse({ year, source, status, off, work }, inBothLanguages);
  if (!parsed.success) throw new Refusal('invalid-input', undefined, fieldErrors(parsed.error));
  const calendar = calendarWith(policies.calendar(), [{ value: parsed.data }]);
  if (calendar.years.length > mostYears) {
    const detail = text(
      `日历已有${mostYears}年，且随每个案件保存`,
      `the calendar has ${mostYears} years already, and every case carries it`,
    );
    throw new Refusal('invalid-input', undefined, [fieldError('', detail)]);
  }
  return { value: parsed.data, calendar };
}

/** Stands for a year as it is now; undefined when it is not known. */
export function yearTag({ policyStore }: Pick<SpaceServices, 'policyStore'>, year: number): string | undefined {
  const change = policyStore.yearChange(year);
  return change === undefined ? undefined : `${year}.${change}`;
}

/**
 * Holds the conditions of a PUT against what is stored: a year that is there is replaced only by who has seen it.
 *
 * @throws Refusal precondition-required, revision-conflict
 */
export function requireYearMatch(header: (name: string) => string | undefined, tag: string | undefined): void {
  const ifMatch = header('if-match');
  if (tag === undefined) {
    if (ifMatch !== undefined)
      throw new Refusal('revision-conflict', {
        zh: '该年度尚不存在，请发送 If-None-Match: *',
        en: 'The year is not there yet; send If-None-Match: *',
      });
    return;
  }
  if (header('if-none-match') !== undefined)
    throw new Refusal('revision-conflict', {
      zh: `该年度已存在，版本为 "${tag}"`,
      en: `The year is there, at "${tag}"`,
    });
  if (ifMatch === undefined)
    throw new Refusal('precondition-required', {
      zh: '请用该年度的 ETag 发送 If-Match',
      en: 'Send If-Match with the ETag of the year',
    });
  const given = ifMatch.split(',').map((each) => each.trim());
  if (given.some((each) => each === '*' || [tag, `${tag}-zh`, `${tag}-en`].some((held) => each === `"${held}"`)))
    return;
  throw new Refusal('revision-conflict', {
    zh: `当前版本为 "${tag}"，请重新读取`,
    en: `It is at "${tag}" now; read it again`,
  });
}
