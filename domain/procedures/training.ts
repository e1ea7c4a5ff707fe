/** Training and mentoring of compound secretaries 小区党支部书记培训帮带 (P17; S0, S4): one case for each year. */
import { z } from 'zod';
import { addMonths, type PlainDay } from '../calendar/calendar.ts';
import { daySchema } from '../calendar/daySchema.ts';
import { fieldError, Refusal } from '../errors.ts';
import { mentorForm } from '../secretaries/mentor.ts';
import { type Json, type Text, text } from '../text.ts';
import { halfDaysMissing, isBehind, quotaHalfDays, type TrainingRecord } from '../training/quota.ts';
import type { CaseContext, DecisionContext, Facts, Procedure } from './declaration.ts';
import { field, oneOf, wordIn } from './forms.ts';
import { numberOf, wordOf } from './parameters.ts';
import { checkpoint, named, submission } from './stages.ts';

/** All in half days. */
interface TrainingFacts extends TrainingRecord {
  planned: number;
  /** The quota as it was when the year was planned or settled; null before. */
  quota: number | null;
  /** Sessions of the district among those attended; the district holds at least two a year (S0). */
  districtSessions: number;
  /** What was missing at the end of the year; null before. */
  short: number | null;
  mentoredSince: PlainDay | null;
}

type Case = CaseContext<TrainingFacts>;
type In = DecisionContext<TrainingFacts>;

interface TrainingInput {
  year: number;
  since?: PlainDay;
}

const given = (input: Readonly<Record<string, Json>>) => input as unknown as TrainingInput;

/** Whoever took office after the check of September is not checked then. */
export function isCheckedInSeptember(input: Readonly<Record<string, Json>>): boolean {
  const { year, since } = given(input);
  return since === undefined || since <= `${year}-09-30`;
}

function quotaOf({ input, parameters }: Pick<Case, 'input' | 'parameters'>): number {
  const { year, since } = given(input);
  return quotaHalfDays(numberOf(parameters, 'training.trainingDaysMin'), year, since);
}

const missing = (context: Case): number => halfDaysMissing(quotaOf(context), context.facts);
const behind = (context: Case): boolean =>
  isBehind(quotaOf(context), context.facts, wordOf(context.parameters, 'training.trainingWarningShare'));
const isExempted = ({ facts, ...rest }: Case): boolean => quotaOf(rest) > 0 && facts.exempted >= quotaOf(rest);

/** 31 March of the next year, by the standard policy. */
function lastDayToMakeUp({ input, parameters }: Pick<Case, 'input' | 'parameters'>): PlainDay {
  return addMonths(`${given(input).year}-12-31`, numberOf(parameters, 'training.trainingMakeUpMonths'));
}

/** The days on which sessions count: those of the year in the post; once the year is settled, those to make up. */
function countingDays(context: Case): { from: PlainDay; to: PlainDay } {
  const { year, since } = given(context.input);
  if (context.resultOf('settlement') === 'short') return { from: `${year + 1}-01-01`, to: lastDayToMakeUp(context) };
  return { from: latest(`${year}-01-01`, since), to: `${year}-12-31` };
}

function latest(day: PlainDay, other: PlainDay | undefined): PlainDay {
  return other !== undefined && other > day ? other : day;
}

const unless = (possible: boolean, why: Text): Refusal | undefined =>
  possible ? undefined : new Refusal('not-ready', why);

const halfDays = (help = text('半天为一个单位', 'Whole half days')) =>
  field(z.int().min(1).max(60), text('半天数', 'Half days'), help);

export const stages = named({
  plan: checkpoint({
    title: text('制定年度培训计划', 'Plan the year'),
    source: 'P17, S0',
    office: 'streetPartyWorkingCommittee',
    deadline: { parameter: 'training.trainingPlanDays' },
    opensOn: ({ input, startedOn }: Case) => latest(`${given(input).year}-01-01`, startedOn),
    decisions: {
      plan: {
        title: text('提交计划', 'Hand in the plan'),
        result: 'planned',
        documents: ['trainingPlan'],
        form: z
          .strictObject({
            sessions: field(
              z
                .array(
                  z.strictObject({
                    month: field(z.int().min(1).max(12), text('月份', 'Month')),
                    halfDays: halfDays(),
                  }),
                )
                .max(60),
              text('培训安排', 'Sessions'),
              text(
                'S0：原则上每人每年不少于5天；新任按月折算',
                'S0: at least 5 days a year in principle; newcomers by months',
              ),
            ),
          })
          .meta({ id: 'TrainingPlan' }),
        guard: (context: In) => {
          const planned = plannedIn(context);
          const owed = missing(context);
          return planned >= owed
            ? undefined
            : new Refusal('invalid-input', text('计划未达到规定学时', 'The plan does not reach the quota'), [
                fieldError(
                  '/form/sessions',
                  text(`应为${owed}个半天，已安排${planned}个`, `${planned} of ${owed} half days`),
                ),
              ]);
        },
        effect: (context: In): Partial<TrainingFacts> => ({ planned: plannedIn(context), quota: quotaOf(context) }),
      },
    },
  }),

  attendance: submission({
    title: text('登记参训', 'Record attendance'),
    source: 'P17 (A): half-day units',
    office: 'streetPartyWorkingCommittee',
    standing: true,
    decisions: {
      attended: {
        title: text('已参训', 'Attended'),
        result: 'recorded',
        form: z
          .strictObject({
            on: field(daySchema, text('培训日期', 'First day of the session')),
            halfDays: halfDays(),
            level: field(
              oneOf({
                city: text('市级', 'City'),
                district: text('区级', 'District'),
                street: text('街道', 'Street'),
                other: text('其他', 'Other'),
              }),
              text('举办单位', 'Held by'),
              text('市级、区级、街道、其他；区级每年至少2期（S0）', 'The district holds at least two a year (S0)'),
            ),
          })
          .meta({ id: 'TrainingAttendance' }),
        guard: (context: In) => {
          const on = wordIn(context.form, 'on');
          const { from, to } = countingDays(context);
          if (on >= from && on <= to && on <= context.day) return undefined;
          const detail =
            on > context.day
              ? text('尚未到来', 'lies ahead')
              : text(`应在${from}至${to}之间`, `sessions count from ${from} to ${to}`);
          return new Refusal('invalid-input', undefined, [fieldError('/form/on', detail)]);
        },
        effect: (context: In): Partial<TrainingFacts> => {
          const { facts, form } = context;
          const counted = context.resultOf('settlement') === 'short' ? 'madeUp' : 'attended';
          return {
            [counted]: facts[counted] + Number(form['halfDays']),
            districtSessions: facts.districtSessions + (form['level'] === 'district' ? 1 : 0),
          };
        },
      },
    },
  }),

  exemption: submission({
    title: text('减免培训', 'Exempt from training'),
    source: 'S0 原则上',
    office: 'organisationDept',
    standing: true,
    decisions: {
      exempt: {
        title: text('减免', 'Exempt'),
        result: 'exempted',
        commentRequired: true,
        form: z.strictObject({ halfDays: halfDays() }).meta({ id: 'TrainingExemption' }),
        guard: (context: In) => {
          const most = missing(context);
          return Number(context.form['halfDays']) <= most
            ? undefined
            : new Refusal('invalid-input', undefined, [
                fieldError('/form/halfDays', text(`尚缺${most}个半天`, `${most} half days are missing`)),
              ]);
        },
        effect: ({ facts, form }: In): Partial<TrainingFacts> => ({
          exempted: facts.exempted + Number(form['halfDays']),
        }),
      },
    },
  }),

  mentoring: submission({
    title: text('导师帮带', 'Assign or change the mentor'),
    source: 'S0; S4 导师帮带',
    office: 'streetPartyWorkingCommittee',
    standing: true,
    decisions: {
      assign: {
        title: text('确定导师', 'Assign'),
        result: 'assigned',
        form: mentorForm,
        effect: ({ day }: In): Partial<TrainingFacts> => ({ mentoredSince: day }),
      },
    },
  }),

  septemberCheck: checkpoint({
    title: text('培训进度检查', 'Check of progress'),
    source: 'P17 (A)',
    office: 'streetPartyWorkingCommittee',
    deadline: { parameter: 'training.trainingCheckDays' },
    opensOn: ({ input, startedOn }: Case) => latest(`${given(input).year}-09-30`, startedOn),
    decisions: {
      onTrack: {
        title: text('进度正常', 'On track'),
        tone: 'positive',
        result: 'onTrack',
        guard: (context: In) =>
          unless(
            !behind(context),
            text('至今参训学时低于规定', 'Less has been attended than the policy asks for by now'),
          ),
      },
      warn: {
        title: text('预警', 'Warn'),
        tone: 'negative',
        result: 'warned',
        documents: ['trainingReminder'],
        guard: (context: In) => unless(behind(context), text('至今参训学时已够', 'Enough has been attended by now')),
      },
    },
  }),

  settlement: checkpoint({
    title: text('年度结算', 'Settle the year'),
    source: 'P17 (A)',
    office: 'streetPartyWorkingCommittee',
    deadline: { parameter: 'training.trainingSettlementDays' },
    opensOn: ({ input, startedOn }: Case) => latest(`${given(input).year}-12-31`, startedOn),
    decisions: {
      fulfilled: {
        title: text('已完成', 'Fulfilled'),
        tone: 'positive',
        result: 'fulfilled',
        documents: ['trainingSettlement'],
        guard: (context: In) =>
          unless(
            missing(context) === 0 && !isExempted(context),
            text(`还缺 ${missing(context)} 个半天`, `${missing(context)} half days are missing`),
          ),
        effect: (context: In): Partial<TrainingFacts> => ({ quota: quotaOf(context), short: 0 }),
      },
      exempted: {
        title: text('全部减免', 'Exempted'),
        tone: 'neutral',
        result: 'exempted',
        documents: ['trainingSettlement'],
        guard: (context: In) =>
          unless(isExempted(context), text('并非全部学时免训', 'Not all of the quota is exempted')),
        effect: (context: In): Partial<TrainingFacts> => ({ quota: quotaOf(context), short: 0 }),
      },
      short: {
        title: text('未完成，限期补训', 'Short: to be made up'),
        tone: 'negative',
        result: 'short',
        documents: ['trainingSettlement'],
        guard: (context: In) => unless(missing(context) > 0, text('学时没有缺少', 'Nothing is missing')),
        effect: (context: In): Partial<TrainingFacts> => ({ quota: quotaOf(context), short: missing(context) }),
      },
    },
  }),

  makeUp: checkpoint({
    title: text('补训', 'Make up'),
    source: 'P17 (A)',
    office: 'streetPartyWorkingCommittee',
    deadline: { parameter: 'training.trainingMakeUpMonths', roll: 'none' },
    opensOn: ({ input }: Case) => `${given(input).year + 1}-01-01`,
    decisions: {
      madeUp: {
        title: text('已补训', 'Made up'),
        tone: 'positive',
        result: 'madeUp',
        documents: ['trainingSettlement'],
        guard: (context: In) =>
          unless(
            missing(context) === 0,
            text(`还缺 ${missing(context)} 个半天`, `${missing(context)} half days are missing`),
          ),
      },
      notMadeUp: {
        title: text('未补训，考核扣分', 'Not made up: points off in the assessment'),
        tone: 'negative',
        result: 'short',
        documents: ['trainingSettlement'],
        guard: (context: In) => {
          const last = lastDayToMakeUp(context);
          return unless(
            context.day > last && missing(context) > 0,
            text(`可补训至 ${last}`, `It can be made up until ${last}`),
          );
        },
      },
    },
  }),
});

function plannedIn({ form }: In): number {
  return (form['sessions'] as { halfDays: number }[]).reduce((sum, session) => sum + session.halfDays, 0);
}

export const procedure = {
  kind: 'training',
  title: text('小区党支部书记培训帮带', 'Training and mentoring of a compound secretary'),
  purpose: text(
    '每年培训不少于规定天数，新任有导师帮带',
    'See to the yearly days of training, and to a mentor for newcomers',
  ),
  source: 'S0, S4',
  subject: 'secretary',
  sections: ['training'],
  stages,
  outcomes: {
    fulfilled: text('已完成', 'Fulfilled'),
    madeUp: text('已补训', 'Made up'),
    short: text('未完成，考核扣分', 'Short: points off in the assessment'),
    exempted: text('减免', 'Exempted'),
    ended: text('离任终止', 'Ended with the post'),
  },
  cancellation: { by: ['streetPartyWorkingCommittee', 'organisationDept'], outcomes: ['ended'] },
  input: z
    .strictObject({
      year: field(z.int().min(2000).max(2199), text('年度', 'Year')),
      since: field(
        daySchema,
        text('任职日期', 'In the post since'),
        text('当年新任的按月折算', 'Who came within the year is counted by months'),
      ).optional(),
    })
    .refine(({ year, since }) => since === undefined || since <= `${year}-12-31`, {
      path: ['since'],
      message: 'comes after the year',
    })
    .meta({ id: 'TrainingInput' }),
  startedBy: ['streetPartyWorkingCommittee', 'organisationDept'],
  key: (input) => String(given(input).year),
  opening: (input) => ({ year: given(input).year, since: given(input).since ?? null }),
  initialFacts: (): Facts => {
    const facts: TrainingFacts = {
      planned: 0,
      quota: null,
      attended: 0,
      districtSessions: 0,
      exempted: 0,
      madeUp: 0,
      short: null,
      mentoredSince: null,
    };
    return facts as unknown as Facts;
  },
} satisfies Procedure;
