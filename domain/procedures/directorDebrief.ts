/** Quarterly debrief of a committee's director 业委会主任述职 (P07; S3): rated by the branch and by owners. */
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { text } from '../text.ts';
import { childCase } from './childCaseStage.ts';
import type { CaseContext, DecisionContext, Facts, Procedure } from './declaration.ts';
import { field, hundredths, wordIn } from './forms.ts';
import { numberOf, wordOf } from './parameters.ts';
import { scoring } from './scoringStage.ts';
import { named, submission } from './stages.ts';

interface DebriefFacts {
  /** Hundredths of a point; null until everybody has rated. */
  total: number | null;
  /** The quarter before, in hundredths of a point; null where there was none. */
  previous: number | null;
}

type In = DecisionContext<DebriefFacts>;

const passes = (score: number | null, { parameters }: Pick<In, 'parameters'>): boolean =>
  score === null || score >= 100 * numberOf(parameters, 'audit.directorScoreMin');

/** What the score comes to: a pass, a low score, or the second low score in succession. */
function standing({ facts, parameters }: In): 'passed' | 'low' | 'lowAgain' {
  if (passes(facts.total, { parameters })) return 'passed';
  return passes(facts.previous, { parameters }) ? 'low' : 'lowAgain';
}

/** One decision for each standing; the others are refused. */
function publish<const R extends 'passed' | 'low' | 'lowAgain'>(result: R, zh: string, en: string) {
  return {
    title: text(zh, en),
    tone: result === 'passed' ? ('positive' as const) : ('negative' as const),
    result,
    documents: ['directorRating'],
    told: ({ facts }: In) => ({ total: facts.total, previous: facts.previous }),
    guard: (context: In) =>
      standing(context) === result
        ? undefined
        : new Refusal(
            'not-ready',
            text(`得分对应另一项决定：${standing(context)}`, `The score says otherwise: ${standing(context)}`),
          ),
  };
}

export const stages = named({
  statement: submission({
    title: text('提交述职材料', 'Hand in the debrief'),
    source: 'S3“每季度組織一次業委會主任述職”; 期限 A',
    office: 'ownersCommittee',
    deadline: { parameter: 'audit.directorStatementDays' },
    decisions: { submit: { title: text('提交', 'Hand in'), result: 'submitted', evidence: 1 } },
  }),

  rating: scoring({
    title: text('支部和业主代表评议', 'Branch and owners’ representatives rate'),
    source: 'S3; 权重 A',
    deadline: { parameter: 'audit.directorRatingDays' },
    seatTitles: {
      branch: 'compoundBranch',
      owners: text('业主代表', 'Owners’ representatives'),
    },
    raters: ({ parameters }: CaseContext<DebriefFacts>) => [
      { id: 'branch', office: 'compoundBranch', weight: wordOf(parameters, 'audit.directorBranchWeight') },
      // Owners' representatives rate under the heads of their buildings.
      { id: 'owners', office: 'buildingHead', weight: wordOf(parameters, 'audit.directorOwnersWeight') },
    ],
    scored: ({ total }) => ({ total }),
  }),

  publication: submission({
    title: text('公布评议结果', 'Publish the result'),
    source: 'S3“述職評議結果納入業委會專項審計”; 合格分 A',
    office: 'communityPartyOrg',
    deadline: { parameter: 'audit.directorPublicationDays' },
    publishes: text('述职评议结果', 'The result'),
    decisions: {
      pass: publish('passed', '合格', 'Passed'),
      low: publish('low', '不合格', 'Low score'),
      lowAgain: publish('lowAgain', '连续两次不合格，启动专项审计', 'Low twice in succession: a special audit'),
    },
  }),

  specialAudit: childCase({
    title: text('专项审计', 'Special audit'),
    source: 'S3; P07 (A)',
    kind: 'audit',
    input: ({ input }) => ({ year: wordIn(input, 'quarter').slice(0, 4), reason: 'debrief' }),
  }),
});

export const procedure = {
  kind: 'directorDebrief',
  title: text('业委会主任述职', 'Director’s debrief'),
  purpose: text('每季度评议业委会主任', 'Rate the director of an owners’ committee each quarter'),
  source: 'S3',
  subject: 'committee',
  sections: ['audit'],
  stages,
  outcomes: {
    passed: text('合格', 'Passed'),
    low: text('不合格', 'Low score'),
    audited: text('启动专项审计', 'Special audit begun'),
    cancelled: text('撤销', 'Cancelled'),
  },
  cancellation: { by: ['communityPartyOrg', 'streetPartyWorkingCommittee'], outcomes: ['cancelled'] },
  input: z
    .strictObject({
      quarter: field(
        z.string().regex(/^(19|20|21)\d\d-Q[1-4]$/, 'a quarter such as 2026-Q3'),
        text('季度', 'Quarter'),
        text('如 2026-Q3', 'such as 2026-Q3'),
      ),
      previousScore: field(
        hundredths(z.int().min(0).max(10_000), 'points'),
        text('上季度得分', 'Score of the quarter before'),
        text('没有则不填', 'none where there was none'),
      ).optional(),
    })
    .meta({ id: 'DirectorDebriefInput' }),
  startedBy: ['communityPartyOrg', 'streetPartyWorkingCommittee'],
  key: (input) => wordIn(input, 'quarter'),
  initialFacts: ({ previousScore }): Facts => ({ total: null, previous: previousScore ?? null }),
} satisfies Procedure;
