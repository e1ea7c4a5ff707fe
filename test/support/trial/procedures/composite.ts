/** A procedure of the tests alone: it starts cases of other procedures, has scores given, and asks the owners. */
import { z } from 'zod';
import { childCase } from '../../../../domain/procedures/childCaseStage.ts';
import type { Procedure } from '../../../../domain/procedures/declaration.ts';
import { wordIn } from '../../../../domain/procedures/forms.ts';
import { scoring } from '../../../../domain/procedures/scoringStage.ts';
import { named } from '../../../../domain/procedures/stages.ts';
import { ownersVote } from '../../../../domain/procedures/voteStage.ts';
import { text } from '../../../../domain/text.ts';

const word = text('试', 'trial');
const rectificationInput = () => ({ route: 'manual', baselineMonthlyComplaints: 10 });

export const stages = named({
  awaited: childCase({
    title: word,
    source: 'test',
    kind: 'rectification',
    input: rectificationInput,
    results: { closed: 'closed', cancelled: 'cancelled' },
    ended: ({ outcome }) => ({ childOutcome: outcome }),
  }),
  unawaited: childCase({ title: word, source: 'test', kind: 'rectification', input: rectificationInput }),
  impossible: childCase({ title: word, source: 'test', kind: 'rectification', input: () => ({ route: 'nowhere' }) }),
  elsewhere: childCase({
    title: word,
    source: 'test',
    kind: 'rectification',
    subject: ({ input }) => ({ type: 'compound', id: wordIn(input, 'other') }),
    input: rectificationInput,
  }),
  rating: scoring({
    title: word,
    source: 'test',
    deadline: { parameter: 'trial.ratingDays', silenceRefuses: 'trial.silenceCounts' },
    minRaters: 'trial.ratersMin',
    seatTitles: {
      street: text('街道', 'Street'),
      community: text('社区', 'Community'),
      residents: text('居民', 'Residents'),
    },
    raters: () => [
      { id: 'street', office: 'streetPartyWorkingCommittee', weight: '0.3' },
      { id: 'community', office: 'communityPartyOrg', weight: '0.5' },
      { id: 'residents', office: 'residentsCommittee', weight: '0.2' },
    ],
    scored: ({ total, missing }) => ({ total, missing }),
  }),
  vote: ownersVote({
    title: word,
    source: 'test',
    convener: 'streetOffice',
    counter: 'residentsCommittee',
    notice: { clearDays: 'election.meetingNoticeDays' },
    extension: 'election.voteExtensionDays',
    items: () => [{ id: 'plan', rule: 'ordinary' }],
    scope: ({ input }) =>
      'buildings' in input ? { kind: 'buildings', buildings: input['buildings'] as string[] } : { kind: 'compound' },
    results: ['passed', 'rejected'],
    judged: ({ items }) => ({ result: items.every(({ passed }) => passed) ? 'passed' : 'rejected' }),
  }),
});

export const procedure = {
  kind: 'composite',
  title: word,
  purpose: word,
  source: 'test',
  subject: 'compound',
  sections: ['election', 'vote'],
  stages,
  outcomes: { over: word, cancelled: word },
  cancellation: { by: ['districtPartyCommittee'], outcomes: ['cancelled'] },
  input: z.strictObject({
    only: z.enum(['awaited', 'unawaited', 'impossible', 'elsewhere', 'rating', 'vote']),
    other: z.string().optional(),
    buildings: z.array(z.string()).optional(),
  }),
  startedBy: [],
  initialFacts: () => ({}),
} satisfies Procedure;
