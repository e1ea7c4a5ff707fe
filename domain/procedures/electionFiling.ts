/** What follows an election (P06): first session, filing, certificate, seal and training, handover. */
import { z } from 'zod';
import { addMonths } from '../calendar/calendar.ts';
import { daySchema } from '../calendar/daySchema.ts';
import { filingDue } from '../election/days.ts';
import type { ElectionFacts } from '../election/facts.ts';
import { type Session, sessionFaults } from '../election/session.ts';
import { fieldError, Refusal } from '../errors.ts';
import { text } from '../text.ts';
import type { CaseContext, DecisionContext } from './declaration.ts';
import { field, wordIn } from './forms.ts';
import { lateExplanation, refuseIfInTime, refuseIfLate } from './lateFiling.ts';
import { numberOf, wordOf } from './parameters.ts';
import { named, signOff, submission } from './stages.ts';

type In = DecisionContext<ElectionFacts>;
type Here = CaseContext<ElectionFacts>;

const member = () => z.string().regex(/^[A-Za-z0-9_-]{1,40}$/);

const sessionForm = z
  .strictObject({
    present: field(z.int().min(1).max(99), text('出席委员数', 'Members present')),
    agreed: field(
      z.int().min(0).max(99),
      text('同意人数', 'Members who agree'),
      text('须超过全体委员的半数', 'more than half of all members'),
    ),
    chair: field(member(), text('主任', 'Director')),
    deputies: field(z.array(member()).max(10), text('副主任', 'Deputy directors')),
  })
  .meta({ id: 'CommitteeSession' });

const filingForm = z
  .strictObject({
    termBegins: field(daySchema, text('任期起始日', 'The term begins')),
    termYears: field(z.int().min(1).max(20), text('任期年数', 'Years of the term')),
  })
  .meta({ id: 'CommitteeFiling' });

/** The day from which the committee before has its days to hand over. */
function handoverFrom({ facts, input, day, parameters }: Here): string {
  const elected = facts.electedOn ?? day;
  if (wordOf(parameters, 'election.handoverFrom') === 'election') return elected;
  const ends = input['termEnds'] === undefined ? elected : wordIn(input, 'termEnds');
  return ends > elected ? ends : elected;
}

function handedOver({ input, resultOf }: In): boolean {
  if (input['previousCommittee'] === undefined) return true;
  const answers = ['handover', 'handoverUrge', 'handoverMeeting'].map((stage) => resultOf(stage));
  return answers.includes('handedOver') || resultOf('handoverSuit') !== undefined;
}

const complete = { title: text('已交接', 'Handed over'), tone: 'positive', result: 'handedOver', evidence: 1 } as const;
const refused = {
  title: text('拒不交接', 'Handover is refused'),
  tone: 'negative',
  result: 'refused',
  commentRequired: true,
} as const;

/** The committee as it is filed: who belongs to it by their ids on the ballot, its officers, its term. */
const committeeFiled = ({ facts }: In) => ({
  elected: facts.elected.map(({ id }) => id),
  officers: facts.officers,
  term: facts.term,
  filedOn: facts.filedOn,
});

export const filingStages = named({
  session: submission({
    title: text('业委会首次会议', 'First session of the committee'),
    source: '274号32, 38; 山东条例30, 32; 青岛条例36, 38 (LV)',
    office: 'ownersCommittee',
    deadline: {
      parameter: 'election.committeeFirstSessionDays',
      from: ({ facts, day }: Here) => facts.electedOn ?? day,
    },
    decisions: {
      hold: {
        title: text('会议已召开，推选主任', 'It was held, and elected its officers'),
        result: 'held',
        form: sessionForm,
        guard: ({ form, facts, parameters }: In) => {
          const errors = sessionFaults(form as unknown as Session, facts.elected, parameters);
          return errors.length === 0
            ? undefined
            : new Refusal('invalid-input', text('会议不能形成决定', 'The session decides nothing'), errors);
        },
        effect: ({ form }: In) => {
          const { chair, deputies } = form as unknown as Session;
          return { officers: { chair, deputies } };
        },
      },
    },
  }),

  officersPosting: submission({
    title: text('公布主任、副主任', 'Post the officers'),
    source: '274号39 (LM); 山东条例32, 青岛条例36, 38 (LV)',
    office: 'ownersCommittee',
    deadline: { parameter: 'election.decisionPostDays' },
    publishes: text('主任、副主任和委员分工', 'Director, deputies and duties'),
    decisions: { post: { title: text('已公布', 'Posted'), result: 'posted', evidence: 1 } },
  }),

  filing: submission({
    title: text('申请备案', 'File the committee'),
    source: '274号33, 条例16; 山东条例31, 青岛条例37 (LV)',
    office: 'ownersCommittee',
    deadline: {
      parameter: 'election.filingDays',
      from: ({ facts, day }: Here) => facts.electedOn ?? day,
    },
    decisions: {
      file: {
        title: text('提交备案材料', 'Hand in the papers'),
        result: 'filed',
        evidence: 1,
        form: filingForm,
        guard: ({ form, parameters }: In) => {
          const most = numberOf(parameters, 'election.committeeTermYearsMax');
          if (Number(form['termYears']) <= most) return undefined;
          const detail = text(`最长${most}年`, `at most ${most} years`);
          return new Refusal('invalid-input', text('任期过长', 'The term is too long'), [
            fieldError('/form/termYears', detail),
          ]);
        },
        effect: (context: In) => {
          const { form, facts, day } = context;
          const begins = wordIn(form, 'termBegins');
          // Papers that are returned and handed in again were filed when they first came.
          const filedOn = facts.filedOn ?? day;
          return {
            term: { begins, ends: addMonths(begins, 12 * Number(form['termYears'])) },
            filedOn,
            filedLate: facts.electedOn !== null && filedOn > filingDue(facts.electedOn, context),
          };
        },
      },
    },
  }),

  filingCheck: signOff({
    title: text('备案审查', 'Check the filing'),
    source: '274号33; 山东条例31, 青岛条例37 (LV); 逾期说明 A',
    office: 'streetOffice',
    deadline: { parameter: 'election.filingCheckDays' },
    decisions: {
      accept: {
        title: text('准予备案', 'Accept'),
        tone: 'positive',
        result: 'accepted',
        documents: ['committeeFiling'],
        told: committeeFiled,
        guard: refuseIfLate,
      },
      acceptLate: {
        title: text('准予备案，责令说明逾期原因', 'Accept, with the order to explain the delay'),
        result: 'acceptedLate',
        commentRequired: true,
        documents: ['committeeFiling'],
        told: committeeFiled,
        guard: refuseIfInTime,
      },
      return: {
        title: text('材料不齐，退回', 'Return for missing papers'),
        tone: 'negative',
        result: 'returned',
        commentRequired: true,
      },
    },
  }),

  lateExplanation,

  certificate: signOff({
    title: text('出具备案证明', 'Issue the filing certificate'),
    source: '山东条例31 (LV)',
    office: 'housingBureau',
    deadline: { parameter: 'election.filingCertificateDays' },
    publishes: text('备案情况', 'That it is filed'),
    decisions: {
      issue: {
        title: text('出具证明', 'Issue it'),
        tone: 'positive',
        result: 'issued',
        documents: ['committeeCertificate'],
        told: committeeFiled,
        effect: ({ day }: In) => ({ certifiedOn: day }),
      },
      return: {
        title: text('材料有误，退回', 'Return for faulty papers'),
        tone: 'negative',
        result: 'returned',
        commentRequired: true,
      },
    },
  }),

  housingNotice: submission({
    title: text('街道告知住建部门', 'The street informs the housing bureau'),
    source: '青岛条例37 (LV)',
    office: 'streetOffice',
    deadline: { parameter: 'election.filingCheckDays' },
    publishes: text('备案情况', 'That it is filed'),
    decisions: { inform: { title: text('已告知', 'Informed'), result: 'informed' } },
  }),

  training: submission({
    title: text('刻制印章、培训委员', 'Seal made, members trained'),
    source: 'S0“选配、培训、审计全流程管理”; 期限 A',
    office: 'streetPartyWorkingCommittee',
    deadline: { parameter: 'election.committeeTrainingDays' },
    decisions: {
      complete: {
        title: text('完成', 'Done'),
        result: 'trained',
        guard: (context: In) =>
          handedOver(context)
            ? undefined
            : new Refusal('not-ready', text('交接尚未完成', 'The handover is not settled yet')),
      },
    },
  }),

  handover: submission({
    title: text('新旧业委会交接', 'Handover by the committee before'),
    source: '274号48 (LM); 山东条例33, 青岛条例43 (LV)',
    office: 'ownersCommittee',
    deadline: { parameter: 'election.handoverDays', from: handoverFrom },
    decisions: { complete, refuse: refused },
  }),

  handoverUrge: signOff({
    title: text('街道督促交接', 'The street urges the handover'),
    source: '山东条例33, 青岛条例43 (LV)',
    office: 'streetOffice',
    deadline: { parameter: 'election.handoverUrgeDays' },
    decisions: { complete, refuse: refused },
  }),

  handoverMeeting: signOff({
    title: text('联席会议协调', 'Joint meeting on the handover'),
    source: '青岛条例82 (LV)',
    office: 'streetPartyWorkingCommittee',
    deadline: { parameter: 'election.handoverMeetingDays' },
    decisions: { complete, refuse: refused },
  }),

  handoverSuit: submission({
    title: text('提起诉讼', 'Suit for the handover'),
    source: '山东条例33, 青岛条例43 (LV)',
    office: 'ownersCommittee',
    deadline: { parameter: 'election.handoverCourtDays' },
    decisions: { sue: { title: text('已起诉', 'The suit is filed'), result: 'sued', evidence: 1 } },
  }),

  custody: submission({
    title: text('居委会代行职责', 'The residents’ committee takes over'),
    source: '274号58 (LM); 物业管理条例14, 20 (LV)',
    office: 'residentsCommittee',
    deadline: { parameter: 'election.custodyDays' },
    publishes: text('由居委会代行职责', 'That the residents’ committee acts'),
    decisions: {
      takeOver: { title: text('已接手', 'Taken over'), result: 'takenOver', documents: ['custodianNotice'] },
    },
  }),
});
