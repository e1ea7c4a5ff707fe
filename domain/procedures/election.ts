/** Owners' committee: first election and re-election 业委会组建与换届, through the five gates 五关 (P06; sources S0, S1). */
import { z } from 'zod';
import { addDays } from '../calendar/calendar.ts';
import { daySchema, yearKeySchema } from '../calendar/daySchema.ts';
import type { ElectionFacts } from '../election/facts.ts';
import { entryIdSchema } from '../registers/entry.ts';
import { text } from '../text.ts';
import type { Facts, Procedure } from './declaration.ts';
import { candidateStages } from './electionCandidates.ts';
import { filingStages } from './electionFiling.ts';
import { preparationStages } from './electionPreparation.ts';
import { voteStages } from './electionVote.ts';
import { field, oneOf, wordIn } from './forms.ts';

const isComplete = (input: {
  route: string;
  previousCommittee?: string | undefined;
  termEnds?: string | undefined;
}): boolean => input.route === 'first' || (input.previousCommittee !== undefined && input.termEnds !== undefined);

const inputSchema = z
  .strictObject({
    term: field(
      yearKeySchema,
      text('届次', 'Term'),
      text('新一届任期开始的年份；同一届只办一次', 'the year the new term begins; one election for each'),
    ),
    route: field(
      oneOf({ first: text('首次组建', 'First election'), reelection: text('换届', 'Re-election') }),
      text('组建或换届', 'First election or re-election'),
    ),
    origin: field(
      oneOf({
        street: text('街道', 'The street'),
        owners: text('业主申请', 'Owners who apply'),
        developer: text('建设单位或物业企业报告', 'Report of the developer or company'),
        termEnd: text('任期届满', 'End of the term'),
        membersBelowHalf: text('委员不足半数', 'Too few members left'),
      }),
      text('由何启动', 'Begun by'),
      text(
        '街道、业主申请、建设单位或物业企业报告、任期届满、委员不足半数',
        'the street, owners who apply, a report of developer or company, the end of the term, too few members left',
      ),
    ),
    previousCommittee: field(entryIdSchema, text('上届业委会', 'Committee before')).optional(),
    termEnds: field(daySchema, text('上届任期届满日', 'Its term ends')).optional(),
    previousAudit: field(
      oneOf({ closed: text('审计完结', 'Closed'), referred: text('已移送', 'Referred') }),
      text('上届审计结果', 'Result of its audit'),
      text('已审计的填写，不再另行启动审计', 'where it was audited already; no other audit is started then'),
    ).optional(),
  })
  .refine(isComplete, { path: ['previousCommittee'], message: 'a re-election names the committee and its term' })
  .meta({ id: 'ElectionInput' });

export const stages = { ...preparationStages, ...candidateStages, ...voteStages, ...filingStages };

export const procedure = {
  kind: 'election',
  title: text('业委会组建与换届', 'Owners’ committee election'),
  purpose: text('依法选出业主信任的业委会', 'Elect a committee that owners trust, as the law asks'),
  source: 'S0, S1',
  subject: 'compound',
  sections: ['election', 'vote'],
  stages,
  outcomes: {
    filed: text('已备案', 'Filed'),
    extended: text('延长任期', 'Term extended'),
    custodian: text('居委会代行职责', 'Residents’ committee acts'),
    failed: text('未成', 'Failed'),
  },
  cancellation: { by: ['streetOffice', 'streetPartyWorkingCommittee'], outcomes: ['failed', 'custodian'] },
  input: inputSchema,
  startedBy: ['streetOffice', 'streetPartyWorkingCommittee'],
  key: (input) => wordIn(input, 'term'),
  startsBefore: {
    register: 'committees',
    ends: 'termEnds',
    about: 'compound',
    lead: ['election.reelectionLeadDays', 'election.reelectionPrepDays'],
    input: ({ id, ends }) => ({
      term: addDays(ends, 1).slice(0, 4),
      route: 'reelection',
      origin: 'termEnd',
      previousCommittee: id,
      termEnds: ends,
    }),
  },
  enters: ({ subject, outcome, facts }) => {
    const { term, elected, certifiedOn } = facts as unknown as ElectionFacts;
    if (outcome !== 'filed' || term === null) return [];
    return [
      {
        register: 'committees',
        entry: { compound: subject.id },
        absent: { id: `OC-${subject.id}`, nameEnds: '业委会' },
        fields: {
          termBegan: term.begins,
          termEnds: term.ends,
          members: elected.length,
          filed: true,
          ...(certifiedOn !== undefined && { certifiedOn }),
        },
      },
    ];
  },
  opening: ({ term, route }) => ({ term: term ?? null, route: route ?? null }),
  initialFacts: (input): Facts => {
    const facts: ElectionFacts = {
      previousAudit: input['previousAudit'] === undefined ? null : wordIn(input, 'previousAudit'),
      survey: null,
      extensionYears: null,
      groupFormedOn: null,
      seats: null,
      kept: [],
      candidates: [],
      bars: {},
      turnedAway: [],
      meeting: null,
      elected: [],
      electedOn: null,
      partyShareBelowTarget: null,
      officers: null,
      term: null,
      filedOn: null,
      filedLate: false,
    };
    return facts as unknown as Facts;
  },
} satisfies Procedure;
