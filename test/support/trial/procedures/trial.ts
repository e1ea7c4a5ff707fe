/** A procedure of the tests alone: the primitives that rectification does not use, one after the other. */
import { z } from 'zod';
import { addDays } from '../../../../domain/calendar/calendar.ts';
import type { Procedure } from '../../../../domain/procedures/declaration.ts';
import { checkpoint, jointReview, named, posting, signOff } from '../../../../domain/procedures/stages.ts';
import { text } from '../../../../domain/text.ts';

const word = text('试', 'trial');

export const stages = named({
  opinion: jointReview({
    title: word,
    source: 'test',
    rule: { atLeast: 2 },
    seatTitles: {
      housing: 'housingBureau',
      police: 'publicSecurity',
      civil: 'civilAffairs',
    },
    seats: () => [
      { id: 'housing', office: 'housingBureau' },
      { id: 'police', office: 'publicSecurity' },
      { id: 'civil', office: 'civilAffairs' },
    ],
    deadline: { parameter: 'rectification.departmentReplyDays' },
    results: { approved: 'carried', refused: 'lost' },
    decisions: {
      agree: { title: word, vote: 'approve', appeal: { by: ['propertyCompany'], holds: ['seal'] } },
      disagree: { title: word, vote: 'refuse' },
    },
  }),
  notice: posting({
    title: word,
    source: 'test',
    office: 'streetOffice',
    duration: 'trial.postingDays',
    post: { title: word, evidence: 1 },
    objections: { office: 'residentsCommittee', title: word },
    settlement: {
      office: 'streetPartyWorkingCommittee',
      title: word,
      deadline: { parameter: 'rectification.departmentReplyDays' },
    },
  }),
  visit: checkpoint({
    title: word,
    source: 'test',
    office: 'gridWorker',
    deadline: { parameter: 'rectification.departmentReplyDays' },
    opensOn: ({ recordedFrom }) => addDays(recordedFrom, 30),
    decisions: { report: { title: word, result: 'visited', appeal: { by: ['propertyCompany'], holds: ['seal'] } } },
  }),
  seal: signOff({
    title: word,
    source: 'test',
    office: 'housingBureau',
    deadline: { parameter: 'rectification.departmentReplyDays' },
    appeal: { results: ['sealed'], by: ['propertyCompany'], decidedBy: 'districtPartyCommittee' },
    decisions: { approve: { title: word, result: 'sealed' }, again: { title: word, result: 'again' } },
  }),
});

export const procedure = {
  kind: 'trial',
  title: word,
  purpose: word,
  source: 'test',
  subject: ['compound', 'company'],
  sections: ['rectification'],
  stages,
  outcomes: { sealed: word, lost: word },
  cancellation: { by: ['districtPartyCommittee'], outcomes: ['cancelled'] },
  input: z.strictObject({ skipTo: z.enum(['opinion', 'notice', 'visit', 'seal']).optional() }),
  startedBy: [],
  initialFacts: () => ({}),
} satisfies Procedure;
