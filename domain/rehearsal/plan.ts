import { z } from 'zod';
import { addMonths, at, type Calendar, nextWorkingDay, type PlainDay } from '../calendar/calendar.ts';
import { campaignCompoundSchema } from '../campaign/campaign.ts';
import type { CaseParameters } from '../case/opening.ts';
import type { Assumptions } from './assumptions.ts';
import { withRestDays } from './restDays.ts';

/** A compound as a rehearsal needs it. */
export const rehearsedCompoundSchema = campaignCompoundSchema
  .pick({ compound: true, name: true, scope: true, route: true, baselineMonthlyComplaints: true, staffing: true })
  .extend({ locality: z.string() });
export type RehearsedCompound = z.infer<typeof rehearsedCompoundSchema>;

/** Everything that decides how a rehearsal comes out; the same plan, the same report. */
export interface RehearsalPlan {
  startOn: PlainDay;
  /** The day it is looked at for the last time, in the morning. */
  endOn: PlainDay;
  assumptions: Assumptions;
  /** The calendar that holds, without the further rest days assumed. */
  published: Calendar;
  /** With them: what the cases count with. */
  calendar: Calendar;
  /** The policy of each locality the compounds are in. */
  policies: Record<string, { version: string; parameters: CaseParameters }>;
  compounds: readonly RehearsedCompound[];
}

/** Cases begin, people act and the last look is taken at these times, none of which a rung or the end of a day falls on. */
const hours = { start: '08:30', act: '10:00', end: '08:00' } as const;
const beside = 30_000;

/** The instant, in epoch milliseconds, at which cases begin, people act, or the rehearsal ends on a day. */
export function instantOn(day: PlainDay, what: keyof typeof hours): number {
  return Date.parse(at(day, hours[what])) + beside;
}

/** Puts a plan together; begins on the day assumed or, without one, on the working day after `today`. */
export function planRehearsal(
  given: Pick<RehearsalPlan, 'assumptions' | 'published' | 'policies' | 'compounds'>,
  { today, months }: { today: PlainDay; months: number },
): RehearsalPlan {
  const calendar = withRestDays(given.published, given.assumptions.holidays);
  const startOn = given.assumptions.startOn ?? nextWorkingDay(calendar, today);
  return { ...given, calendar, startOn, endOn: addMonths(startOn, months) };
}
