/** Incentives for compound secretaries 小区党支部书记激励 (P20; S0, S1): one case for each kind of incentive and year. */
import { z } from 'zod';
import { type IncentiveKind, incentiveTitles, refuseFigures } from '../secretaries/incentives.ts';
import { text } from '../text.ts';
import type { DecisionContext, Facts, Procedure } from './declaration.ts';
import { field, oneOf, wordIn } from './forms.ts';
import { named, signOff, submission } from './stages.ts';

interface IncentiveFacts {
  incentive: IncentiveKind;
  year: number;
  /** What was granted, in figures; null before. */
  granted: Record<string, number> | null;
}

type In = DecisionContext;

const figure = (zh: string, en: string) => field(z.int().min(1).max(10_000), text(zh, en)).optional();

export const stages = named({
  nomination: submission({
    title: text('街道推荐', 'The street nominates'),
    source: 'P20, S0',
    office: 'streetPartyWorkingCommittee',
    deadline: { parameter: 'incentive.incentiveNominationDays' },
    decisions: {
      nominate: {
        title: text('推荐', 'Nominate'),
        result: 'nominated',
        form: z
          .strictObject({
            grounds: field(z.string().trim().min(1).max(2000), text('主要事迹', 'Grounds')),
          })
          .meta({ id: 'IncentiveNomination' }),
      },
    },
  }),

  review: signOff({
    title: text('组织部审定', 'The organisation department decides'),
    source: 'P20, S0',
    office: 'organisationDept',
    reviews: ['nomination'],
    deadline: { parameter: 'incentive.incentiveDecisionDays' },
    decisions: {
      grant: {
        title: text('授予', 'Grant'),
        tone: 'positive',
        result: 'granted',
        documents: ['incentiveDecision'],
        form: z
          .strictObject({
            place: figure('年度名额序号', 'Number among those of the year'),
            post: figure('岗位', 'Post'),
            grade: figure('等级', 'Grade'),
            months: figure('缩短月数', 'Months earlier'),
            rung: figure('阶梯层级', 'Rung'),
          })
          .meta({ id: 'IncentiveGrant' }),
        guard: refuseFigures,
        effect: ({ form }: In) => ({ granted: { ...form } }),
      },
      decline: {
        title: text('不予授予', 'Decline'),
        tone: 'negative',
        result: 'declined',
        commentRequired: true,
        documents: ['incentiveDecision'],
        appeal: { by: ['compoundSecretary'] },
      },
    },
  }),

  publication: submission({
    title: text('公布', 'Publish'),
    source: 'P20 (A)',
    office: 'organisationDept',
    deadline: { parameter: 'incentive.incentivePublicationDays' },
    publishes: text('授予结果', 'What was granted'),
    decisions: { publish: { title: text('公布', 'Publish'), result: 'published' } },
  }),
});

export const procedure = {
  kind: 'incentive',
  title: text('小区党支部书记激励', 'Incentive for a compound secretary'),
  purpose: text('让干得好的书记有荣誉、有待遇、有前途', 'Reward secretaries who do well: honour, pay, prospects'),
  source: 'S0, S1',
  subject: 'secretary',
  sections: ['incentive'],
  stages,
  outcomes: {
    granted: text('已授予', 'Granted'),
    declined: text('未授予', 'Declined'),
    cancelled: text('撤销', 'Cancelled'),
  },
  cancellation: { by: ['organisationDept'], outcomes: ['cancelled'] },
  input: z
    .strictObject({
      year: field(z.int().min(2000).max(2199), text('年度', 'Year')),
      incentive: field(
        oneOf(incentiveTitles),
        text('激励类型', 'Incentive'),
        text(
          '书记工作室（S0每年15个）、好书记（20名）、3岗18级、年度优秀缩短晋级6个月、成长阶梯（S1）',
          'Studio (S0: 15 a year), good secretary (20), 3 posts and 18 grades, promotion 6 months earlier, career ladder (S1)',
        ),
      ),
    })
    .meta({ id: 'IncentiveInput' }),
  startedBy: ['streetPartyWorkingCommittee', 'organisationDept'],
  key: (input) => `${Number(input['year'])}-${wordIn(input, 'incentive')}`,
  opening: ({ year, incentive }) => ({ year: year ?? null, incentive: incentive ?? null }),
  initialFacts: ({ year, incentive }): Facts => {
    const facts: IncentiveFacts = { incentive: incentive as IncentiveKind, year: Number(year), granted: null };
    return facts as unknown as Facts;
  },
} satisfies Procedure;
