import { type Text, text } from '../text.ts';

export const figureUnits = ['count', 'share', 'change', 'mean'] as const;

export interface FigureDefinition {
  title: Text;
  /** How it is computed; the same words as in docs/figures.md. */
  definition: Text;
  unit: (typeof figureUnits)[number];
  /** What the sample size counts. */
  sample: Text;
  source: Text;
  /** Which cases are shown behind it. */
  behind: Text;
}

const hotline = text('已公布的12345热线月度数据', 'Published monthly figures of the 12345 hotline');
const cases = text('案件各环节及其结果', 'Stages of the cases and their results');
const timeline = text('案件时间线', 'Timelines of the cases');
const rectifications = text('在册整治案件', 'rectifications on the list');

const recordedOutcomes = text('案件结果和案件数据', 'Outcomes and facts of the cases');

/**
 * The figures of a dashboard: of the rectifications, of the work itself, and of what came of other procedures. “On the list” 在册 in a window:
 * listed by its last day, not ended before its first, not cancelled as listed in error.
 */
export const figureDefinitions = {
  complaintChangeYoY: {
    title: text('投诉量同比', 'Complaints against last year'),
    definition: text(
      '（本期投诉量－上年同月投诉量）÷上年同月投诉量；只比较本期各已公布月份及其上年同月均有数据的在册小区。',
      '(complaints − complaints of the same months last year) ÷ those of last year; only compounds on the list with figures for every published month of the window and for the same month a year before.',
    ),
    unit: 'change',
    sample: text('可比小区', 'comparable compounds'),
    source: hotline,
    behind: text('可比小区的案件', 'Cases of the comparable compounds'),
  },
  monthlyMeanComplaints: {
    title: text('月均投诉量', 'Monthly mean of complaints'),
    definition: text(
      '在册小区本期投诉总量÷有数据的“小区×月”数。',
      'Complaints of the compounds on the list ÷ the number of compound-months with figures.',
    ),
    unit: 'mean',
    sample: text('小区×月', 'compound-months'),
    source: hotline,
    behind: text('有数据小区的案件', 'Cases of the compounds with figures'),
  },
  zeroComplaintCompounds: {
    title: text('零投诉小区', 'Compounds without complaints'),
    definition: text(
      '本期各已公布月份投诉量均为零的在册小区数；缺任一月份数据的小区不计。',
      'Compounds on the list with no complaint in any published month of the window; a compound that lacks a month is not counted.',
    ),
    unit: 'count',
    sample: text('数据完整的小区', 'compounds with every month'),
    source: hotline,
    behind: text('零投诉小区的案件', 'Cases of these compounds'),
  },
  satisfaction: {
    title: text('群众满意率', 'Satisfaction'),
    definition: text('满意数÷回访数（在册小区，本期）。', 'Satisfied ÷ surveyed, over the compounds on the list.'),
    unit: 'share',
    sample: text('回访数', 'callers surveyed'),
    source: hotline,
    behind: text('有数据小区的案件', 'Cases of the compounds with figures'),
  },
  acceptanceRate: {
    title: text('验收率', 'Acceptance rate'),
    definition: text(
      '期末已通过中期验收且其后未反弹的案件÷在册案件。',
      'Rectifications whose mid-term acceptance was passed by the last day and not followed by a relapse ÷ those on the list.',
    ),
    unit: 'share',
    sample: rectifications,
    source: cases,
    behind: text('已通过验收的案件', 'The accepted cases'),
  },
  conversionRate: {
    title: text('转化率', 'Conversion rate'),
    definition: text('期末已销号的案件÷在册案件。', 'Rectifications closed by the last day ÷ those on the list.'),
    unit: 'share',
    sample: rectifications,
    source: cases,
    behind: text('已销号的案件', 'The closed cases'),
  },
  dynamicInclusionCount: {
    title: text('动态新纳入', 'Dynamically included'),
    definition: text(
      '本期内经“全市月度前50名”途径新列入的案件。',
      'Rectifications listed in the window by the route of the monthly top 50 of the city.',
    ),
    unit: 'count',
    sample: text('本期新列入案件', 'rectifications listed in the window'),
    source: cases,
    behind: text('新纳入的案件', 'The included cases'),
  },
  teamOnSite: {
    title: text('专班在岗率', 'Task forces in place'),
    definition: text(
      '专班成员齐全且未撤回的案件÷已公布专班且未结束的案件（当前）。问题不解决、专班不撤回。',
      'Open rectifications with every seat of the task force held ÷ open ones whose task force was made public, now. The team stays until closing.',
    ),
    unit: 'share',
    sample: text('已公布专班的未结案件', 'open cases with a public task force'),
    source: cases,
    behind: text('专班不齐的案件', 'Cases whose task force is not complete'),
  },
  listed: {
    title: text('在册案件', 'On the list'),
    definition: text(
      '期末前列入、期初前未结束、未因列入有误撤销的整治案件。',
      'Rectifications listed by the last day, not ended before the first, and not cancelled as listed in error.',
    ),
    unit: 'count',
    sample: rectifications,
    source: cases,
    behind: text('在册案件', 'These cases'),
  },
  closed: {
    title: text('本期销号', 'Closed in the window'),
    definition: text('本期内销号的案件。', 'Rectifications closed within the window.'),
    unit: 'count',
    sample: rectifications,
    source: cases,
    behind: text('销号的案件', 'The closed cases'),
  },
  relapses: {
    title: text('反弹案件', 'Relapsed'),
    definition: text(
      '本期内观察期结果为反弹的案件；一案多次只计一件。',
      'Rectifications whose observation ended as relapsed within the window; a case counts once.',
    ),
    unit: 'count',
    sample: rectifications,
    source: cases,
    behind: text('反弹的案件', 'The relapsed cases'),
  },
  planReturns: {
    title: text('方案退回案件', 'Plans returned'),
    definition: text(
      '本期内方案被部门退回或被责成修改的案件；一案多次只计一件。',
      'Rectifications whose plan was returned by a department or ordered to be revised within the window; a case counts once.',
    ),
    unit: 'count',
    sample: rectifications,
    source: cases,
    behind: text('被退回的案件', 'The returned cases'),
  },
  acceptanceFailures: {
    title: text('验收不通过案件', 'Acceptances failed'),
    definition: text(
      '本期内中期验收不通过的案件；一案多次只计一件。',
      'Rectifications that failed a mid-term acceptance within the window; a case counts once.',
    ),
    unit: 'count',
    sample: rectifications,
    source: cases,
    behind: text('不通过的案件', 'The failed cases'),
  },
  onTimeRate: {
    title: text('按期率', 'On-time rate'),
    definition: text(
      '本期内在期限前作出的决定÷本期内对有期限任务的全部决定与到期未答。纸面补录、已被更正的不计；仍未办理的见“当前逾期”。',
      'Decisions made before their due date ÷ all decisions on dated tasks and tasks that expired unanswered, within the window. Steps entered from paper and decisions corrected since are left out; what is still open is under “overdue now”.',
    ),
    unit: 'share',
    sample: text('有期限任务', 'dated tasks answered or expired'),
    source: timeline,
    behind: text('有逾期办理的案件', 'Cases with a late or missing answer'),
  },
  reworkRate: {
    title: text('返工率', 'Rework rate'),
    definition: text(
      '本期内被退回的成果÷本期内被审核的成果：方案会审与裁定、问题核验；记在报送方案或整改问题的单位名下。',
      'Work that was sent back ÷ work that was judged within the window: plans by departments or the leading group, problems by verification; it counts for the office that handed in the plan or was in charge of the problem.',
    ),
    unit: 'share',
    sample: text('被审核的成果', 'pieces of work judged'),
    source: timeline,
    behind: text('有返工的案件', 'Cases with work sent back'),
  },
  overdueNow: {
    title: text('当前逾期', 'Overdue now'),
    definition: text('当前有任务逾期的在册案件。', 'Rectifications on the list in which something is overdue now.'),
    unit: 'count',
    sample: rectifications,
    source: text('未办任务', 'Open tasks'),
    behind: text('逾期的案件', 'The overdue cases'),
  },
  ladderYellow: ladder('黄灯提醒', 'Reminders'),
  ladderRed: ladder('红灯逾期通报', 'Overdue notices'),
  ladderSupervise: ladder('督办', 'Supervision notices'),
  ladderInterview: ladder('约谈', 'Interviews'),
  fundApplicationDays: {
    title: text('维修资金申请用时（天）', 'Days of a fund application'),
    definition: text(
      '本期内批准（含部分批准，已移交的为备案）的一般使用案件，自提出建议至批准的自然日之和÷件数。',
      'Calendar days from the proposal to the approval (in part too; the filing, where the owners hold the fund) of the ordinary uses granted within the window ÷ how many they are.',
    ),
    unit: 'mean',
    sample: text('本期批准的申请', 'applications granted'),
    source: recordedOutcomes,
    behind: text('这些申请', 'These applications'),
  },
  fundWithinTarget: {
    title: text('维修资金按目标办结率', 'Fund applications within the target'),
    definition: text(
      '本期内批准的一般使用案件中，用时不超过政策目标天数的÷全部。',
      'Of the ordinary uses granted within the window, those that took no longer than the target of the policy ÷ all.',
    ),
    unit: 'share',
    sample: text('本期批准的申请', 'applications granted'),
    source: recordedOutcomes,
    behind: text('这些申请', 'These applications'),
  },
  committeesFiled: {
    title: text('组建、换届的业委会', 'Committees elected'),
    definition: text('本期内以备案结束的选举。', 'Elections that ended as filed within the window.'),
    unit: 'count',
    sample: text('备案的选举', 'elections filed'),
    source: recordedOutcomes,
    behind: text('这些选举', 'These elections'),
  },
  committeePartyShare: {
    title: text('业委会党员占比', 'Party members in committees'),
    definition: text(
      '本期内备案的业委会中，党员委员÷全部委员。为目标，不作为选举有效的条件。',
      'Members who belong to the party ÷ all members of the committees filed within the window. A target, never a condition of an election.',
    ),
    unit: 'share',
    sample: text('备案的业委会', 'committees filed'),
    source: recordedOutcomes,
    behind: text('这些选举', 'These elections'),
  },
  auditCount: {
    title: text('业委会审计数', 'Audits of committees'),
    definition: text('本期内办结或者移送的审计。', 'Audits closed or referred within the window.'),
    unit: 'count',
    sample: text('审计', 'audits'),
    source: recordedOutcomes,
    behind: text('这些审计', 'These audits'),
  },
  auditProblemCount: {
    title: text('审计问题数', 'Problems found by audits'),
    definition: text('这些审计的报告所列问题之和。', 'Problems listed in the reports of these audits.'),
    unit: 'count',
    sample: text('审计', 'audits'),
    source: recordedOutcomes,
    behind: text('这些审计', 'These audits'),
  },
  replacementCount: {
    title: text('调整书记数', 'Secretaries replaced'),
    definition: text(
      '本期内以调换结束的动态退出案件；辞任不计。',
      'Exits that ended with a replacement within the window; a resignation is none.',
    ),
    unit: 'count',
    sample: text('调换', 'replacements'),
    source: recordedOutcomes,
    behind: text('这些案件', 'These cases'),
  },
  warnedShare: {
    title: text('考核预警率', 'Secretaries warned'),
    definition: text(
      '本期内排名的书记中，列入预警或者予以调整的÷全部。',
      'Of the secretaries ranked within the window, those warned or to be adjusted ÷ all.',
    ),
    unit: 'share',
    sample: text('排名的书记', 'secretaries ranked'),
    source: recordedOutcomes,
    behind: text('这些考核', 'These assessments'),
  },
  lowStarShare: {
    title: text('低星级占比', 'Low stars'),
    definition: text(
      '本期内公布的星级中，政策所定低星级的÷全部。',
      'Of the ratings published within the window, those that the policy calls low ÷ all.',
    ),
    unit: 'share',
    sample: text('公布的星级', 'ratings published'),
    source: recordedOutcomes,
    behind: text('这些评定', 'These ratings'),
  },
  trainingDays: {
    title: text('人均培训天数', 'Training days a person'),
    definition: text(
      '本期内年度结算的培训案件，参训和补训的半天数之和÷2÷人数。',
      'Half days attended and made up in the trainings settled within the window ÷ 2 ÷ how many persons.',
    ),
    unit: 'mean',
    sample: text('结算的书记', 'secretaries settled'),
    source: recordedOutcomes,
    behind: text('这些培训', 'These trainings'),
  },
} as const satisfies Record<string, FigureDefinition>;

function ladder(zh: string, en: string): FigureDefinition {
  return {
    title: text(zh, en),
    definition: text(
      `本期内按督办阶梯发出的${zh}次数。`,
      `How many ${en.toLowerCase()} the ladder of reminders brought within the window.`,
    ),
    unit: 'count',
    sample: rectifications,
    source: timeline,
    behind: text('走到该级的案件', 'Cases in which it was reached'),
  };
}

export type FigureKey = keyof typeof figureDefinitions;
export const figureKeys = Object.keys(figureDefinitions) as [FigureKey, ...FigureKey[]];

const later = text('所需程序或数据登记尚未建成', 'The procedure or register it is computed from is not built yet');

/** Metrics of the policy documents that nothing recorded here can answer: named, never invented. */
export const unavailableFigures: readonly { key: string; title: Text; reason: Text }[] = [
  ['fullTimeSecretaryShare', '专职书记占比', 'Share of full-time secretaries'],
  ['substantiveShare', '实体型党支部占比', 'Share of substantive branches'],
  ['enforcementProblemsSolved', '执法解决问题数', 'Problems solved by law enforcement'],
  ['committeeFormationRateYoY', '业委会组建率同比', 'Committee formation against last year'],
  ['companiesInterviewed', '约谈、退出物业与更换经理', 'Companies interviewed, exited, managers replaced'],
  ['certificateHouseholds', '办证户数', 'Households with certificates'],
  ['parkingAdded', '新增车位、拆除地锁', 'Parking added, locks removed'],
  ['publicAssetRooms', '公共用房、收益项目与新增收益', 'Public rooms, income items, new income'],
  ['serviceStations', '服务站点', 'Service stations'],
  ['disputesResolved', '化解纠纷、解决诉求', 'Disputes and demands resolved'],
  ['projectsPerCompound', '每小区项目', 'Projects a compound'],
  ['whistleRates', '吹哨报到率', 'Whistle rates'],
  ['buildingHeadCoverage', '楼长覆盖率', 'Coverage by building heads'],
  ['investmentYuan', '投入资金', 'Investment'],
].map(([key = '', zh = '', en = '']) => ({ key, title: text(zh, en), reason: later }));
