/** Maintenance fund, emergency use 维修资金应急使用 (P09; Civil Code 281(2); 建设部令165号 24; 滨州, 淄博, 聊城 as peers). */
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import {
  type EmergencyFacts,
  noteAbuse,
  noteApproval,
  noteCost,
  noteIncurred,
  notePayment,
  noteRejection,
  noteReport,
  refuseApproval,
  refuseCost,
  refusePayment,
  refuseReport,
  situations,
} from '../fund/emergency.ts';
import { fenField } from '../fund/money.ts';
import { partyFields, plainNumber, standIns } from '../fund/parties.ts';
import { scopeFields } from '../fund/scope.ts';
import { accountShares } from '../fund/shares.ts';
import type { OfficeCode } from '../organisation/offices.ts';
import { text } from '../text.ts';
import { childCase } from './childCaseStage.ts';
import type { CaseContext, DecisionContext, Facts, Procedure } from './declaration.ts';
import { field, oneOf, wordIn } from './forms.ts';
import type { SeatTitles } from './seats.ts';
import { jointReview, named, posting, type Seat, signOff, submission } from './stages.ts';

type In = DecisionContext<EmergencyFacts>;

const owners: Seat = { id: 'owners', office: 'buildingHead' };
const committee: Seat = { id: 'committee', office: 'ownersCommittee' };
const seatTitles: SeatTitles = {
  owners: text('相关业主', 'Owners concerned'),
  committee: 'ownersCommittee',
  company: 'propertyCompany',
};

const costForm = z
  .strictObject({ costFen: fenField(text('维修费用', 'Cost of the repair')) })
  .meta({ id: 'EmergencyCost' });

const completion = (office: OfficeCode, source: string) =>
  submission({
    title: text('维修完成', 'Complete the repair'),
    source,
    office,
    decisions: {
      report: {
        title: text('报告完成', 'Report completion'),
        result: 'completed',
        evidence: 1,
        form: costForm,
        guard: (context: In) => refuseCost(context, false),
        effect: noteCost,
      },
      reportForAudit: {
        title: text('报告完成并送审计', 'Report completion, to be audited'),
        result: 'toBeAudited',
        evidence: 1,
        form: costForm,
        guard: (context: In) => refuseCost(context, true),
        effect: noteCost,
      },
    },
  });

export const stages = named({
  report: submission({
    title: text('报告险情', 'Report the emergency'),
    source: '民法典281 (LV); 建设部令165号 24 (LM)',
    office: 'propertyCompany',
    decisions: {
      report: {
        title: text('立即报告', 'Report at once'),
        result: 'reported',
        form: z
          .strictObject({
            situation: field(
              oneOf(situations),
              text('情形', 'Situation'),
              text(
                '屋面外墙防水严重失效、电梯故障、消防故障、外墙脱落、幕墙爆裂、排水爆裂堵塞、车库进水、其他危及安全',
                'severe leak of roof or wall, lift, fire system, falling facade, curtain wall, drain burst or blocked, flooded garage, other danger',
              ),
            ),
            place: field(z.string().trim().min(1).max(200), text('部位', 'Where')),
            estimateFen: fenField(text('预计费用', 'Estimated cost')),
            ...scopeFields,
          })
          .meta({ id: 'EmergencyReport' }),
        guard: refuseReport,
        effect: noteReport,
      },
    },
  }),

  verification: jointReview({
    title: text('现场联合核实', 'Joint verification on site'),
    source: '建设部令165号 24 (LM); P09 (A)',
    rule: 'all',
    seatTitles,
    seats: ({ input }: CaseContext<EmergencyFacts>): Seat[] => [
      owners,
      committee,
      ...(input['company'] === true ? [{ id: 'company', office: 'propertyCompany' } as const] : []),
    ],
    deadline: { parameter: 'fundEmergency.emergencyVerifyHours' },
    overdueReaches: 'streetOffice',
    results: { approved: 'urgent', refused: 'notUrgent' },
    documents: [{ template: 'emergencyVerification', results: ['urgent', 'notUrgent'] }],
    decisions: {
      urgent: { title: text('属于应急', 'It is urgent'), tone: 'positive', vote: 'approve', evidence: 1 },
      notUrgent: {
        title: text('不属于应急', 'It is not urgent'),
        tone: 'negative',
        vote: 'refuse',
        commentRequired: true,
        form: z
          .strictObject({
            incurredFen: fenField(text('已发生费用', 'Cost incurred already')).optional(),
          })
          .meta({ id: 'NoEmergency' }),
        effect: noteIncurred,
      },
    },
  }),

  ordinaryUse: childCase({
    title: text('转为一般使用', 'Goes on as ordinary use'),
    source: 'P09; 建设部令165号 22',
    kind: 'fund',
    input: ({ input }) => ({
      number: `E-${wordIn(input, 'number')}`,
      company: input['company'] === true,
      committee: input['committee'] === true,
    }),
  }),

  repairStart: jointReview({
    title: text('开始抢修', 'Start the repair'),
    source: 'P09',
    rule: 'all',
    seatTitles,
    seats: () => [{ id: 'company', office: 'propertyCompany' }],
    deadline: { parameter: 'fundEmergency.emergencyStartHours', silenceRefuses: 'fundEmergency.idleRepairOrdered' },
    results: { approved: 'started', refused: 'notStarted' },
    decisions: {
      start: {
        title: text('已开始', 'It has begun'),
        tone: 'positive',
        vote: 'approve',
        effect: (): Partial<EmergencyFacts> => ({ repairedBy: 'company' }),
      },
      decline: { title: text('无法抢修', 'Cannot repair'), tone: 'negative', vote: 'refuse', commentRequired: true },
    },
  }),

  streetOrder: signOff({
    title: text('街道责令限期维修', 'The street orders the repair'),
    source: '聊城条例51 (LV)',
    office: 'streetOffice',
    deadline: { parameter: 'fundEmergency.emergencyStartHours' },
    decisions: {
      order: {
        title: text('责令限期维修', 'Order it within the limit'),
        result: 'ordered',
        commentRequired: true,
        documents: ['repairOrder'],
      },
    },
  }),

  streetRepair: submission({
    title: text('街道组织代修', 'The street has it repaired'),
    source: '聊城条例51 (LV); 建设部令165号 24 (LM)',
    office: 'streetOffice',
    deadline: { parameter: 'fundEmergency.emergencyStartHours' },
    decisions: {
      organise: {
        title: text('已组织维修', 'Organised'),
        result: 'organised',
        effect: (): Partial<EmergencyFacts> => ({ repairedBy: 'street' }),
      },
    },
  }),

  application: submission({
    title: text('申请应急列支', 'Apply for emergency expenditure'),
    source: '民法典281 (LV)',
    office: 'ownersCommittee',
    deadline: { parameter: 'fundEmergency.emergencyApplyDays' },
    decisions: {
      apply: {
        title: text('提交申请和核实记录', 'Apply, with the record of the verification'),
        result: 'applied',
        evidence: 1,
      },
    },
  }),

  review: signOff({
    title: text('住建部门审核', 'Review by the housing bureau'),
    source: '滨州43 (LV)',
    office: 'housingBureau',
    reviews: ['application'],
    deadline: { parameter: 'fundEmergency.emergencyReviewDays' },
    decisions: {
      approve: {
        title: text('同意列支', 'Approve'),
        tone: 'positive',
        result: 'approved',
        documents: ['emergencyApproval'],
        form: z.strictObject({ approvedFen: fenField(text('批准金额', 'Approved')) }).meta({ id: 'EmergencyApproval' }),
        guard: (context: In) => refuseApproval(context, false),
        effect: noteApproval,
      },
      approveWithAdvance: {
        title: text('同意列支并预付', 'Approve, with an advance'),
        tone: 'positive',
        result: 'approvedWithAdvance',
        documents: ['emergencyApproval'],
        form: z
          .strictObject({
            approvedFen: fenField(text('批准金额', 'Approved')),
            advanceFen: fenField(text('预付金额', 'Advance')),
          })
          .meta({ id: 'EmergencyApprovalWithAdvance' }),
        guard: (context: In) =>
          context.facts.costFen > 0
            ? new Refusal('not-ready', text('维修已完成，不再预付', 'The repair is done: nothing is paid in advance'))
            : refuseApproval(context, true),
        effect: (context: In): Partial<EmergencyFacts> => ({
          ...noteApproval(context),
          paidFen: Number(context.form['advanceFen']),
        }),
      },
      reject: {
        title: text('不予列支，由申请单位承担', 'Reject: the applicant bears it'),
        tone: 'negative',
        result: 'rejected',
        commentRequired: true,
        documents: ['emergencyApproval'],
        appeal: { by: ['ownersCommittee', 'propertyCompany'] },
        effect: noteRejection,
      },
    },
  }),

  advance: submission({
    title: text('银行预付', 'The bank pays the advance'),
    source: 'P09 (A)',
    office: 'fundBank',
    deadline: { parameter: 'fundEmergency.emergencyReviewDays' },
    decisions: { pay: { title: text('已支付', 'Paid'), result: 'paid', evidence: 1 } },
  }),

  completion: completion('propertyCompany', 'P09'),
  streetCompletion: completion('streetOffice', '聊城条例51 (LV)'),

  acceptance: jointReview({
    title: text('验收', 'Accept the repair'),
    source: 'P09',
    reviews: ['completion', 'streetCompletion'],
    rule: 'all',
    seatTitles,
    seats: () => [owners, committee],
    deadline: { parameter: 'fund.fundAcceptanceDays' },
    results: { approved: 'accepted', refused: 'failed' },
    decisions: {
      accept: { title: text('验收合格', 'Accept'), tone: 'positive', vote: 'approve' },
      fail: { title: text('不合格，返工', 'Fail: rework'), tone: 'negative', vote: 'refuse', commentRequired: true },
    },
  }),

  audit: signOff({
    title: text('第三方审计', 'Third-party audit'),
    source: 'S2“第三方机构跟踪审计”; P09 (A)',
    office: 'thirdPartyAuditor',
    deadline: { parameter: 'fundEmergency.emergencyAuditDays' },
    decisions: {
      confirm: { title: text('审定', 'Confirm'), tone: 'positive', result: 'confirmed', evidence: 1 },
      find: {
        title: text('不属于应急，系滥用', 'It was no emergency'),
        tone: 'negative',
        result: 'abuse',
        commentRequired: true,
        effect: noteAbuse,
      },
    },
  }),

  posting: posting({
    title: text('公示应急使用', 'Post the emergency use'),
    source: '淄博67 (LV)',
    office: 'ownersCommittee',
    deadline: { parameter: 'fund.usePublicationDays' },
    duration: 'fundEmergency.emergencyPostDays',
    publishes: text('方案、结算、验收和分摊', 'The plan, its cost, the acceptance and the shares'),
    post: {
      title: text('张贴', 'Post'),
      evidence: 1,
      documents: ['emergencyUseNotice'],
      told: ({ facts }: DecisionContext<EmergencyFacts>) => ({
        estimateFen: facts.estimateFen,
        costFen: facts.costFen,
        approvedFen: facts.approvedFen,
      }),
    },
    objections: { office: 'buildingHead', title: text('转交业主异议', 'Hand in an owner’s objection') },
    settlement: {
      office: 'ownersCommittee',
      title: text('答复异议', 'Answer the objection'),
      deadline: { parameter: 'fund.objectionAnswerDays' },
    },
  }),

  payment: submission({
    title: text('银行支付并分摊', 'The bank pays and charges the accounts'),
    source: '建设部令165号 20, 21, 24',
    office: 'fundBank',
    deadline: { parameter: 'fund.settlementDays' },
    decisions: {
      pay: {
        title: text('已支付并分摊', 'Paid and charged'),
        result: 'paid',
        evidence: 1,
        form: z
          .strictObject({ accounts: field(accountShares, text('按专有面积分摊', 'Shares by exclusive area')) })
          .meta({ id: 'EmergencyCharge' }),
        documents: ['fundSettlement'],
        told: (context: In) => ({ settlementFen: notePayment(context).paidFen ?? 0 }),
        guard: refusePayment,
        effect: notePayment,
      },
    },
  }),

  claim: signOff({
    title: text('追回资金', 'Claim the money back'),
    source: 'P09',
    office: 'housingBureau',
    deadline: { parameter: 'fundEmergency.emergencyReviewDays' },
    publishes: text('滥用应急使用的情况', 'That the emergency use was abused'),
    decisions: {
      claim: {
        title: text('责令退回', 'Claim repayment'),
        tone: 'negative',
        result: 'claimed',
        documents: ['repaymentOrder'],
        told: ({ facts }: In) => ({ claimedFen: facts.claimedFen }),
        guard: ({ facts }: In) =>
          facts.claimedFen > 0
            ? undefined
            : new Refusal('not-ready', text('未曾支付，无可追偿', 'Nothing was paid: nothing is claimed')),
      },
      note: {
        title: text('未支付，不再列支', 'Nothing was paid, and nothing will be'),
        tone: 'negative',
        result: 'nothingPaid',
        guard: ({ facts }: In) =>
          facts.claimedFen === 0
            ? undefined
            : new Refusal(
                'not-ready',
                text(`尚有${facts.claimedFen}分应予追偿`, `${facts.claimedFen} fen are to be claimed back`),
              ),
      },
    },
  }),

  repayment: submission({
    title: text('退回资金', 'Repay'),
    source: 'P09',
    office: 'propertyCompany',
    deadline: { parameter: 'fund.settlementDays' },
    overdueReaches: 'housingBureau',
    decisions: {
      repay: {
        title: text('已退回', 'Repaid'),
        result: 'repaid',
        evidence: 1,
        effect: (): Partial<EmergencyFacts> => ({ paidFen: 0 }),
      },
    },
  }),
});

export const procedure = {
  kind: 'fundEmergency',
  title: text('维修资金应急使用', 'Maintenance fund, emergency use'),
  purpose: text('险情即报即修，事后可查', 'Repair at once, and account for it'),
  source: '民法典281; 建设部令165号 24',
  subject: 'compound',
  sections: ['fundEmergency', 'fund'],
  stages,
  outcomes: {
    closed: text('办结', 'Closed'),
    refusedEmergency: text('不属于应急，转一般使用', 'No emergency: goes on as ordinary use'),
    rejected: text('不予列支，由申请单位承担', 'Rejected: the applicant bears it'),
    abused: text('滥用，不予列支或已退回', 'Abused: not paid, or repaid'),
    withdrawn: text('撤回', 'Withdrawn'),
  },
  cancellation: { by: ['streetPartyWorkingCommittee', 'housingBureau'], outcomes: ['withdrawn'] },
  input: z.strictObject({ ...partyFields, number: plainNumber }).meta({ id: 'FundEmergencyInput' }),
  startedBy: ['propertyCompany', 'ownersCommittee', 'residentsCommittee', 'streetOffice'],
  key: (input) => wordIn(input, 'number'),
  standIns,
  initialFacts: (): Facts => {
    const facts: EmergencyFacts = {
      situation: null,
      scope: { kind: 'compound' },
      estimateFen: 0,
      repairedBy: null,
      costFen: 0,
      approvedFen: 0,
      paidFen: 0,
      notCoveredFen: 0,
      claimedFen: 0,
      accounts: null,
    };
    return facts as unknown as Facts;
  },
} satisfies Procedure;
