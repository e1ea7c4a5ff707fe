/** Half-year assessment of compound secretaries 小区书记考核评议 (P18; S0). Not that of community secretaries. */
import { z } from 'zod';
import type { Band } from '../assessment/chain.ts';
import { halfYearKeySchema, halfYearOfKey, halfYearPeriod, halfYearsUpTo } from '../assessment/halfYear.ts';
import { isRanked, isWarned, tellPlaces } from '../assessment/places.ts';
import { addMonths } from '../calendar/calendar.ts';
import { daySchema } from '../calendar/daySchema.ts';
import { fieldError, Refusal } from '../errors.ts';
import { weightedMean } from '../scoring/score.ts';
import { type Text, text } from '../text.ts';
import { childCase } from './childCaseStage.ts';
import type { CaseContext, DecisionContext, Facts, Procedure } from './declaration.ts';
import { field, wordIn } from './forms.ts';
import { numberOf, wordOf } from './parameters.ts';
import { type Rater, scoreField, scoring } from './scoringStage.ts';
import { checkpoint, type EndingDecision, named, signOff, submission } from './stages.ts';

export interface AssessmentFacts {
  halfYear: string;
  /** Points by sheet: street, community, residents. */
  scores: Record<string, number>;
  /** Points taken off the street's sheet for training that stayed short; absent where none are. */
  deducted?: number;
  /** Hundredths of a point; null until every sheet is there. */
  total: number | null;
  /** The place in the ranking of the street's secretaries, once it was computed. */
  place: { band: Band; rank: number; of: number; chain: number } | null;
}

type In = DecisionContext<AssessmentFacts>;
type At = CaseContext<AssessmentFacts>;

/** The three sheets, 3:5:2 (S0 “由街道、社区、居民层面按照3:5:2的占比”). The community holds the residents' meeting (A). */
function sheetsOf({ parameters }: Pick<At, 'parameters'>): (Rater & { weight: string })[] {
  return [
    {
      id: 'street',
      office: 'streetPartyWorkingCommittee',
      weight: wordOf(parameters, 'assess.secretaryWeightStreet'),
    },
    { id: 'community', office: 'communityPartyOrg', weight: wordOf(parameters, 'assess.secretaryWeightCommunity') },
    { id: 'residents', office: 'communityPartyOrg', weight: wordOf(parameters, 'assess.secretaryWeightResidents') },
  ];
}

/** P17 (A): training that was not made up costs points of the street's sheet, for each year of it. */
function deductionOf({ input, parameters }: Pick<At, 'input' | 'parameters'>): number {
  const years = (input['trainingShort'] as readonly number[] | undefined)?.length ?? 0;
  return years === 0 ? 0 : years * numberOf(parameters, 'assess.trainingShortDeduction');
}

/** What counts of a sheet. */
function countedOf(sheet: string, score: number, context: Pick<At, 'input' | 'parameters'>): number {
  return sheet === 'street' ? Math.max(0, score - deductionOf(context)) : score;
}

/** What the facts keep of the total. */
function totalOf(total: number, context: Pick<At, 'input' | 'parameters'>): Partial<AssessmentFacts> {
  const deducted = deductionOf(context);
  return { total, ...(deducted > 0 && { deducted }) };
}

const present = (title: Text) => field(z.int().min(0).max(10_000), title);

const meetingSchema = z
  .strictObject({
    heldOn: field(daySchema, text('会议日期', 'Held on')),
    partyRepresentatives: present(text('党员代表人数', 'Representatives of party members')),
    residentRepresentatives: present(text('居民代表人数', 'Representatives of residents')),
    companyRepresentatives: present(text('物业公司人数', 'Representatives of the property company')),
  })
  .meta({ id: 'DebriefMeeting' });
const meetingHelp = text(
  'S0：由党员代表、居民代表、物业公司在述职会上评分',
  'S0: scored at a debrief meeting by representatives of party members and residents and the property company',
);

/** The residents' sheet is made at a meeting; the other two are not. */
function refuseSheet({ part, form, day }: In): Refusal | undefined {
  const meeting = form['meeting'] as { heldOn: string } | undefined;
  const refuse = (pointer: string, detail: Text): Refusal =>
    new Refusal('invalid-input', text('评分表与述职会不符', 'The sheet and its meeting do not fit'), [
      fieldError(pointer, detail),
    ]);
  if (part === 'residents' && meeting === undefined)
    return refuse('/form/meeting', text('居民层面须在述职会上评分', 'the residents score at a meeting'));
  if (part !== 'residents' && meeting !== undefined)
    return refuse('/form/meeting', text('仅填写在居民层面评分表', 'belongs to the residents’ sheet'));
  return refuseMeetingDay(meeting, day);
}

function refuseMeetingDay(meeting: { heldOn: string } | undefined, day: string): Refusal | undefined {
  if (meeting === undefined || meeting.heldOn <= day) return undefined;
  return new Refusal('invalid-input', text('述职会尚未召开', 'The meeting has not been held yet'), [
    fieldError('/form/meeting/heldOn', text(`晚于${day}`, `lies after ${day}`)),
  ]);
}

const sheetOf = (part: string, { facts, form }: In): AssessmentFacts['scores'] => ({
  ...facts.scores,
  [part]: Number(form['score']),
});

const placeForm = z
  .strictObject({
    total: field(
      z.int().min(0).max(10_000),
      text('得分', 'Points'),
      text('以百分之一分计', 'In hundredths of a point'),
    ),
    rank: field(z.int().min(1).max(100_000), text('名次', 'Rank'), text('1为最高', '1 is the best')),
    of: field(z.int().min(1).max(100_000), text('参加排名人数', 'Ranked in all')),
    chain: field(
      z.int().min(0).max(100),
      text('连续预警次数', 'Half-years warned in a row'),
      text('含本次；经批准请假的不计入', 'This one included; approved leave is passed over'),
    ),
  })
  .meta({ id: 'AssessmentPlace' });

const told = <const B extends Band>(
  band: B,
  title: Text,
  tone: 'positive' | 'negative',
): EndingDecision<B, AssessmentFacts> => ({
  title,
  tone,
  result: band,
  through: 'POST /api/v1/cycles',
  form: placeForm,
  // P33: whoever is warned or to be adjusted; the publication of the fact is not held back.
  ...(band !== 'normal' && { appeal: { by: ['compoundSecretary'] } }),
  documents: band === 'normal' ? ['assessmentSheet'] : ['assessmentWarning', 'assessmentSheet'],
  told: ({ facts }) => ({ scores: facts.scores, ...(facts.deducted !== undefined && { deducted: facts.deducted }) }),
  // A score corrected meanwhile has another place.
  guard: ({ form, facts }) =>
    form['total'] === facts.total
      ? undefined
      : new Refusal('not-ready', text(`总分为${facts.total}（百分之一分）`, `The total is ${facts.total}`)),
  effect: ({ form }) => {
    const { rank, of, chain } = form as z.infer<typeof placeForm>;
    return { place: { band, rank, of, chain } };
  },
});

export const stages = named({
  sheets: scoring<AssessmentFacts>({
    title: text('考核评议', 'Three score sheets'),
    source: 'S0“街道、社区、居民层面按照3:5:2的占比”',
    seatTitles: {
      street: text('街道层面评分表', 'Sheet of the street'),
      community: text('社区层面评分表', 'Sheet of the community'),
      residents: text('居民层面评分表', 'Sheet of the residents'),
    },
    raters: sheetsOf,
    deadline: { parameter: 'assess.assessmentDueDays' },
    score: {
      form: z
        .strictObject({
          score: scoreField(),
          basis: field(
            z.string().trim().min(1).max(2000),
            text('评分依据', 'Grounds'),
            text(
              '街道：12345和重点工作；社区：日常履职（S0）',
              'Street: 12345 and key work; community: daily duties (S0)',
            ),
          ).optional(),
          meeting: field(meetingSchema, text('述职评议会', 'Debrief meeting'), meetingHelp).optional(),
        })
        .meta({ id: 'AssessmentSheet' }),
      guard: refuseSheet,
      effect: (context) => ({ scores: sheetOf(context.part ?? '', context) }),
    },
    counted: countedOf,
    scored: ({ total }, context) => totalOf(total, context),
  }),

  meeting: submission({
    title: text('补开述职评议会', 'Make up for the meeting'),
    source: 'P18 (A)',
    office: 'communityPartyOrg',
    deadline: { parameter: 'assess.meetingMakeUpDays' },
    decisions: {
      hold: {
        title: text('已补开并评分', 'It was held, and scored'),
        tone: 'positive',
        result: 'scored',
        form: z
          .strictObject({
            score: scoreField(),
            meeting: field(meetingSchema, text('述职评议会', 'Debrief meeting'), meetingHelp),
          })
          .meta({ id: 'MeetingMadeUp' }),
        guard: ({ facts, form, day }: In) => {
          const missing = ['street', 'community'].filter((sheet) => facts.scores[sheet] === undefined);
          if (missing.length > 0)
            return new Refusal(
              'not-ready',
              text(`缺少评分表：${missing.join('、')}`, `Without the sheet of ${missing.join(', ')} no total`),
            );
          return refuseMeetingDay(form['meeting'] as { heldOn: string }, day);
        },
        effect: (context: In) => {
          const scores = sheetOf('residents', context);
          const given = sheetsOf(context).map(({ id, weight }) => ({
            score: countedOf(id, scores[id] ?? 0, context),
            weight,
          }));
          return { scores, ...totalOf(weightedMean(given), context) };
        },
      },
      giveUp: {
        title: text('考核不完整，不参加排名', 'Leave it incomplete: no ranking'),
        tone: 'negative',
        result: 'incomplete',
        commentRequired: true,
      },
    },
  }),

  place: signOff({
    title: text('街道内排名', 'Place within the street'),
    source: 'S0“对排名后1/10的，实行预警管理”; pool and ties A',
    office: 'streetPartyWorkingCommittee',
    standing: true,
    publishes: text('只在街道内公布预警名单', 'The list of those warned, inside the street only'),
    decisions: {
      normal: told('normal', text('正常', 'Not in the bottom tenth'), 'positive'),
      warn: told('warned', text('列入预警', 'Warned'), 'negative'),
      adjust: told('adjust', text('连续预警，予以调整', 'Warned in a row: to be adjusted'), 'negative'),
    },
  }),

  exit: childCase({
    title: text('启动动态退出', 'The exit begins'),
    source: 'S0“连续两次排名后1/10的，对党支部书记进行调整”',
    kind: 'exit',
    input: () => ({ trigger: 'bottomTenth' }),
  }),

  plan: submission({
    title: text('提交整改方案', 'Hand in a plan'),
    source: 'S0“预警管理”; P18 (A)',
    office: 'compoundSecretary',
    deadline: { parameter: 'assess.warnedPlanDays' },
    decisions: {
      submit: {
        title: text('提交方案', 'Hand in'),
        result: 'submitted',
        form: z
          .strictObject({ measures: field(z.string().trim().min(1).max(4000), text('整改措施', 'Measures')) })
          .meta({ id: 'WarnedPlan' }),
      },
    },
  }),

  mentoring: signOff({
    title: text('审定方案并指定帮带人', 'Agree the plan and name a mentor'),
    source: 'P18 (A), S0 帮带',
    office: 'streetPartyWorkingCommittee',
    reviews: ['plan'],
    deadline: { parameter: 'assess.mentoringDays' },
    decisions: {
      agree: {
        title: text('同意并指定帮带人', 'Agree, and name the mentor'),
        tone: 'positive',
        result: 'agreed',
        form: z
          .strictObject({
            mentor: field(
              z.string().trim().min(1).max(80),
              text('帮带人（职务）', 'Mentor (post)'),
              text('只填职务', 'The post only'),
            ),
          })
          .meta({ id: 'MentorNomination' }),
      },
      return: { title: text('退回修改', 'Return'), tone: 'negative', result: 'returned', commentRequired: true },
    },
  }),

  midtermCheck: checkpoint({
    title: text('期中检查', 'Mid-term check'),
    source: 'P18 (A)',
    office: 'streetPartyWorkingCommittee',
    deadline: { parameter: 'assess.midtermCheckDays' },
    opensOn: ({ day, parameters }) => addMonths(day, numberOf(parameters, 'assess.midtermCheckMonths')),
    decisions: {
      improving: { title: text('有改进', 'Improving'), tone: 'positive', result: 'improving' },
      notImproving: {
        title: text('无改进', 'Not improving'),
        tone: 'negative',
        result: 'notImproving',
        commentRequired: true,
      },
    },
  }),
});

export const procedure = {
  kind: 'assess',
  title: text('小区书记考核评议', 'Half-year assessment of compound secretaries'),
  purpose: text('每半年评议一次，后十分之一预警', 'Assess every half-year, and warn the bottom tenth'),
  source: 'S0',
  subject: 'secretary',
  sections: ['assess'],
  stages,
  outcomes: {
    normal: text('正常', 'Normal'),
    warned: text('预警管理', 'Warned'),
    adjust: text('予以调整', 'To be adjusted'),
    incomplete: text('考核不完整', 'Incomplete'),
    onLeave: text('经批准请假', 'On approved leave'),
    cancelled: text('撤销', 'Cancelled'),
  },
  cancellation: { by: ['streetPartyWorkingCommittee', 'organisationDept'], outcomes: ['onLeave', 'cancelled'] },
  input: z
    .strictObject({
      halfYear: field(halfYearKeySchema, text('半年', 'Half-year'), text('如 2026-H1', 'Such as 2026-H1')),
      trainingShort: field(
        z.array(z.int().min(2000).max(2199)).min(1).max(10),
        text('未补训的培训年度', 'Years of training that stayed short'),
        text(
          '在本半年内结算的，从街道层面评分中扣分；系统内已结案的自动填入',
          'Settled within the half-year: points off the street’s sheet. Cases that ended here fill it in by themselves',
        ),
      ).optional(),
    })
    .meta({ id: 'AssessmentInput' }),
  startedBy: ['streetPartyWorkingCommittee', 'organisationDept'],
  key: (input) => wordIn(input, 'halfYear'),
  // P17 (A): deducted in the half-year in which the training was settled, and so once.
  recalls: {
    kind: 'training',
    outcomes: ['short'],
    within: (input) => halfYearOfKey(wordIn(input, 'halfYear')),
    input: (input, years) => {
      const handedIn = (input['trainingShort'] as readonly number[] | undefined) ?? [];
      return { ...input, trainingShort: [...new Set([...handedIn, ...years.map(Number)])] };
    },
  },
  cycle: {
    period: halfYearPeriod,
    upTo: halfYearsUpTo,
    input: (halfYear) => ({ halfYear }),
    due: 'assess.assessmentDueDays',
    told: {
      stage: 'place',
      pool: 'street',
      quorum: 'assess.rankedShareMin',
      counts: isRanked,
      tell: tellPlaces,
      named: isWarned,
    },
  },
  opening: (input) => ({
    halfYear: wordIn(input, 'halfYear'),
    ...(input['trainingShort'] !== undefined && { trainingShort: input['trainingShort'] }),
  }),
  initialFacts: (input): Facts => {
    const facts: AssessmentFacts = { halfYear: wordIn(input, 'halfYear'), scores: {}, total: null, place: null };
    return facts as unknown as Facts;
  },
} satisfies Procedure;
