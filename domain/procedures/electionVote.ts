/** Gate five of an election (P06; S1 五关): the owners vote, the result is posted, and stands or is voided. */
import { firstMeetingDue, firstMeetingDueExtended, reelectionDue } from '../election/days.ts';
import type { ElectionFacts } from '../election/facts.ts';
import { electedBy, isCommittee, partyShareBelowTarget } from '../election/result.ts';
import { Refusal } from '../errors.ts';
import { type Text, text } from '../text.ts';
import type { JudgedVote } from '../votes/vote.ts';
import type { CaseContext, DeadlineRule, DecisionContext } from './declaration.ts';
import { wordIn } from './forms.ts';
import { named, posting, signOff } from './stages.ts';
import { ownersVote } from './voteStage.ts';

type In = DecisionContext<ElectionFacts>;
type Here = CaseContext<ElectionFacts>;

const nothing: Partial<ElectionFacts> = { elected: [], electedOn: null, partyShareBelowTarget: null, officers: null };

function judged(vote: JudgedVote, { facts, day, parameters }: Here) {
  const elected = electedBy(vote, facts);
  if (!isCommittee(elected.length, parameters)) return { result: 'notEnough' as const, facts: { elected } };
  return {
    result: 'elected' as const,
    facts: { elected, electedOn: day, partyShareBelowTarget: partyShareBelowTarget(elected, parameters) },
  };
}

/** The day the meeting begins, against the legal one; for a repeated vote there is none. */
function meetingOf(context: In): Partial<ElectionFacts> {
  const { facts, input, form } = context;
  const begins = wordIn(form, 'votingFrom');
  const formedOn = facts.groupFormedOn ?? context.day;
  const isFirst = input['route'] === 'first';
  const due = isFirst ? firstMeetingDue(formedOn, context) : reelectionDue(wordIn(input, 'termEnds'), context);
  const latest = isFirst && facts.meetingExtended !== false ? firstMeetingDueExtended(formedOn, context) : due;
  return { meeting: { begins, due, kept: begins <= due ? 'inTime' : begins <= latest ? 'extended' : 'late' } };
}

/** 青岛条例24: the street may approve that the first meeting is held later, while that day has not passed either. */
function refusePostponement(context: In): Refusal | undefined {
  const latest = firstMeetingDueExtended(context.facts.groupFormedOn ?? context.day, context);
  if (context.day <= latest) return undefined;
  return new Refusal(
    'extension-refused',
    text(`首次会议最迟应于${latest}召开`, `The first meeting may be held until ${latest} at the latest`),
  );
}

function election(declared: {
  title: Text;
  source: string;
  deadline: DeadlineRule<ElectionFacts>;
  dated: boolean;
  first?: boolean;
}) {
  return ownersVote({
    title: declared.title,
    source: declared.source,
    convener: 'streetOffice',
    counter: 'residentsCommittee',
    notice: {
      clearDays: 'election.meetingNoticeDays',
      deadline: declared.deadline,
      documents: ['electionNotice'],
      told: ({ facts }: In) => ({ seats: facts.seats, standing: facts.candidates.map(({ id }) => id) }),
      ...(declared.dated && { effect: meetingOf }),
    },
    count: { deadline: { parameter: 'election.voteCountDays' } },
    extension: 'election.voteExtensionDays',
    ...(declared.first && {
      postponement: {
        title: text('批准首次业主大会会议延期', 'Approve that the first meeting is held later'),
        office: 'streetOffice',
        days: 'election.firstMeetingExtensionDays',
        pending: { meetingExtended: false },
        approve: { guard: refusePostponement, effect: () => ({ meetingExtended: true }) },
      },
    }),
    items: ({ facts }: Here) => facts.candidates.map(({ id }) => ({ id, rule: 'ordinary' })),
    scope: () => ({ kind: 'compound' }),
    publishes: text('候选人、表决结果', 'Candidates and result'),
    results: ['elected', 'notEnough'],
    judged,
  });
}

export const voteStages = named({
  firstElection: election({
    title: text('第五关：首次业主大会选举', 'Gate five: election at the first owners’ meeting'),
    source: 'S1 五关; 山东条例22, 24; 青岛条例24, 31; 民法典278 (LV)',
    deadline: {
      parameter: 'election.firstMeetingDays',
      from: ({ facts, day }: Here) => facts.groupFormedOn ?? day,
    },
    dated: true,
    first: true,
  }),

  reelection: election({
    title: text('第五关：换届选举', 'Gate five: re-election'),
    source: 'S1 五关; 274号47 (LM); 山东条例33, 青岛条例41, 民法典278 (LV)',
    deadline: {
      parameter: 'election.reelectionLeadDays',
      from: ({ input }: Here) => wordIn(input, 'termEnds'),
      direction: 'before',
    },
    dated: true,
  }),

  repeatElection: election({
    title: text('第五关：重新选举或补选', 'Gate five: repeated election or by-election'),
    source: '民法典278 (LV); 期限 A',
    deadline: { parameter: 'election.voteNoticeDays' },
    dated: false,
  }),

  resultPosting: posting({
    title: text('公示选举结果', 'Post the result'),
    source: '274号39 (LM); 青岛条例92 (LV); A',
    office: 'streetOffice',
    deadline: { parameter: 'election.decisionPostDays' },
    duration: 'election.resultPostDays',
    publishes: text('当选名单', 'Who is elected'),
    post: {
      title: text('张贴结果', 'Post the result'),
      evidence: 1,
      documents: ['electionResult'],
      told: ({ facts }: DecisionContext<ElectionFacts>) => ({
        elected: facts.elected.map(({ id }) => id),
        electedOn: facts.electedOn,
      }),
    },
    objections: { office: 'residentsCommittee', title: text('登记业主异议', 'Enter an objection of owners') },
    settlement: {
      office: 'streetPartyWorkingCommittee',
      title: text('处理异议', 'Settle the objection'),
      deadline: { parameter: 'election.objectionSettlementDays' },
    },
  }),

  resultApproval: signOff({
    title: text('第五关签批', 'Gate five signed'),
    source: 'S1 五关; 条例19 (LV)',
    office: 'streetOffice',
    deadline: { parameter: 'election.gateSigningDays' },
    decisions: {
      confirm: {
        title: text('选举有效', 'The election stands'),
        tone: 'positive',
        result: 'stands',
        guard: ({ resultOf }: In) =>
          resultOf('resultPosting') === 'upheld'
            ? new Refusal('not-ready', text('对结果的异议成立', 'An objection to the result was upheld'))
            : undefined,
      },
      void: {
        title: text('责令改正，选举无效', 'Order correction: the election is void'),
        tone: 'negative',
        result: 'voided',
        commentRequired: true,
        documents: ['electionVoided'],
        effect: () => nothing,
      },
    },
  }),

  nextStep: signOff({
    title: text('选举未成，决定下一步', 'Nobody is elected: what next'),
    source: '274号57, 58 (LM); 山东条例28, 青岛条例42 (LV)',
    office: 'streetOffice',
    deadline: { parameter: 'election.gateSigningDays' },
    decisions: {
      renotice: { title: text('重新公告表决', 'Give notice of another vote'), result: 'renotice' },
      regroup: {
        title: text('重新组建筹备组或换届小组', 'Form another preparatory or re-election group'),
        result: 'regroup',
      },
      custodian: {
        title: text('由居委会代行职责', 'The residents’ committee acts instead'),
        tone: 'negative',
        result: 'custodian',
        commentRequired: true,
      },
      fail: {
        title: text('本次选举终止', 'The election has failed'),
        tone: 'negative',
        result: 'failed',
        commentRequired: true,
      },
    },
  }),
});
