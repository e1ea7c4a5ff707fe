import { z } from 'zod';
import { addMonths, type PlainDay } from '../calendar/calendar.ts';
import { daySchema } from '../calendar/daySchema.ts';
import { type CaseOpening, type CaseParameters, type EarlierStep } from '../case/opening.ts';
import { parameter } from '../procedures/parameters.ts';
import { problemFormSchema, refuseDueDays } from '../rectification/problems.ts';
import { placeIdSchema } from '../registers/place.ts';
import { entryRouteSchema, staffingSchema } from './campaign.ts';

/** The main stages of a rectification, in order: where a case on paper may stand. */
export const paperStages = [
  'nomination',
  'acceptance',
  'gazette',
  'plan',
  'planReview',
  'execution',
  'midtermAcceptance',
  'observation',
] as const;
export type PaperStage = (typeof paperStages)[number];

/** One case that is under way on paper: when it began, where it stands, and when its main steps were taken. */
export const paperCaseSchema = z
  .strictObject({
    compound: placeIdSchema,
    route: entryRouteSchema.optional().describe('Default: manual'),
    baselineMonthlyComplaints: z.int().min(0).max(100_000),
    startedOn: daySchema,
    reached: z.enum(paperStages).describe('The stage it stands at; every step before it has its day'),
    leader: staffingSchema.shape.leader,
    redSecretary: staffingSchema.shape.redSecretary,
    departments: staffingSchema.shape.departments.optional(),
    nominatedOn: daySchema.optional(),
    acceptedOn: daySchema.optional().describe('When the team accepted; default: the day it was nominated'),
    gazettedOn: daySchema.optional().describe('Default: the day the team accepted'),
    plannedOn: daySchema.optional(),
    problems: z.array(problemFormSchema).max(100).optional().describe('The problem ledger of the plan'),
    approvedOn: daySchema.optional().describe('When the departments had approved the plan'),
    solvedOn: daySchema.optional().describe('When all problems were done and verified'),
    passedOn: daySchema.optional().describe('When the mid-term acceptance was passed'),
  })
  .meta({ id: 'PaperCase' });
export type PaperCase = z.infer<typeof paperCaseSchema>;

export interface PaperError {
  /** The member of the row. */
  column: string;
  detail: string;
}

export interface PaperReading {
  underWay: NonNullable<CaseOpening['underWay']>;
  errors: PaperError[];
}

/**
 * The earlier steps of a case on paper, as the case itself will take them, and what is wrong with the row: days that are
 * missing, lie in the future or out of order, a team or a ledger that is incomplete. The case has the last word when it
 * starts.
 *
 * @param today the day of the import
 */
export function readPaperCase(row: PaperCase, today: PlainDay, parameters: CaseParameters): PaperReading {
  const errors: PaperError[] = [];
  const past = (stage: PaperStage): boolean => paperStages.indexOf(row.reached) > paperStages.indexOf(stage);
  let last = row.startedOn;
  if (row.startedOn > today) errors.push({ column: 'startedOn', detail: `lies in the future; today is ${today}` });
  /** The day of a step, in order; what is wrong with it is noted. */
  const dayOf = (column: keyof PaperCase & `${string}On`, otherwise?: PlainDay): PlainDay => {
    const day = row[column] ?? otherwise;
    if (day === undefined) errors.push({ column, detail: `is needed, since the case stands at ${row.reached}` });
    else if (day > today) errors.push({ column, detail: `lies in the future; today is ${today}` });
    else if (day < last) errors.push({ column, detail: `lies before the step before it, ${last}` });
    else last = day;
    return day ?? last;
  };
  const steps: EarlierStep[] = [];
  const step = (stage: string, decision: string, effectiveOn: PlainDay, form?: EarlierStep['form']): void => {
    steps.push({ stage, decision, effectiveOn, ...(form && { form }) });
  };

  const { leader, redSecretary, departments = [], problems = [] } = row;
  if (past('nomination')) {
    if (leader === undefined) errors.push({ column: 'leader', detail: 'is needed: the team was nominated' });
    if (redSecretary === undefined)
      errors.push({ column: 'redSecretary', detail: 'is needed: the team was nominated' });
    if (departments.length === 0)
      errors.push({ column: 'departments', detail: 'at least one: the team was nominated' });
    step('nomination', 'nominate', dayOf('nominatedOn'), { leader, redSecretary, departments });
  }
  if (past('acceptance')) {
    const day = dayOf('acceptedOn', row.nominatedOn);
    const seats = ['leader', 'redSecretary', ...departments.map((_, n) => `department${n + 1}`)];
    for (const seat of seats) step(`acceptance#1.${seat}`, 'accept', day);
  }
  if (past('gazette')) step('gazette', 'publish', dayOf('gazettedOn', row.acceptedOn ?? row.nominatedOn));
  if (past('plan')) {
    const day = dayOf('plannedOn');
    if (problems.length === 0) errors.push({ column: 'problems', detail: 'at least one: the plan was handed in' });
    for (const { pointer, detail } of refuseDueDays(problems, { day, parameters })?.errors ?? []) {
      errors.push({ column: `problems${pointer.replace('/form/problems', '')}`, detail });
    }
    step('plan', 'submit', day, { summary: '纸质方案 / the plan on paper', problems });
  }
  const offices = [...new Set(problems.map(({ office }) => office))];
  if (past('planReview')) {
    const day = dayOf('approvedOn');
    for (const office of offices) step(`planReview#1.${office}`, 'approve', day);
  }
  if (past('execution')) {
    const day = dayOf('solvedOn');
    for (const n of problems.keys()) {
      step(`execution#1.P${n + 1}`, 'complete', day);
      step(`execution#1.P${n + 1}-verify`, 'pass', day);
    }
  }
  if (past('midtermAcceptance')) {
    const day = dayOf('passedOn');
    step('midtermAcceptance', 'pass', day, { sampledByCity: false });
    const months = Number(parameter(parameters, 'rectification.observationMonths').value);
    if (addMonths(day, months) < today) {
      errors.push({ column: 'passedOn', detail: `the observation has ended since, ${addMonths(day, months)}` });
    }
  }
  return { underWay: { startedOn: row.startedOn, steps }, errors };
}
