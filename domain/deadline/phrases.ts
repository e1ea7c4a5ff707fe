import { type PlainDay, toEpochDay, weekdayOf } from '../calendar/civil.ts';
import { toMillis } from '../calendar/zone.ts';
import type { Step } from './steps.ts';

export type StepOf<Kind extends Step['kind']> = Extract<Step, { kind: Kind }>;

/** The days a count passed over. Days in the year in which it began are written without the year. */
export interface Rests {
  year: string;
  holidays: StepOf<'holiday'>[];
  weekends: StepOf<'weekend'>[];
  worked: StepOf<'worked'>[];
}

/** One sentence per kind of fact. */
export interface Phrases {
  counted(step: StepOf<'counted'>, rests: Rests): string;
  extension(step: StepOf<'extension'>, rests: Rests): string;
  monthEnd(step: StepOf<'monthEnd'>): string;
  suspension(step: StepOf<'suspension'>): string;
  roll(step: StepOf<'roll'>): string;
  resumed(step: StepOf<'resumed'>): string;
  /** `isEntered`: the year is in the calendar, but only as expected. */
  provisional(step: StepOf<'provisional'>, isEntered: boolean): string;
}

/** A day as it stands, or an instant as Shanghai date and time. */
export function writeMoment(moment: string): string {
  if (!moment.includes('T')) return moment;
  return new Date(toMillis(moment) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
}

/** The Shanghai day of a day or an instant. */
export function writeDay(moment: string): string {
  return writeMoment(moment).slice(0, 10);
}

export function writeShortDay(day: PlainDay, year: string): string {
  return day.startsWith(year) ? day.slice(5) : day;
}

export function weekdayIndex(day: PlainDay): number {
  return weekdayOf(toEpochDay(day));
}

/** '10-11', '10-17…18', '10-31…11-01'; `to` is the sign between the two. */
export function writeWeekend({ from, to }: StepOf<'weekend'>, year: string, between: string): string {
  if (from === to) return writeShortDay(from, year);
  const end = from.slice(0, 7) === to.slice(0, 7) ? to.slice(8) : writeShortDay(to, year);
  return `${writeShortDay(from, year)}${between}${end}`;
}

/** More weekends than this are counted, not listed. */
export const WEEKENDS_LISTED = 6;
