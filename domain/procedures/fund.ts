/** Maintenance fund, ordinary use 维修资金一般使用 (P08; S2; Civil Code 278, 281; 建设部令165号 18, 22, 23, 25). */
import { z } from 'zod';
import { daySchema } from '../calendar/daySchema.ts';
import { Refusal } from '../errors.ts';
import {
  type FundFacts,
  noteAdvance,
  noteCharge,
  noteContract,
  noteDefects,
  noteElapsed,
  notePart,
  noteProposal,
  noteReturn,
  noteSettlement,
  noteWhole,
  refuseCharge,
  refuseContract,
  refuseDefects,
  refusePart,
  refuseProposal,
  refuseSettlement,
  refuseWhole,
} from '../fund/application.ts';
import { itemSchema, refusedItemSchema } from '../fund/items.ts';
import { fenField } from '../fund/money.ts';
import { applicationInput, custodyOf, standIns } from '../fund/parties.ts';
import { scopeFields } from '../fund/scope.ts';
import { accountShares } from '../fund/shares.ts';
import { text } from '../text.ts';
import type { CaseContext, DecisionContext, Facts, Procedure } from './declaration.ts';
import { field, oneOf, wordIn } from './forms.ts';
import { flagOf } from './parameters.ts';
import { jointReview, named, posting, type Seat, signOff, submission } from './stages.ts';
import { ownersVote } from './voteStage.ts';

type In = DecisionContext<FundFacts>;

const grantWhole = {
  title: text('同意列支', 'Approve'),
  tone: 'positive',
  guard: refuseWhole,
} as const;
const grantPart = {
  title: text('部分同意', 'Approve a part'),
  tone: 'neutral',
  form: z
    .strictObject({
      refused: field(
        z.array(refusedItemSchema).min(1).max(100),
        text('不予列支的项目', 'Items not paid from the fund'),
        text('列支范围不变的，无需重新表决（A）', 'No new vote while the expense scope is unchanged (A)'),
      ),
    })
    .meta({ id: 'FundPartialApproval' }),
  guard: refusePart,
} as const;

/** The figures of an approval, by what it notes. */
const granted = (note: (context: In) => Partial<FundFacts>) => (context: In) => ({
  budgetFen: context.facts.budgetFen,
  approvedFen: note(context).approvedFen ?? 0,
});

const defects = z
  .strictObject({
    defects: field(
      z
        .array(
          z
            .strictObject({
              no: field(z.int().min(1).max(100), text('序号', 'Number')),
              note: field(z.string().trim().min(1).max(500), text('需补正内容', 'What is missing')),
            })
            .meta({ id: 'FundDefect' }),
        )
        .min(1)
        .max(100),
      text('一次性告知的补正事项', 'All defects, told once'),
      text('再次退回只能引用首次告知的序号', 'A second return may only name numbers of the first list'),
    ),
  })
  .meta({ id: 'FundDefects' });

const settlementForm = z
  .strictObject({ settlementFen: fenField(text('结算总额', 'Settlement, in all')) })
  .meta({ id: 'FundSettlement' });

/** Whoever holds the fund releases a payment, and the auditor with it where the works are audited as they go. */
function payers({ parameters }: CaseContext<FundFacts>): Seat[] {
  const custodian: Seat = { id: 'custodian', office: custodyOf(parameters) };
  return flagOf(parameters, 'fund.trackingAuditRequired')
    ? [custodian, { id: 'auditor', office: 'thirdPartyAuditor' }]
    : [custodian];
}

const paymentOrder = (title: ReturnType<typeof text>, parameter: 'fund.contractDays' | 'fund.settlementDays') =>
  jointReview({
    title,
    source: '建设部令165号 22, 23; S2“第三方机构跟踪审计”',
    rule: 'all',
    seatTitles: { custodian: text('资金保管单位', 'Custodian of the fund'), auditor: 'thirdPartyAuditor' },
    seats: payers,
    deadline: { parameter },
    results: { approved: 'released', refused: 'held' },
    decisions: {
      release: { title: text('通知银行划转', 'Release the payment'), tone: 'positive', vote: 'approve' },
      hold: { title: text('暂缓付款', 'Hold the payment'), tone: 'negative', vote: 'refuse', commentRequired: true },
    },
  });

/** Nobody has to vote on a plan that must change: the posting is over, and an objection was upheld. */
function refuseCallingOff({ isOpen, resultOf }: In): Refusal | undefined {
  if (!isOpen('planPosting') && resultOf('planPosting') === 'upheld') return undefined;
  return new Refusal(
    'not-ready',
    text('仅在对方案的异议成立时可以取消表决', 'A vote is called off only when an objection to the plan was upheld'),
  );
}

const vote = (title: ReturnType<typeof text>, item: string) =>
  ownersVote({
    title,
    source: '民法典278(5) (LV); 建设部令165号 22（列支范围）',
    convener: 'ownersCommittee',
    counter: 'residentsCommittee',
    publishes: text('表决结果', 'The result of the vote'),
    notice: { clearDays: 'election.meetingNoticeDays', deadline: { parameter: 'fund.planNoticeDays' } },
    count: { deadline: { parameter: 'fund.planNoticeDays' } },
    extension: 'election.voteExtensionDays',
    ...(item === 'plan' && { callOff: { result: 'calledOff', guard: refuseCallingOff } as const }),
    items: () => [{ id: item, rule: 'ordinary' }],
    scope: ({ facts }: CaseContext<FundFacts>) => facts.scope,
    results: ['passed', 'rejected', 'calledOff'],
    judged: ({ items }) => ({ result: items.every(({ passed }) => passed) ? 'passed' : 'rejected' }),
  });

export const stages = named({
  proposal: submission({
    title: text('提出使用建议', 'Propose the use'),
    source: '建设部令165号 22 (LV)',
    office: 'propertyCompany',
    decisions: {
      submit: {
        title: text('提交使用建议', 'Submit the proposal'),
        result: 'proposed',
        form: z
          .strictObject({
            summary: field(z.string().trim().min(1).max(4000), text('使用事由', 'What for')),
            items: field(z.array(itemSchema).min(1).max(100), text('项目和预算', 'Items and budget')),
            ...scopeFields,
            contractor: field(
              oneOf({
                tender: text('招标', 'By tender'),
                comparison: text('比价', 'By comparing quotes'),
                direct: text('直接委托', 'Directly'),
              }),
              text('施工单位选择方式', 'How the contractor is chosen'),
              text('招标、比价、直接委托', 'by tender, by comparing quotes, directly'),
            ),
            quotes: field(z.int().min(0).max(50), text('报价份数', 'Quotes handed in')),
          })
          .meta({ id: 'FundProposal' }),
        guard: refuseProposal,
        effect: noteProposal,
      },
    },
  }),

  branchFirst: signOff({
    title: text('支部先议', 'The branch deliberates first'),
    source: 'S2, S4 支部先议; P08 (A)',
    office: 'compoundBranch',
    reviews: ['proposal'],
    deadline: { parameter: 'fund.branchFirstDays' },
    decisions: {
      advise: { title: text('同意提交', 'Advise to go on'), tone: 'positive', result: 'advised' },
      askChange: {
        title: text('建议修改', 'Ask for changes'),
        tone: 'negative',
        result: 'changeAsked',
        commentRequired: true,
      },
    },
  }),

  streetDecision: signOff({
    title: text('街道决策关', 'Decision gate of the street'),
    source: 'S2“由街道把好决策关”',
    office: 'streetPartyWorkingCommittee',
    reviews: ['proposal'],
    deadline: { parameter: 'fund.streetDecisionDays' },
    decisions: {
      pass: { title: text('通过', 'Pass'), tone: 'positive', result: 'passed' },
      return: {
        title: text('退回', 'Return'),
        tone: 'negative',
        result: 'returned',
        commentRequired: true,
        effect: noteReturn,
      },
    },
  }),

  planPosting: posting({
    title: text('公示使用方案', 'Post the plan'),
    source: 'P08 (A; 青岛 LP)',
    office: 'ownersCommittee',
    deadline: { parameter: 'fund.planNoticeDays' },
    duration: 'fund.planPostDays',
    publishes: text('使用方案', 'The plan'),
    post: { title: text('张贴', 'Post'), evidence: 1, documents: ['fundPlanNotice'] },
    objections: { office: 'buildingHead', title: text('转交业主异议', 'Hand in an owner’s objection') },
    settlement: {
      office: 'ownersCommittee',
      title: text('答复异议', 'Answer the objection'),
      deadline: { parameter: 'fund.objectionAnswerDays' },
    },
  }),

  vote: vote(text('业主表决使用方案', 'Owners vote on the plan'), 'plan'),

  application: submission({
    title: text('申请列支', 'Apply for expenditure'),
    source: '建设部令165号 22 (LV)',
    office: 'ownersCommittee',
    deadline: { parameter: 'fund.applicationDays' },
    decisions: { apply: { title: text('提交申请', 'Apply'), result: 'applied', evidence: 1 } },
  }),

  approval: signOff({
    title: text('住建审批关', 'Approval gate of the housing bureau'),
    source: 'S2“住建部门把好审批关”; 建设部令165号 22 (LV)',
    office: 'housingBureau',
    reviews: ['proposal', 'application'],
    deadline: { parameter: 'fund.housingApprovalDays' },
    publishes: text('审批结果', 'The decision'),
    decisions: {
      approve: {
        ...grantWhole,
        result: 'approved',
        documents: ['fundApproval'],
        told: granted(noteWhole),
        effect: (context: In) => ({ ...noteWhole(context), ...noteElapsed(context) }),
      },
      approvePartly: {
        ...grantPart,
        result: 'partlyApproved',
        documents: ['fundApproval'],
        told: granted(notePart),
        effect: (context: In) => ({ ...notePart(context), ...noteElapsed(context) }),
      },
      return: {
        title: text('退回补正', 'Return for completion'),
        tone: 'negative',
        result: 'returned',
        documents: ['fundDefects'],
        form: defects,
        guard: refuseDefects,
        effect: noteDefects,
      },
      returnPlan: {
        title: text('退回修改方案', 'Return: the plan must change'),
        tone: 'negative',
        result: 'planReturned',
        documents: ['fundDefects'],
        form: defects,
        guard: refuseDefects,
        effect: noteDefects,
      },
      reject: {
        title: text('不予批准', 'Reject'),
        tone: 'negative',
        result: 'rejected',
        commentRequired: true,
        documents: ['fundApproval'],
        told: ({ facts }: In) => ({ budgetFen: facts.budgetFen, approvedFen: 0 }),
        appeal: { by: ['ownersCommittee', 'propertyCompany'] },
      },
    },
  }),

  committeeApproval: signOff({
    title: text('业主委员会按方案核准', 'The owners’ committee approves by the plan'),
    source: '建设部令165号 23 (LV)',
    office: 'ownersCommittee',
    reviews: ['proposal'],
    deadline: { parameter: 'fund.housingApprovalDays' },
    decisions: {
      approve: {
        ...grantWhole,
        result: 'approved',
        documents: ['fundApproval'],
        told: granted(noteWhole),
        effect: noteWhole,
      },
      approvePartly: {
        ...grantPart,
        result: 'partlyApproved',
        documents: ['fundApproval'],
        told: granted(notePart),
        effect: notePart,
      },
    },
  }),

  filing: signOff({
    title: text('住建部门备案', 'Filed with the housing bureau'),
    source: '建设部令165号 23 (LV)',
    office: 'housingBureau',
    deadline: { parameter: 'fund.housingApprovalDays' },
    decisions: {
      file: { title: text('予以备案', 'File'), tone: 'positive', result: 'filed', effect: noteElapsed },
      orderCorrection: {
        title: text('责令改正', 'Order correction'),
        tone: 'negative',
        result: 'correctionOrdered',
        commentRequired: true,
        effect: noteReturn,
      },
    },
  }),

  contract: submission({
    title: text('签订施工合同', 'Sign the contract'),
    source: 'P08 (A)',
    office: 'ownersCommittee',
    deadline: { parameter: 'fund.contractDays' },
    decisions: {
      sign: {
        title: text('已签合同', 'The contract is signed'),
        result: 'signed',
        evidence: 1,
        form: z
          .strictObject({
            contractor: field(z.string().trim().min(1).max(200), text('施工单位', 'Contractor')),
            contractFen: fenField(text('合同价款', 'Contract sum')),
            worksUntil: field(daySchema, text('合同竣工日', 'Works due by contract')),
          })
          .meta({ id: 'FundContract' }),
        guard: refuseContract,
        effect: noteContract,
      },
    },
  }),

  engagement: submission({
    title: text('委托第三方审计', 'Engage the third-party auditor'),
    source: 'S2“第三方机构跟踪审计”',
    office: 'housingBureau',
    deadline: { parameter: 'fund.contractDays' },
    decisions: { engage: { title: text('已委托', 'Engaged'), result: 'engaged', evidence: 1 } },
  }),

  advanceOrder: paymentOrder(text('首付款放行', 'Release the advance'), 'fund.contractDays'),

  advance: submission({
    title: text('银行支付首付款', 'The bank pays the advance'),
    source: 'P08 (A; 青岛 LP)',
    office: 'fundBank',
    deadline: { parameter: 'fund.contractDays' },
    decisions: { pay: { title: text('已支付', 'Paid'), result: 'paid', evidence: 1, effect: noteAdvance } },
  }),

  worksStart: submission({
    title: text('开工', 'Start the works'),
    source: 'P08',
    office: 'propertyCompany',
    dueOn: worksDue,
    decisions: { report: { title: text('报告开工', 'Report the start'), result: 'reported', evidence: 1 } },
  }),

  midway: submission({
    title: text('施工中期', 'Halfway through the works'),
    source: 'P08',
    office: 'propertyCompany',
    dueOn: worksDue,
    decisions: { report: { title: text('报告进度', 'Report progress'), result: 'reported', evidence: 1 } },
  }),

  completion: submission({
    title: text('竣工', 'Complete the works'),
    source: 'P08',
    office: 'propertyCompany',
    dueOn: worksDue,
    decisions: { report: { title: text('报告竣工', 'Report completion'), result: 'reported', evidence: 1 } },
  }),

  trackingAudit: signOff({
    title: text('跟踪审计', 'Tracking audit'),
    source: 'S2“第三方机构跟踪审计”',
    office: 'thirdPartyAuditor',
    reviews: ['worksStart', 'midway', 'completion'],
    deadline: { parameter: 'fund.trackingAuditDays' },
    decisions: {
      clear: { title: text('无问题', 'Nothing found'), tone: 'positive', result: 'clear' },
      find: {
        title: text('发现问题，暂缓付款', 'Findings: payments are held'),
        tone: 'negative',
        result: 'finding',
        commentRequired: true,
        effect: ({ facts }: In) => ({ findings: facts.findings + 1 }),
      },
    },
  }),

  acceptance: jointReview({
    title: text('竣工验收', 'Accept the works'),
    source: 'P08 (A)',
    reviews: ['completion'],
    rule: 'all',
    seatTitles: {
      owners: 'ownersCommittee',
      branch: 'compoundBranch',
      auditor: 'thirdPartyAuditor',
    },
    seats: () => [
      { id: 'owners', office: 'ownersCommittee' },
      { id: 'branch', office: 'compoundBranch' },
      { id: 'auditor', office: 'thirdPartyAuditor' },
    ],
    deadline: { parameter: 'fund.fundAcceptanceDays' },
    results: { approved: 'accepted', refused: 'failed' },
    decisions: {
      accept: { title: text('验收合格', 'Accept'), tone: 'positive', vote: 'approve' },
      fail: { title: text('不合格，返工', 'Fail: rework'), tone: 'negative', vote: 'refuse', commentRequired: true },
    },
  }),

  settlement: submission({
    title: text('提交结算', 'Hand in the settlement'),
    source: 'P08 (A)',
    office: 'propertyCompany',
    deadline: { parameter: 'fund.settlementDays' },
    decisions: {
      submit: {
        title: text('提交结算', 'Hand in'),
        result: 'withinBudget',
        evidence: 1,
        form: settlementForm,
        guard: (context: In) => refuseSettlement(context, false),
        effect: noteSettlement,
      },
      submitOverBudget: {
        title: text('提交超预算结算，重新表决', 'Hand in over budget, for a new vote'),
        tone: 'negative',
        result: 'overBudget',
        evidence: 1,
        commentRequired: true,
        form: settlementForm,
        guard: (context: In) => refuseSettlement(context, true),
        effect: noteSettlement,
      },
    },
  }),

  settlementAudit: signOff({
    title: text('结算审计', 'Audit of the settlement'),
    source: 'P08 (A)',
    office: 'thirdPartyAuditor',
    reviews: ['settlement'],
    deadline: { parameter: 'fund.settlementDays' },
    decisions: {
      confirm: { title: text('审定', 'Confirm'), tone: 'positive', result: 'confirmed', evidence: 1 },
      return: { title: text('退回', 'Return'), tone: 'negative', result: 'returned', commentRequired: true },
    },
  }),

  overBudgetVote: vote(text('业主表决超预算', 'Owners vote on the excess'), 'overBudget'),

  balanceOrder: paymentOrder(text('尾款放行', 'Release the balance'), 'fund.settlementDays'),

  balance: submission({
    title: text('银行支付尾款并分摊', 'The bank pays the balance and charges the accounts'),
    source: '建设部令165号 20, 21, 22',
    office: 'fundBank',
    deadline: { parameter: 'fund.settlementDays' },
    decisions: {
      pay: {
        title: text('已支付并分摊', 'Paid and charged'),
        result: 'paid',
        evidence: 1,
        form: z
          .strictObject({
            accounts: field(
              accountShares,
              text('按专有面积分摊', 'Shares by exclusive area'),
              text(
                '结算总额按面积分摊到分，余数按最大余额法',
                'The settlement by area, to the fen; what is left goes to the largest remainders',
              ),
            ),
          })
          .meta({ id: 'FundCharge' }),
        documents: ['fundSettlement'],
        told: ({ facts }: In) => ({ settlementFen: facts.settlementFen }),
        guard: refuseCharge,
        effect: noteCharge,
      },
    },
  }),

  publication: submission({
    title: text('公布使用情况', 'Publish the use'),
    source: '民法典281; 建设部令165号 30 (LM)',
    office: 'ownersCommittee',
    deadline: { parameter: 'fund.usePublicationDays' },
    publishes: text('使用、结算和每户分摊', 'Use, settlement and the share of each owner'),
    decisions: {
      publish: {
        title: text('已公布', 'Published'),
        result: 'published',
        evidence: 1,
        documents: ['fundUseReport'],
        told: ({ facts }: In) => ({
          approvedFen: facts.approvedFen,
          contractFen: facts.contractFen,
          settlementFen: facts.settlementFen,
        }),
      },
    },
  }),
});

/** The day the works are due by contract. */
function worksDue({ facts }: CaseContext<FundFacts>) {
  return facts.worksDueOn ?? undefined;
}

export const procedure = {
  kind: 'fund',
  title: text('维修资金一般使用', 'Maintenance fund, ordinary use'),
  purpose: text('合规、及时使用维修资金', 'Spend the fund lawfully and in time'),
  source: 'S2; 民法典278, 281; 建设部令165号',
  subject: 'compound',
  sections: ['fund', 'election', 'vote'],
  stages,
  outcomes: {
    closed: text('办结', 'Closed'),
    rejected: text('不予批准', 'Rejected'),
    withdrawn: text('撤回', 'Withdrawn'),
  },
  cancellation: { by: ['streetPartyWorkingCommittee', 'housingBureau'], outcomes: ['withdrawn'] },
  input: applicationInput,
  startedBy: ['propertyCompany', 'ownersCommittee', 'residentsCommittee'],
  key: (input) => wordIn(input, 'number'),
  standIns,
  initialFacts: (): Facts => {
    const facts: FundFacts = {
      items: [],
      budgetFen: 0,
      scope: { kind: 'compound' },
      proposedOn: null,
      returns: 0,
      defects: [],
      approvedFen: 0,
      refused: [],
      refusedFen: 0,
      elapsedDays: null,
      withinTarget: null,
      contractFen: 0,
      worksDueOn: null,
      findings: 0,
      paidFen: 0,
      settlementFen: 0,
      accounts: null,
    };
    return facts as unknown as Facts;
  },
} satisfies Procedure;
