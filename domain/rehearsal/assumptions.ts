import { z } from 'zod';
import { plainDaySchema } from '../calendar/calendar.ts';
import { type OfficeCode, officeCodeSchema } from '../organisation/offices.ts';
import { scopeSchema } from '../organisation/scope.ts';
import { oneOf } from '../procedures/forms.ts';
import { problemCategories } from '../rectification/problems.ts';

const percent = () => z.int().min(0).max(100);
const workingDays = () => z.int().min(0).max(120);

const answersSchema = z
  .discriminatedUnion('measure', [
    z.strictObject({
      measure: z.literal('budget'),
      percent: percent().describe('Share of the time it has, in working days'),
      spread: percent().describe('Per cent points earlier or later'),
    }),
    z.strictObject({
      measure: z.literal('workingDays'),
      days: workingDays().describe('Working days after it was asked'),
      spread: workingDays().describe('Working days earlier or later'),
    }),
  ])
  .meta({ id: 'AnsweringTime' });

const habitSchema = z
  .strictObject({
    answers: answersSchema.describe('When it answers in time'),
    latePercent: percent().describe('How often it answers after the due date'),
    lateByDays: z.int().min(1).max(120).describe('Then so many working days after it at most'),
    refusesPercent: percent()
      .optional()
      .describe('How often it returns, refuses or fails, instead of what `refusals` says of the stage'),
  })
  .meta({ id: 'OfficeHabit' });
export type OfficeHabit = z.infer<typeof habitSchema>;

const problemKindSchema = z.strictObject({
  category: oneOf(problemCategories),
  office: officeCodeSchema.describe('Department in charge'),
  weight: z.int().min(1).max(100).describe('How often, in proportion to the others'),
});

const absenceSchema = z
  .strictObject({
    office: officeCodeSchema,
    from: plainDaySchema,
    to: plainDaySchema,
    scope: scopeSchema.optional().describe('Where; absent: everywhere'),
  })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'lies before `from`' })
  .refine(({ from, to }) => Date.parse(to) - Date.parse(from) < 400 * 86_400_000, {
    path: ['to'],
    message: 'at most 400 days',
  });

/** What a rehearsal takes for granted about people; all of it whole numbers and days. */
export const assumptionsSchema = z
  .strictObject({
    seed: z.string().min(1).max(40).describe('Another seed, another run of luck; the same one, the same rehearsal'),
    startOn: plainDaySchema.optional().describe('First day; default: the next working day'),
    everyOffice: habitSchema.describe('Offices that `offices` does not name'),
    offices: z.partialRecord(officeCodeSchema, habitSchema),
    refusals: z.strictObject({
      nominees: percent().describe('A leader, secretary or department does not accept'),
      planReview: percent().describe('A department returns the plan'),
      planDecision: percent().describe('The leading group orders a revision'),
      verification: percent().describe('A problem reported as solved is not'),
      acceptance: percent().describe('The mid-term acceptance fails'),
    }),
    problems: z
      .strictObject({
        atLeast: z.int().min(1).max(20),
        atMost: z.int().min(1).max(20),
        kinds: z.array(problemKindSchema).min(1).max(40),
        dueAfterDays: z
          .strictObject({ atLeast: z.int().min(1).max(700), atMost: z.int().min(1).max(700) })
          .refine(({ atLeast, atMost }) => atLeast <= atMost, { path: ['atMost'], message: 'is less than `atLeast`' })
          .describe('Calendar days the plan gives a problem, within what the policy allows'),
      })
      .refine(({ atLeast, atMost }) => atLeast <= atMost, { path: ['atMost'], message: 'is less than `atLeast`' }),
    afterwards: z.strictObject({
      relapsePercent: z
        .array(percent())
        .min(1)
        .max(12)
        .describe('How often the first, second … month of observation fails; the last figure holds for later ones'),
      complaintsPercent: percent().describe('Complaints a month once problems are solved, of those before'),
      satisfiedPercent: percent().describe('Satisfied of those surveyed'),
      cityRankPercent: percent().describe('Months in which the compound is among the city’s worst again'),
    }),
    absences: z.array(absenceSchema).max(100).describe('Nothing is decided by the office in that time'),
    holidays: z.array(plainDaySchema).max(60).describe('Rest days besides those of the calendar'),
  })
  .meta({ id: 'RehearsalAssumptions' });
export type Assumptions = z.infer<typeof assumptionsSchema>;

/** What somebody may state: each assumption left out is the default one. */
export const givenAssumptionsSchema = z
  .strictObject(assumptionsSchema.partial().shape)
  .meta({ id: 'GivenRehearsalAssumptions' });

/**
 * Assumed, not measured (A): offices use about half their time, one answer in twelve is late by up to five working days,
 * and one compound in five relapses once. Replace them by what your own cases have shown.
 */
export const defaultAssumptions: Assumptions = {
  seed: '1',
  everyOffice: { answers: { measure: 'budget', percent: 55, spread: 35 }, latePercent: 8, lateByDays: 5 },
  offices: {
    gridWorker: { answers: { measure: 'workingDays', days: 2, spread: 1 }, latePercent: 4, lateByDays: 3 },
    hotlineOffice: { answers: { measure: 'workingDays', days: 2, spread: 1 }, latePercent: 2, lateByDays: 2 },
  },
  refusals: { nominees: 5, planReview: 10, planDecision: 10, verification: 12, acceptance: 8 },
  problems: {
    atLeast: 2,
    atMost: 4,
    kinds: [
      { category: 'parking', office: 'urbanManagement', weight: 4 },
      { category: 'maintenance', office: 'housingBureau', weight: 4 },
      { category: 'propertyService', office: 'housingBureau', weight: 3 },
      { category: 'illegalBuilding', office: 'naturalResources', weight: 2 },
      { category: 'security', office: 'publicSecurity', weight: 1 },
    ],
    dueAfterDays: { atLeast: 30, atMost: 75 },
  },
  afterwards: { relapsePercent: [10, 6, 4], complaintsPercent: 25, satisfiedPercent: 90, cityRankPercent: 0 },
  absences: [],
  holidays: [],
};

export type GivenAssumptions = z.infer<typeof givenAssumptionsSchema>;

/** What is stated, and the default for the rest. */
export function completeAssumptions(given: GivenAssumptions = {}): Assumptions {
  const stated = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return assumptionsSchema.parse({ ...defaultAssumptions, ...stated });
}

/** How an office answers. */
export function habitOf(assumptions: Assumptions, office: OfficeCode): OfficeHabit {
  return assumptions.offices[office] ?? assumptions.everyOffice;
}
