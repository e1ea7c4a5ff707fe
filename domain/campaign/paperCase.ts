import { z } from 'zod';
import { addMonths, type PlainDay } from '../calendar/calendar.ts';
import { daySchema } from '../calendar/daySchema.ts';
import { type CaseOpening, type CaseParameters, type EarlierStep } from '../case/opening.ts';
import { parameter } from '../procedures/parameters.ts';
import { procedure } from '../procedures/rectification.ts';
import { problemFormSchema, refuseDueDays } from '../rectification/problems.ts';
import { placeIdSchema } from '../registers/place.ts';
import { type Text, text } from '../text.ts';
import { stageTitle } from '../timeline/summary.ts';
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
  detail: Text;
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
  const refuse = (column: string, zh: string, en: string): void => {
    errors.push({ column, detail: text(zh, en) });
  };
  const refuseFuture = (column: string): void =>
    refuse(column, `晚于今天（${today}）`, `lies in the future; today is ${today}`);
  if (row.startedOn > today) refuseFuture('startedOn');
  /** The day of a step, in order; what is wrong with it is noted. */
  const dayOf = (column: keyof PaperCase & `${string}On`, otherwise?: PlainDay): PlainDay => {
    const day = row[column] ?? otherwise;
    if (day === undefined) {
      const [zh, en] = [stageTitle(procedure, row.reached, 'zh'), stageTitle(procedure, row.reached, 'en')];
      refuse(column, `必填：案件处于“${zh}”`, `is needed, since the case stands at “${en}”`);
    } else if (day > today) refuseFuture(column);
    else if (day < last) refuse(column, `早于上一步骤（${last}）`, `lies before the step before it, ${last}`);
    else last = day;
    return day ?? last;
  };
  const steps: EarlierStep[] = [];
  const step = (stage: string, decision: string, effectiveOn: PlainDay, form?: EarlierStep['form']): void => {
    steps.push({ stage, decision, effectiveOn, ...(form && { form }) });
  };

  const { leader, redSecretary, departments = [], problems = [] } = row;
  if (past('nomination')) {
    if (leader === undefined) refuse('leader', '必填：人选已提名', 'is needed: the team was nominated');
    if (redSecretary === undefined) refuse('redSecretary', '必填：人选已提名', 'is needed: the team was nominated');
    if (departments.length === 0) refuse('departments', '至少一个：人选已提名', 'at least one: the team was nominated');
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
    if (problems.length === 0) refuse('problems', '至少一项：方案已提交', 'at least one: the plan was handed in');
    for (const { pointer, detail, zh } of refuseDueDays(problems, { day, parameters })?.errors ?? []) {
      refuse(`problems${pointer.replace('/form/problems', '')}`, zh, detail);
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
    const end = addMonths(day, months);
    if (end < today) refuse('passedOn', `观察期已于${end}届满`, `the observation has ended since, ${end}`);
  }
  return { underWay: { startedOn: row.startedOn, steps }, errors };
}
