import { z } from 'zod';

/**
 * Units of legal and policy periods. 工作日 are working days; 日 in property law are calendar days; clear days are whole
 * days between two acts, neither act's day counted; working hours run only while offices are open.
 */
export const termUnitSchema = z.enum([
  'workingDays',
  'calendarDays',
  'clearDays',
  'months',
  'years',
  'hours',
  'workingHours',
]);

export type TermUnit = z.infer<typeof termUnitSchema>;

// A century of anything is more than any rule gives, and keeps counting cheap whatever a policy file says.
const MOST: Record<TermUnit, number> = {
  workingDays: 10_000,
  calendarDays: 36_500,
  clearDays: 36_500,
  months: 1_200,
  years: 100,
  hours: 100_000,
  workingHours: 10_000,
};

/** A length of time in the unit its rule states. It is never converted: five working days are not a week. */
export const termSchema = z
  .strictObject({ n: z.int().nonnegative(), unit: termUnitSchema })
  .superRefine((term, context) => {
    if (term.n > MOST[term.unit]) {
      context.addIssue({ code: 'custom', path: ['n'], message: `at most ${MOST[term.unit]} ${term.unit}` });
    }
  });

export type Term = z.infer<typeof termSchema>;

/** Whether the unit runs by the clock, from an instant, rather than by days. */
export function isClockUnit(unit: TermUnit): unit is 'hours' | 'workingHours' {
  return unit === 'hours' || unit === 'workingHours';
}
