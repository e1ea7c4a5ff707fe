/** Renewal and raising of the maintenance fund 维修资金续交、筹集 (P10; Civil Code 278(6); 建设部令165号 17; 潍坊66 as peer). */
import { z } from 'zod';
import { fenField } from '../fund/money.ts';
import { partyFields, plainNumber, standIns } from '../fund/parties.ts';
import {
  noteNotice,
  notePlan,
  noteReceipts,
  noteShortage,
  type RaisingFacts,
  raisingScope,
  refusePlan,
  refuseReceipts,
  refuseShortage,
} from '../fund/raising.ts';
import { scopeFields } from '../fund/scope.ts';
import { text } from '../text.ts';
import type { DecisionContext, Facts, Procedure } from './declaration.ts';
import { field, wordIn } from './forms.ts';
import { named, signOff, submission } from './stages.ts';
import { ownersVote } from './voteStage.ts';

type In = DecisionContext<RaisingFacts>;

const account = () => field(z.string().trim().min(1).max(40), text('分账', 'Sub-account'));

const inputSchema = z
  .strictObject({
    number: plainNumber,
    committee: partyFields.committee,
    scope: field(
      scopeFields.scope,
      text('分账设置', 'Sub-accounts by'),
      text('全小区、楼栋或房屋', 'the compound, buildings or units'),
    ),
    balances: field(
      z
        .array(
          z
            .strictObject({
              account: account(),
              firstDepositFen: fenField(text('首期交存额', 'First deposit')),
              balanceFen: fenField(text('余额', 'Balance')),
            })
            .meta({ id: 'FundBalance' }),
        )
        .min(1)
        .max(1000)
        .refine((all) => new Set(all.map((each) => each.account)).size === all.length, 'names a sub-account twice'),
      text('各分账余额', 'Balances'),
    ),
  })
  .meta({ id: 'FundRaiseInput' });

const receiptsForm = z
  .strictObject({ receivedFen: fenField(text('累计收到', 'Received so far')) })
  .meta({ id: 'FundReceipts' });

export const stages = named({
  shortageNotice: submission({
    title: text('余额不足告知', 'Tell of the shortage'),
    source: '建设部令165号 17 (LM)',
    office: 'ownersCommittee',
    deadline: { parameter: 'fund.planNoticeDays' },
    publishes: text('余额不足的分账', 'The sub-accounts that are short'),
    decisions: {
      notify: {
        title: text('已告知业主', 'The owners are told'),
        result: 'short',
        documents: ['fundShortageNotice'],
        told: (context: In) => ({ short: noteShortage(context).short ?? [] }),
        guard: (context: In) => refuseShortage(context, true),
        effect: noteShortage,
      },
      enough: {
        title: text('余额充足', 'There is enough'),
        tone: 'negative',
        result: 'enough',
        guard: (context: In) => refuseShortage(context, false),
      },
    },
  }),

  plan: submission({
    title: text('拟定续交方案', 'Plan the renewal'),
    source: '建设部令165号 17 (LM)',
    office: 'ownersCommittee',
    deadline: { parameter: 'fundRaise.renewalPlanDays' },
    publishes: text('续交方案', 'The plan'),
    decisions: {
      submit: {
        title: text('提交方案', 'Submit the plan'),
        result: 'planned',
        form: z
          .strictObject({
            summary: field(z.string().trim().min(1).max(4000), text('方案说明', 'In words')),
            charges: field(
              z
                .array(
                  z
                    .strictObject({ account: account(), fen: fenField(text('续交额', 'To be paid')) })
                    .meta({ id: 'FundRenewalCharge' }),
                )
                .min(1)
                .max(1000),
              text('各分账续交额', 'What each sub-account pays'),
              text('只向余额低于续交标准的分账收取', 'Only sub-accounts below the threshold are charged'),
            ),
          })
          .meta({ id: 'FundRenewalPlan' }),
        documents: ['fundRenewalPlan'],
        guard: refusePlan,
        effect: notePlan,
      },
    },
  }),

  vote: ownersVote({
    title: text('业主表决续交方案', 'Owners vote on the renewal'),
    source: '民法典278(6) (LV)',
    convener: 'ownersCommittee',
    counter: 'residentsCommittee',
    publishes: text('表决结果', 'The result of the vote'),
    notice: { clearDays: 'election.meetingNoticeDays', deadline: { parameter: 'fund.planNoticeDays' } },
    count: { deadline: { parameter: 'fund.planNoticeDays' } },
    extension: 'election.voteExtensionDays',
    items: () => [{ id: 'renewal', rule: 'special' }],
    scope: raisingScope,
    results: ['passed', 'rejected'],
    judged: ({ items }) => ({ result: items.every(({ passed }) => passed) ? 'passed' : 'rejected' }),
  }),

  afterRejection: signOff({
    title: text('表决未通过后', 'After the vote has failed'),
    source: 'P10',
    office: 'ownersCommittee',
    deadline: { parameter: 'fundRaise.renewalPlanDays' },
    decisions: {
      planAnew: { title: text('修改方案', 'Plan anew'), tone: 'positive', result: 'planAnew' },
      giveUp: { title: text('不再续交', 'Give up'), tone: 'negative', result: 'givenUp', commentRequired: true },
    },
  }),

  paymentNotice: submission({
    title: text('发出交款通知', 'Send the payment notice'),
    source: '潍坊66 (LV)',
    office: 'ownersCommittee',
    deadline: { parameter: 'fund.planNoticeDays' },
    decisions: {
      send: {
        title: text('已发出', 'Sent'),
        result: 'sent',
        evidence: 1,
        documents: ['renewalPaymentNotice'],
        effect: noteNotice,
      },
    },
  }),

  receipts: submission({
    title: text('报告收款', 'Report what was paid'),
    source: '潍坊66 (LV)',
    office: 'fundBank',
    deadline: { parameter: 'fundRaise.renewalPayDays' },
    decisions: {
      complete: {
        title: text('全部到账', 'All is paid'),
        tone: 'positive',
        result: 'complete',
        form: receiptsForm,
        guard: (context: In) => refuseReceipts(context, true),
        effect: noteReceipts,
      },
      incomplete: {
        title: text('期满未交齐', 'The period is over, and some is not paid'),
        tone: 'negative',
        result: 'incomplete',
        form: receiptsForm,
        guard: (context: In) => refuseReceipts(context, false),
        effect: noteReceipts,
      },
    },
  }),

  demand: submission({
    title: text('书面催交', 'Demand in writing'),
    source: 'P10',
    office: 'ownersCommittee',
    deadline: { parameter: 'fundRaise.renewalDemandDays' },
    decisions: {
      demand: {
        title: text('已催交', 'Demanded'),
        result: 'demanded',
        evidence: 1,
        documents: ['renewalDemand'],
        told: ({ facts }: In) => ({ chargedFen: facts.chargedFen, receivedFen: facts.receivedFen }),
        effect: noteNotice,
      },
    },
  }),

  enforcement: signOff({
    title: text('催交后仍未交齐', 'Not paid in spite of the demand'),
    source: 'P10; 山东条例48 (LV)',
    office: 'ownersCommittee',
    deadline: { parameter: 'fundRaise.renewalDemandDays' },
    decisions: {
      post: {
        title: text('由业主委员会公示', 'The committee posts it'),
        result: 'posted',
        evidence: 1,
        effect: noteNotice,
      },
      sue: {
        title: text('经业主共同决定提起诉讼', 'Sue, as the owners have decided'),
        result: 'sued',
        evidence: 1,
        effect: noteNotice,
      },
      leave: { title: text('暂不追缴', 'Leave it'), tone: 'negative', result: 'left', commentRequired: true },
    },
  }),

  publication: submission({
    title: text('公布续交情况', 'Publish what was raised'),
    source: '民法典281 (LV); 建设部令165号 30 (LM)',
    office: 'ownersCommittee',
    deadline: { parameter: 'fund.usePublicationDays' },
    publishes: text('各分账续交和余额，不公布个人欠款', 'What each sub-account has raised; no arrears by name'),
    decisions: {
      publish: {
        title: text('已公布', 'Published'),
        result: 'published',
        evidence: 1,
        documents: ['fundRenewalReport'],
        told: ({ facts }: In) => ({ chargedFen: facts.chargedFen, receivedFen: facts.receivedFen }),
      },
    },
  }),
});

export const procedure = {
  kind: 'fundRaise',
  title: text('维修资金续交', 'Renewal of the maintenance fund'),
  purpose: text('余额不足时由业主决定续交', 'The owners decide to renew what is used up'),
  source: '民法典278(6); 建设部令165号 17',
  subject: 'compound',
  sections: ['fundRaise', 'fund', 'election', 'vote'],
  stages,
  outcomes: {
    funded: text('已交齐', 'Funded'),
    partlyFunded: text('部分交存', 'Partly funded'),
    rejected: text('表决未通过', 'Rejected'),
    notNeeded: text('余额充足', 'Not needed'),
    withdrawn: text('撤回', 'Withdrawn'),
  },
  cancellation: { by: ['streetPartyWorkingCommittee', 'housingBureau'], outcomes: ['withdrawn'] },
  input: inputSchema,
  startedBy: ['ownersCommittee', 'residentsCommittee', 'housingBureau'],
  key: (input) => wordIn(input, 'number'),
  standIns: ({ committee = false }) => standIns({ company: true, committee }),
  initialFacts: (): Facts => {
    const facts: RaisingFacts = { short: [], charges: [], chargedFen: 0, receivedFen: 0, noticeOn: null };
    return facts as unknown as Facts;
  },
} satisfies Procedure;
