/** Key-compound rectification 重点小区集中整治 with observation and dynamic inclusion (P02; sources S2, S3). */
import { z } from 'zod';
import { addMonths, type PlainDay } from '../calendar/calendar.ts';
import { entryRoutes } from '../campaign/campaign.ts';
import { Refusal } from '../errors.ts';
import { dynamicallyIncluded } from '../rectification/dynamicInclusion.ts';
import { type ProblemEntry, problemFormSchema, refuseDueDays } from '../rectification/problems.ts';
import { relapseReasons } from '../rectification/relapse.ts';
import {
  keptMonths,
  knownMonth,
  newestOf,
  type RankedMonths,
  rankedMonths,
  takeMonth,
  type WatchedMonth,
} from '../rectification/watchedMonths.ts';
import { type Json, text } from '../text.ts';
import { hashOf } from '../timeline/hashChain.ts';
import type { CaseContext, DecisionContext, Facts, Procedure, PublishedMonths } from './declaration.ts';
import { field, oneOf, wordIn } from './forms.ts';
import { nominationForm, type PairingFacts, pairingStages, teamAtStart } from './pairing.ts';
import {
  checkpoint,
  jointReview,
  type ListedProblem,
  ledger,
  named,
  observation,
  type Seat,
  signOff,
  submission,
} from './stages.ts';

export interface RectificationFacts extends PairingFacts {
  route: string;
  /** Monthly mean of complaints before the campaign. */
  baseline: number;
  /** Months it should take, where its listing says so; nothing ends by it. */
  limitMonths?: number;
  /** The plan last handed in, in figures; its wording is in the event. */
  plan: (ListedProblem & { digest: string })[];
  /** How often departments have returned it, for readers; the order of the stages counts visits. */
  planReturns: number;
  /** What the next round of execution starts with. */
  newProblems: ListedProblem[];
  relapseCount: number;
  months: Record<string, WatchedMonth>;
  /** Ranks of the calendar year that were published for months the case does not watch, such as those before it began. */
  ranked?: RankedMonths;
}

const inputSchema = z
  .strictObject({
    route: field(oneOf(entryRoutes), text('进入途径', 'Route of entry')),
    baselineMonthlyComplaints: field(
      z.int().min(0).max(100_000),
      text('整治前月均投诉量', 'Monthly mean of complaints before the campaign'),
      text('观察期以此比较是否反弹', 'The observation compares with it'),
    ),
    decision: field(z.string().trim().min(1).max(200), text('列入依据（文号）', 'Listing document')).optional(),
    limitMonths: field(
      z.int().min(1).max(60),
      text('整治期限（月）', 'Months it should take'),
      text('S0“一般为1年”；到期不自动销号', 'S0: one year as a rule; it is not closed by time'),
    ).optional(),
    team: field(
      nominationForm,
      text('提名的三个一', 'The three ones, as nominated'),
      text(
        '启动时已提名的，从各方接受开始',
        'Where all are nominated at the start, the case begins with their answers',
      ),
    ).optional(),
  })
  .meta({ id: 'RectificationInput' });

const count = (max = 1_000_000) => z.int().min(0).max(max);
const figures = {
  complaints: field(count(), text('投诉量', 'Complaints')),
  satisfied: field(count(), text('满意数', 'Satisfied')),
  surveyed: field(count(), text('回访数', 'Surveyed')),
};
const consistent = (form: { satisfied: number; surveyed: number }): boolean => form.satisfied <= form.surveyed;
const inconsistency = { path: ['satisfied'], message: 'more are satisfied than were surveyed' };

const inFigures = ({ category, office, dueOn }: ProblemEntry): ListedProblem => ({ category, office, dueOn });
const listed = (problems: readonly ProblemEntry[]): ListedProblem[] => problems.map(inFigures);

const problemsOf = (form: Readonly<Record<string, Json>>): ProblemEntry[] =>
  (form.problems ?? []) as unknown as ProblemEntry[];
const unsolved = ({ problems }: Pick<CaseContext, 'problems'>): string[] =>
  problems.flatMap(({ id, status }) => (status === 'verified' ? [] : [id]));

type In = DecisionContext<RectificationFacts>;

/** The calendar month that a visit of the monthly watch asks for. */
const monthWatched = (recordedFrom: PlainDay, visit: number): string =>
  addMonths(`${recordedFrom.slice(0, 8)}01`, visit - 1).slice(0, 7);

const publishedMonths: PublishedMonths<RectificationFacts> = {
  effect: ({ facts, startedOn, parameters }, published) => takeMonth(facts, published, startedOn, parameters),
  known: ({ facts, startedOn }, month) => knownMonth(facts, month, startedOn),
  answers: {
    stage: 'monthlyWatch',
    result: 'reported',
    isKnown: ({ facts, recordedFrom }, visit) => facts.months[monthWatched(recordedFrom, visit)]?.ranking !== undefined,
  },
  kept: keptMonths,
};

export const stages = named({
  ...pairingStages,

  plan: submission({
    title: text('诊断并制定整治方案', 'Diagnose and plan'),
    source: 'S2“逐一制定整顿措施”',
    office: 'streetPartyWorkingCommittee',
    deadline: { parameter: 'rectification.planDueDays' },
    overdueReaches: 'countyLevelLeader',
    publishes: text('方案摘要', 'A summary of the plan'),
    decisions: {
      submit: {
        title: text('提交方案', 'Submit the plan'),
        result: 'submitted',
        documents: ['rectificationPlan'],
        form: z
          .strictObject({
            summary: field(z.string().trim().min(1).max(4000), text('方案摘要', 'Summary')),
            problems: field(
              z.array(problemFormSchema).min(1).max(100),
              text('问题清单', 'Problem ledger'),
              text('每个问题写明类别、责任部门和时限', 'Category, department in charge and date for each'),
            ),
          })
          .meta({ id: 'RectificationPlan' }),
        guard: (context: In) => refuseDueDays(problemsOf(context.form), context),
        effect: ({ form }: In): Partial<RectificationFacts> => {
          const problems = problemsOf(form);
          const plan = problems.map((problem) => ({ ...inFigures(problem), digest: hashOf(problem).slice(0, 16) }));
          return { plan, newProblems: listed(problems) };
        },
      },
    },
  }),

  planReview: jointReview({
    title: text('部门会审方案', 'Departments review the plan'),
    source: 'P02 b (A)',
    reviews: ['plan'],
    rule: 'veto',
    keepApprovals: true,
    seatTitles: {},
    seats: ({ facts }: CaseContext<RectificationFacts>): Seat[] =>
      [...new Set(facts.plan.map(({ office }) => office))].map((office) => ({
        id: office,
        office,
        subjectMatter: facts.plan.flatMap((problem) => (problem.office === office ? [problem.digest] : [])),
      })),
    deadline: { parameter: 'rectification.departmentReplyDays' },
    overdueReaches: 'countyLevelLeader',
    results: { approved: 'approved', refused: 'returned' },
    decisions: {
      approve: { title: text('同意', 'Approve'), tone: 'positive', vote: 'approve' },
      return: {
        title: text('退回', 'Return'),
        tone: 'negative',
        vote: 'refuse',
        commentRequired: true,
        effect: ({ facts }: In) => ({ planReturns: facts.planReturns + 1 }),
      },
    },
  }),

  planDecision: signOff({
    title: text('领导小组裁定方案', 'The leading group decides the plan'),
    source: 'P02 b (A): after too many returns',
    office: 'districtPartyCommittee',
    reviews: ['plan'],
    deadline: { parameter: 'rectification.leadingGroupDecisionDays' },
    decisions: {
      approve: { title: text('同意方案', 'Approve the plan'), tone: 'positive', result: 'approved' },
      revise: {
        title: text('责成修改', 'Order a revision'),
        tone: 'negative',
        result: 'revise',
        commentRequired: true,
      },
    },
  }),

  execution: ledger({
    title: text('集中整治', 'Execute'),
    source: 'S2, S3“问题不解决、专班不撤回”',
    overdueReaches: 'countyLevelLeader',
    until: 'rectification.midtermAcceptanceMonths',
    problems: ({ facts }: CaseContext<RectificationFacts>) => facts.newProblems,
    listed: (form) => listed(problemsOf(form)),
    list: {
      office: 'streetPartyWorkingCommittee',
      deadline: { parameter: 'rectification.problemListDays' },
      decision: {
        title: text('列出问题', 'List problems'),
        form: z
          .strictObject({ problems: field(z.array(problemFormSchema).min(1).max(100), text('问题清单', 'Problems')) })
          .meta({ id: 'ProblemList' }),
        guard: (context: In) => refuseDueDays(problemsOf(context.form), context),
      },
    },
    work: {
      title: text('整改问题', 'Solve the problem'),
      start: { title: text('开始整改', 'Start') },
      complete: {
        title: text('整改完成', 'Done'),
        tone: 'positive',
        evidence: 1,
        form: z
          .strictObject({ work: field(z.string().trim().min(1).max(2000), text('工作记录', 'Work record')).optional() })
          .meta({ id: 'WorkRecord' }),
      },
    },
    verify: {
      office: 'gridWorker',
      title: text('居民和网格核验', 'Residents and grid verify'),
      deadline: { parameter: 'rectification.problemVerificationDays' },
      pass: { title: text('核验通过', 'Verified'), tone: 'positive' },
      fail: { title: text('核验不通过', 'Not solved'), tone: 'negative', commentRequired: true },
    },
  }),

  monthlyWatch: checkpoint({
    title: text('月度监测', 'Monthly watch'),
    source: 'P02 d',
    office: 'hotlineOffice',
    deadline: { parameter: 'rectification.watchReportDays' },
    opensOn: ({ recordedFrom }, visit) => addMonths(`${recordedFrom.slice(0, 8)}01`, visit),
    decisions: {
      report: {
        title: text('报送月度数据', 'Report the month'),
        result: 'reported',
        form: z
          .strictObject({
            ...figures,
            cityRank: field(
              z.int().min(1).max(100_000),
              text('全市排名（物业类）', 'Rank in the whole city (property class)'),
            ),
          })
          .refine(consistent, inconsistency)
          .meta({ id: 'MonthFigures' }),
        effect: ({ form, facts, recordedFrom, visit, day }: In): Partial<RectificationFacts> => {
          const month = monthWatched(recordedFrom, visit);
          const reported = { ...(form as Omit<WatchedMonth, 'publishedOn'>), publishedOn: day };
          return { months: Object.fromEntries(Object.entries({ ...facts.months, [month]: reported }).slice(-24)) };
        },
      },
    },
  }),

  midtermAcceptance: signOff({
    title: text('中期验收', 'Mid-term acceptance'),
    source: 'S2 半年多; P02 e (A)',
    office: 'districtPartyCommittee',
    deadline: { parameter: 'rectification.acceptanceDays' },
    publishes: text('验收结果', 'The result'),
    decisions: {
      pass: {
        title: text('验收通过', 'Pass'),
        tone: 'positive',
        result: 'passed',
        documents: ['acceptanceResult'],
        form: z
          .strictObject({
            sampledByCity: field(z.boolean(), text('市级抽查', 'Sampled by the city')),
            findings: field(z.string().trim().max(4000), text('验收意见', 'Findings')).optional(),
          })
          .meta({ id: 'AcceptanceForm' }),
        guard: (context: In) => {
          const open = unsolved(context);
          return open.length === 0
            ? refuseWhileAwaiting(context)
            : new Refusal(
                'not-ready',
                text(`尚有问题未核验通过：${open.join('、')}`, `Not all problems are verified: ${open.join(', ')}`),
              );
        },
      },
      fail: {
        title: text('验收不通过', 'Fail'),
        tone: 'negative',
        result: 'failed',
        documents: ['acceptanceResult'],
        appeal: { by: ['streetPartyWorkingCommittee', 'communityPartyOrg'] },
        commentRequired: true,
        form: z
          .strictObject({
            problems: field(z.array(problemFormSchema).max(100), text('新问题清单', 'The new list')).optional(),
          })
          .meta({ id: 'AcceptanceFailure' }),
        guard: (context: In) => refuseDueDays(problemsOf(context.form), context),
        effect: ({ form }: In) => ({ newProblems: listed(problemsOf(form)) }),
      },
    },
  }),

  observation: observation({
    title: text('观察期', 'Observation'),
    source: 'S2“设置3个月观察期，队伍不撤、力度不减”',
    months: 'rectification.observationMonths',
    publishes: text('观察结果', 'The result'),
    check: {
      office: 'hotlineOffice',
      title: text('观察期月度检查', 'Monthly check'),
      deadline: { parameter: 'rectification.observationCheckDays' },
      report: {
        title: text('报送观察月数据', 'Report the month observed'),
        form: z.strictObject(figures).refine(consistent, inconsistency).meta({ id: 'ObservedMonth' }),
      },
    },
    inspection: {
      office: 'cityPartyCommittee',
      title: text('上级检查', 'Inspection by a superior'),
      reopen: {
        title: text('责令重新整改', 'Reopen a problem'),
        tone: 'negative',
        commentRequired: true,
        form: z
          .strictObject({ problem: field(z.string().max(40), text('问题编号', 'Problem')) })
          .meta({ id: 'InspectionFinding' }),
      },
    },
    failures: (form, { facts, parameters }: CaseContext<RectificationFacts>, { from, to }) => {
      const cityRanks = rankedMonths(facts).flatMap(({ publishedOn, cityRank }) =>
        publishedOn >= from && publishedOn <= to ? [cityRank] : [],
      );
      const month = form as { complaints: number; satisfied: number; surveyed: number };
      return relapseReasons({ ...month, cityRanks }, facts.baseline, parameters);
    },
    interruption: ({ facts, parameters }: CaseContext<RectificationFacts>, openedOn) => {
      const months = rankedMonths(facts);
      const newest = newestOf(months);
      if (newest === undefined || newest.publishedOn <= openedOn) return undefined;
      const year = newest.month.slice(0, 4);
      const before = dynamicallyIncluded(
        months.filter(({ publishedOn }) => publishedOn <= openedOn),
        year,
        parameters,
      );
      return !before && dynamicallyIncluded(months, year, parameters) ? 'dynamicInclusion' : undefined;
    },
    onRelapse: ({ facts }: CaseContext<RectificationFacts>) => ({
      relapseCount: facts.relapseCount + 1,
      newProblems: [],
    }),
  }),

  closing: signOff({
    title: text('销号', 'Close'),
    source: 'P02 g',
    office: 'districtPartyCommittee',
    deadline: { parameter: 'rectification.closingDays' },
    publishes: text('销号名单；专班此时撤回', 'The list of closed compounds; the team is released now'),
    decisions: {
      close: {
        title: text('同意销号', 'Close the case'),
        tone: 'positive',
        result: 'closed',
        documents: ['closingPaper'],
        guard: refuseWhileAwaiting,
      },
    },
  }),
});

/** An election, a use of the fund or an exit that the compound was told to wait for has to end first. */
function refuseWhileAwaiting({ awaited }: In): Refusal | undefined {
  return awaited.length === 0
    ? undefined
    : new Refusal(
        'not-ready',
        text(`等待结果的案件尚未结束：${awaited.join('、')}`, `Awaited cases are open: ${awaited.join(', ')}`),
      );
}

export const procedure = {
  kind: 'rectification',
  title: text('重点小区集中整治', 'Key-compound rectification'),
  purpose: text('从根上解决问题，防止反弹回潮', 'Solve problems at the root and prevent relapse'),
  source: 'S2, S3',
  subject: 'compound',
  sections: ['rectification', 'pairing'],
  stages,
  outcomes: {
    closed: text('销号', 'Closed'),
    cancelled: text('撤销（列入有误）', 'Cancelled (listed in error)'),
    transferred: text('移交（区划调整）', 'Transferred (boundary change)'),
  },
  cancellation: { by: ['districtPartyCommittee'], outcomes: ['cancelled', 'transferred'] },
  input: inputSchema,
  startedBy: ['districtPartyCommittee', 'organisationDept'],
  decidedAtStart: (input, campaign) => {
    const seats = Object.keys(teamAtStart(input));
    return seats.length === 0
      ? []
      : [{ type: 'teamNominated', data: { campaign, seats }, form: input['team'] ?? null }];
  },
  initialFacts: (input): Facts => {
    const facts: RectificationFacts = {
      route: wordIn(input, 'route'),
      baseline: Number(input.baselineMonthlyComplaints),
      ...(input['limitMonths'] !== undefined && { limitMonths: Number(input['limitMonths']) }),
      team: teamAtStart(input),
      successor: null,
      plan: [],
      planReturns: 0,
      newProblems: [],
      relapseCount: 0,
      months: {},
    };
    return facts as unknown as Facts;
  },
  publishedMonths: publishedMonths as unknown as PublishedMonths,
} satisfies Procedure;
