/** A procedure of the tests alone: a posting and a sign-off at once, whose offices may stand in for others. */
import { z } from 'zod';
import type { Procedure } from '../../../../domain/procedures/declaration.ts';
import { named, posting, signOff } from '../../../../domain/procedures/stages.ts';
import { text } from '../../../../domain/text.ts';

const word = text('试', 'trial');

export const stages = named({
  notice: posting({
    title: word,
    source: 'test',
    office: 'streetOffice',
    duration: 'trial.postingDays',
    post: { title: word },
    objections: { office: 'residentsCommittee', title: word },
    settlement: { office: 'streetPartyWorkingCommittee', title: word },
  }),
  word: signOff({
    title: word,
    source: 'test',
    office: 'ownersCommittee',
    decisions: { yes: { title: word, result: 'agreed' }, no: { title: word, result: 'refused' } },
  }),
  seal: signOff({
    title: word,
    source: 'test',
    office: 'housingBureau',
    dueOn: ({ startedOn }) => `${Number(startedOn.slice(0, 4)) + 1}-06-30`,
    decisions: { seal: { title: word, result: 'sealed' } },
  }),
});

export const procedure = {
  kind: 'concurrent',
  title: word,
  purpose: word,
  source: 'test',
  subject: 'compound',
  sections: ['election'],
  stages,
  outcomes: { over: word, cancelled: word },
  cancellation: { by: ['districtPartyCommittee'], outcomes: ['cancelled'] },
  input: z.strictObject({ committee: z.boolean() }),
  standIns: ({ committee }) => (committee === true ? {} : { ownersCommittee: 'residentsCommittee' }),
  startedBy: [],
  initialFacts: () => ({}),
} satisfies Procedure;
