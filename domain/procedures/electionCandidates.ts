/** Gates three and four of an election (P06; S1 五关): candidates are nominated and checked. Party share is no bar. */
import { z } from 'zod';
import { barredIds, eligible, nominationFaults, seatFaults, vacancies } from '../election/candidates.ts';
import { type Candidate, type ElectionFacts, legalBars, nominators } from '../election/facts.ts';
import { fieldError, Refusal } from '../errors.ts';
import { text } from '../text.ts';
import type { CaseContext, DecisionContext } from './declaration.ts';
import { field, oneOf } from './forms.ts';
import { jointReview, named, posting, type Seat, signOff, submission } from './stages.ts';

type In = DecisionContext<ElectionFacts>;

/** An id on the ballot: one part of an id. */
const candidateId = () =>
  field(z.string().regex(/^[A-Za-z0-9_-]{1,40}$/), text('候选人编号', 'Candidate'), text('如 K1', 'such as K1'));

const nominationForm = z
  .strictObject({
    seats: field(z.int().min(1).max(99), text('委员席位', 'Seats'), text('单数', 'an odd number')),
    rulesMaximum: field(
      z.int().min(1).max(99),
      text('议事规则规定的人数上限', 'Maximum by the rules of procedure'),
      text('仅限政策允许的地方', 'where the policy lets the rules say so'),
    ).optional(),
    candidates: field(
      z
        .array(
          z.strictObject({
            id: candidateId(),
            name: field(z.string().trim().min(1).max(80), text('姓名', 'Name')).optional(),
            by: field(oneOf(nominators), text('推荐方式', 'Nominated by')),
            partyMember: field(z.boolean(), text('中共党员', 'Party member')),
          }),
        )
        .min(1)
        .max(99),
      text('候选人', 'Candidates'),
      text('不少于待选席位（青岛条例34）', 'as many as there are seats to fill, or more'),
    ),
  })
  .meta({ id: 'CandidateNomination' });

type Nomination = z.infer<typeof nominationForm>;

const barForm = z
  .strictObject({
    bars: field(
      z
        .array(
          z.strictObject({
            candidate: candidateId(),
            bar: field(
              oneOf(legalBars),
              text('法定情形', 'Legal bar'),
              text(
                '非业主、无完全行为能力、欠费、违建、利益冲突',
                'no owner, no full capacity, arrears, illegal structure, conflict of interest',
              ),
            ),
            reason: field(z.string().trim().min(1).max(1000), text('书面理由', 'Written reason')),
          }),
        )
        .min(1)
        .max(99),
      text('不符合条件的候选人', 'Candidates who are barred'),
    ),
  })
  .meta({ id: 'CandidateBars' });

type Bars = z.infer<typeof barForm>['bars'];

function whyNoBar({ form, facts }: In): Refusal | undefined {
  const ids = new Set(facts.candidates.map(({ id }) => id));
  const errors = (form['bars'] as unknown as Bars).flatMap(({ candidate }, index) =>
    ids.has(candidate)
      ? []
      : [fieldError(`/form/bars/${index}/candidate`, text(`${candidate}不是候选人`, `${candidate} is no candidate`))],
  );
  return errors.length === 0 ? undefined : new Refusal('invalid-input', undefined, errors);
}

/** The list after a review: who is barred stands no more. */
function cleared(facts: ElectionFacts): Pick<ElectionFacts, 'candidates' | 'bars' | 'turnedAway'> {
  return {
    candidates: eligible(facts),
    bars: {},
    turnedAway: [...new Set([...facts.turnedAway, ...barredIds(facts.bars)])],
  };
}

export const candidateStages = named({
  nomination: submission({
    title: text('第三关：候选人推荐', 'Gate three: nominate candidates'),
    source: 'S1 五关; 青岛条例34 (LV)',
    office: 'communityPartyOrg',
    deadline: { parameter: 'election.candidateNominationDays' },
    decisions: {
      nominate: {
        title: text('提交候选人名单', 'Hand in the candidates'),
        result: 'nominated',
        form: nominationForm,
        guard: ({ form, facts, parameters }: In) => {
          const { seats, rulesMaximum, candidates } = form as unknown as Nomination;
          const errors = [
            ...seatFaults(seats, rulesMaximum, parameters),
            ...nominationFaults(facts, seats, candidates),
          ];
          return errors.length === 0 ? undefined : new Refusal('invalid-input', undefined, errors);
        },
        effect: ({ form, facts }: In) => {
          const { seats, candidates } = form as unknown as Nomination;
          const nominated: Candidate[] = candidates.map(({ id, by, partyMember }) => ({ id, by, partyMember }));
          return { seats, candidates: [...facts.kept, ...nominated], bars: {} };
        },
      },
    },
  }),

  nominationApproval: signOff({
    title: text('第三关签批', 'Gate three signed'),
    source: 'S1 五关',
    office: 'streetPartyWorkingCommittee',
    reviews: ['nomination'],
    deadline: { parameter: 'election.gateSigningDays' },
    decisions: {
      pass: { title: text('通过', 'Pass'), tone: 'positive', result: 'passed' },
      return: { title: text('退回', 'Return'), tone: 'negative', result: 'returned', commentRequired: true },
    },
  }),

  candidateReview: jointReview({
    title: text('第四关：候选人联审', 'Gate four: joint check of candidates'),
    source: 'S1 五关; 青岛条例23, 34 (LV)',
    disputes: text(
      '候选人不服的，在书面告知后的申诉期内登记，由街道党工委在本案中处理',
      'A barred candidate’s appeal is entered after the written reason, and settled by the street party working committee within the case',
    ),
    rule: 'all',
    keepApprovals: true,
    seatTitles: {
      street: 'streetOffice',
      housing: 'housingBureau',
      urbanManagement: 'urbanManagement',
    },
    seats: ({ facts }: CaseContext<ElectionFacts>): Seat[] => {
      const subjectMatter = facts.candidates.map(({ id }) => id);
      return [
        { id: 'street', office: 'streetOffice', subjectMatter },
        { id: 'housing', office: 'housingBureau', subjectMatter },
        { id: 'urbanManagement', office: 'urbanManagement', subjectMatter },
      ];
    },
    deadline: { parameter: 'election.candidateReviewDays' },
    results: { approved: 'eligible', refused: 'barred' },
    decisions: {
      clear: {
        title: text('均符合条件', 'Nobody is barred'),
        tone: 'positive',
        vote: 'approve',
        effect: ({ facts, part = '' }: In) => ({ bars: { ...facts.bars, [part]: {} } }),
      },
      bar: {
        title: text('有法定情形', 'There are legal bars'),
        tone: 'negative',
        vote: 'refuse',
        form: barForm,
        guard: whyNoBar,
        effect: ({ form, facts, part = '' }: In) => {
          const found = (form['bars'] as unknown as Bars).map(({ candidate, bar }) => [candidate, bar] as const);
          return { bars: { ...facts.bars, [part]: Object.fromEntries(found) } };
        },
      },
    },
  }),

  rejection: posting({
    title: text('书面告知不符合条件的候选人', 'Give barred candidates the reason in writing'),
    source: '申诉 A',
    office: 'streetOffice',
    deadline: { parameter: 'election.gateSigningDays' },
    duration: 'election.candidateAppealDays',
    post: {
      title: text('已书面告知', 'The reasons are given'),
      evidence: 1,
      documents: ['candidateBarNotice'],
      told: ({ facts }: DecisionContext<ElectionFacts>) => ({ barred: [...barredIds(facts.bars)] }),
    },
    objections: { office: 'residentsCommittee', title: text('登记申诉', 'Enter an appeal') },
    settlement: {
      office: 'streetPartyWorkingCommittee',
      title: text('处理申诉', 'Settle the appeal'),
      deadline: { parameter: 'election.objectionSettlementDays' },
    },
  }),

  candidateApproval: signOff({
    title: text('第四关签批', 'Gate four signed'),
    source: 'S1 五关',
    office: 'streetPartyWorkingCommittee',
    reviews: ['nomination'],
    deadline: { parameter: 'election.gateSigningDays' },
    publishes: text('候选人名单', 'The candidates'),
    decisions: {
      pass: {
        title: text('确定候选人名单', 'Settle the list'),
        tone: 'positive',
        result: 'passed',
        documents: ['candidateList'],
        told: ({ facts }: In) => ({ seats: facts.seats, standing: eligible(facts).map(({ id }) => id) }),
        guard: ({ facts }: In) => {
          const [standing, needed] = [eligible(facts).length, vacancies(facts, facts.seats ?? 0)];
          if (standing >= needed) return undefined;
          return new Refusal(
            'not-ready',
            text(
              `待选${needed}席，候选人仅剩${standing}名，请补充推荐`,
              `${standing} candidates are left for ${needed} seats: nominate others`,
            ),
          );
        },
        effect: ({ facts }: In) => ({ ...cleared(facts), kept: [] }),
      },
      replace: {
        title: text('补充推荐', 'Nominate others'),
        tone: 'negative',
        result: 'replace',
        commentRequired: true,
        effect: ({ facts }: In) => ({ ...cleared(facts), kept: eligible(facts) }),
      },
    },
  }),
});
