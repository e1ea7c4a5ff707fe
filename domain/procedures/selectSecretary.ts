/** Compound-secretary selection and joint review 小区党支部书记选拔联审 (P16; S0, S3). */
import { z } from 'zod';
import type { PlainDay } from '../calendar/calendar.ts';
import type { OfficeCode } from '../organisation/offices.ts';
import { selectionTypes } from '../registers/compound.ts';
import { placeIdSchema } from '../registers/place.ts';
import { mentorForm } from '../secretaries/mentor.ts';
import { refuseBlankItem } from '../secretaries/negativeList.ts';
import {
  type SelectionMethod,
  type SelectionType,
  selectionMethods,
  suggestedMethod,
} from '../secretaries/selectionMethod.ts';
import { text } from '../text.ts';
import { childCase } from './childCaseStage.ts';
import type { CaseContext, DecisionContext, DecisionDeclaration, Facts, Procedure } from './declaration.ts';
import { field, oneOf, wordIn } from './forms.ts';
import { parameter } from './parameters.ts';
import { jointReview, named, posting, type Seat, signOff, submission } from './stages.ts';

export interface SelectSecretaryFacts {
  compoundType: SelectionType | null;
  suggestedMethod: SelectionMethod | null;
  /** How many candidates there have been; the one under way is the last. Who they are stands in the forms alone. */
  candidates: number;
  method: SelectionMethod | null;
  /** Items of the negative list that departments found, by number. */
  hits: { candidate: number; department: string; item: number }[];
  /** Since when a community cadre acts; null while nobody is designated. */
  actingSince: PlainDay | null;
  filedOn: PlainDay | null;
  appointedOn: PlainDay | null;
  /** The secretary appointed, as the register has them. */
  secretary: string | null;
  mentoredSince: PlainDay | null;
}

type In = DecisionContext<SelectSecretaryFacts>;

const compoundType = () =>
  field(
    oneOf(selectionTypes),
    text('小区类型', 'Type of compound'),
    text('商住、家属院、安置、老旧（S0），用于建议选拔方式', 'By S0; suggests how to find the secretary'),
  ).optional();

const candidateForm = z
  .strictObject({
    name: field(z.string().trim().min(1).max(40), text('人选姓名', 'Candidate')),
    method: field(
      oneOf(selectionMethods),
      text('选拔方式', 'Found by'),
      text(
        'S0：商住宜推、家属院宜派、安置宜选、老旧宜请；S3：也可兼。为建议，不作限制',
        'S0 suggests recommend, assign, elect, invite by type of compound; S3 adds concurrent. A suggestion only',
      ),
    ),
    compoundType: compoundType(),
    grounds: field(
      z.string().trim().min(1).max(2000),
      text('推荐理由', 'Grounds'),
      text(
        'S0：政治素质高、服务意识强、群众威信高、精力靠得上；不受党支部隶属、组织关系约束',
        'S0: politically sound, ready to serve, trusted by residents, with the time for it; no bar by affiliation',
      ),
    ),
  })
  .meta({ id: 'SecretaryCandidate' });

const propose: DecisionDeclaration<SelectSecretaryFacts> & { result: 'proposed' } = {
  title: text('提出人选', 'Propose a candidate'),
  result: 'proposed',
  form: candidateForm,
  effect: ({ form, facts }: In) => {
    const type = (form['compoundType'] as SelectionType | undefined) ?? facts.compoundType;
    return {
      compoundType: type,
      suggestedMethod: suggestedMethod(type),
      candidates: facts.candidates + 1,
      method: form['method'] as SelectionMethod,
    };
  },
};

const designate: DecisionDeclaration<SelectSecretaryFacts> & { result: 'designated' } = {
  title: text('指定代行人员', 'Designate who acts'),
  result: 'designated',
  form: z
    .strictObject({
      cadre: field(
        z.string().trim().min(1).max(80),
        text('社区干部（职务）', 'Community cadre (post)'),
        text('人选产生前由社区干部代行', 'A community cadre acts until somebody is appointed'),
      ),
    })
    .meta({ id: 'ActingCadre' }),
  effect: ({ day }: In) => ({ actingSince: day }),
};

export const stages = named({
  acting: submission({
    title: text('社区干部代行职责', 'A community cadre acts meanwhile'),
    source: 'P16 (A)',
    office: 'communityPartyOrg',
    deadline: { parameter: 'selectSecretary.actingDays' },
    decisions: { designate },
  }),

  actingChange: submission({
    title: text('调整代行人员', 'Change who acts'),
    source: 'P16 (A)',
    office: 'communityPartyOrg',
    standing: true,
    decisions: { designate },
  }),

  proposal: submission({
    title: text('社区提出人选', 'The community proposes a candidate'),
    source: 'P16, S0',
    office: 'communityPartyOrg',
    deadline: { parameter: 'selectSecretary.secretaryProposalDays' },
    decisions: {
      propose,
      refer: {
        title: text('请街道提出人选', 'Ask the street for a candidate'),
        tone: 'neutral',
        result: 'referred',
        commentRequired: true,
      },
    },
  }),

  streetProposal: submission({
    title: text('街道提出人选', 'The street proposes a candidate'),
    source: 'P16, S0',
    office: 'streetPartyWorkingCommittee',
    deadline: { parameter: 'selectSecretary.secretaryProposalDays' },
    decisions: {
      propose,
      giveUp: {
        title: text('不再提出人选', 'Give up looking for a candidate'),
        tone: 'negative',
        result: 'givenUp',
        commentRequired: true,
      },
    },
  }),

  dataFile: submission({
    title: text('完善人选资料', 'Complete the candidate’s file'),
    source: 'S0 逐人完善资料、逐项健全台账',
    office: 'communityPartyOrg',
    deadline: { parameter: 'selectSecretary.dataFileDays' },
    decisions: {
      complete: {
        title: text('资料齐全', 'The file is complete'),
        result: 'complete',
        evidence: 1,
        form: z
          .strictObject({
            age: field(z.int().min(18).max(120), text('年龄', 'Age'), text('不设年龄限制', 'There is no age limit')),
            education: field(
              oneOf({
                primary: text('小学', 'Primary school'),
                juniorSecondary: text('初中', 'Junior secondary'),
                seniorSecondary: text('高中或中专', 'Senior secondary'),
                college: text('大专', 'College'),
                bachelor: text('本科', 'Bachelor'),
                graduate: text('研究生', 'Graduate'),
              }),
              text('学历', 'Education'),
              text('小学、初中、高中或中专、大专、本科、研究生', 'The highest degree'),
            ),
            occupation: field(
              z.string().trim().min(1).max(80),
              text('职业', 'Occupation'),
              text('不设职业限制', 'There is no bar by occupation'),
            ).optional(),
          })
          .meta({ id: 'CandidateFile' }),
      },
      withdraw: {
        title: text('人选退出', 'The candidate withdraws'),
        tone: 'negative',
        result: 'withdrawn',
        commentRequired: true,
      },
    },
  }),

  jointReview: jointReview({
    title: text('任职资格联审', 'Joint qualification review'),
    source: 'S0 任职资格联审',
    reviews: ['proposal', 'streetProposal'],
    rule: 'veto',
    seatTitles: {},
    seats: ({ parameters }: CaseContext<SelectSecretaryFacts>): Seat[] => {
      const departments = parameter(parameters, 'selectSecretary.reviewDepartments').value as string[];
      return departments.filter(Boolean).map((office) => ({ id: office, office: office as OfficeCode }));
    },
    // Silence is not consent: a department that says nothing is reminded, and the candidate waits.
    deadline: { parameter: 'selectSecretary.reviewReplyDays' },
    results: { approved: 'cleared', refused: 'blocked' },
    documents: [{ template: 'qualificationReview', results: ['cleared', 'blocked'] }],
    decisions: {
      clear: {
        title: text('未发现负面清单情形', 'Nothing of the negative list'),
        tone: 'positive',
        vote: 'approve',
      },
      hit: {
        title: text('符合负面清单', 'An item of the negative list'),
        tone: 'negative',
        vote: 'refuse',
        commentRequired: true,
        appeal: { by: ['communityPartyOrg'] },
        form: z
          .strictObject({
            item: field(
              z.int().min(1).max(99),
              text('负面清单第几项', 'Number of the item'),
              text('S0：9项负面清单，已列明的才可引用', 'S0: nine items; only those the policy names can be found'),
            ),
          })
          .meta({ id: 'NegativeListHit' }),
        guard: refuseBlankItem,
        effect: ({ form, facts, part }: In) => ({
          hits: [...facts.hits, { candidate: facts.candidates, department: part ?? '', item: Number(form['item']) }],
        }),
      },
    },
  }),

  decision: signOff({
    title: text('街道党工委研究决定', 'The street party working committee decides'),
    source: 'S0',
    office: 'streetPartyWorkingCommittee',
    reviews: ['proposal', 'streetProposal'],
    deadline: { parameter: 'selectSecretary.secretaryDecisionDays' },
    decisions: {
      approve: {
        title: text('同意', 'Approve'),
        tone: 'positive',
        result: 'approved',
        documents: ['secretaryDecision'],
      },
      reject: {
        title: text('不同意', 'Reject'),
        tone: 'negative',
        result: 'rejected',
        commentRequired: true,
        documents: ['secretaryDecision'],
        appeal: { by: ['communityPartyOrg'] },
      },
    },
  }),

  filing: submission({
    title: text('备案', 'File'),
    source: 'S0 街道党工委为备案管理主体',
    office: 'streetPartyWorkingCommittee',
    deadline: { parameter: 'selectSecretary.secretaryFilingDays' },
    decisions: {
      file: {
        title: text('已备案', 'Filed'),
        result: 'filed',
        effect: ({ day }: In) => ({ filedOn: day }),
      },
    },
  }),

  notice: posting({
    title: text('任前公示', 'Post before the appointment'),
    source: 'P16 (A); 青岛条例92 (LV)',
    office: 'communityPartyOrg',
    deadline: { parameter: 'selectSecretary.appointmentPostingDays' },
    duration: 'selectSecretary.appointmentPostDays',
    publishes: text('人选姓名、拟任职务、公示期和受理部门', 'Name, post, duration, and who receives objections'),
    post: { title: text('张贴公示', 'Post'), evidence: 1, documents: ['appointmentNotice'] },
    objections: { office: 'residentsCommittee', title: text('转交异议', 'Hand in an objection') },
    settlement: {
      office: 'streetPartyWorkingCommittee',
      title: text('处理异议', 'Settle the objection'),
      deadline: { parameter: 'selectSecretary.objectionSettlementDays' },
    },
  }),

  appointment: submission({
    title: text('任命', 'Appoint'),
    source: 'S0',
    office: 'streetPartyWorkingCommittee',
    deadline: { parameter: 'selectSecretary.appointmentDays' },
    publishes: text('任职结果', 'The appointment'),
    decisions: {
      appoint: {
        title: text('任命', 'Appoint'),
        tone: 'positive',
        result: 'appointed',
        documents: ['secretaryAppointment'],
        form: z
          .strictObject({
            secretary: field(
              placeIdSchema,
              text('书记登记编号', 'Secretary'),
              text('先在书记名册登记，再填编号', 'Entered in the register of secretaries first; its id'),
            ),
          })
          .meta({ id: 'SecretaryAppointment' }),
        references: (form) => [{ type: 'secretary', id: wordIn(form, 'secretary'), pointer: '/form/secretary' }],
        effect: ({ form, day }: In) => ({ secretary: wordIn(form, 'secretary'), appointedOn: day }),
      },
      stepBack: {
        title: text('人选退出', 'The candidate steps back'),
        tone: 'negative',
        result: 'steppedBack',
        commentRequired: true,
      },
    },
  }),

  mentor: submission({
    title: text('确定帮带导师', 'Assign a mentor'),
    source: 'S0; S4 导师帮带',
    office: 'streetPartyWorkingCommittee',
    deadline: { parameter: 'selectSecretary.mentorDays' },
    decisions: {
      assign: {
        title: text('确定导师', 'Assign'),
        result: 'assigned',
        form: mentorForm,
        effect: ({ day }: In) => ({ mentoredSince: day }),
      },
    },
  }),

  training: childCase({
    title: text('启动年度培训', 'Begin the training of the year'),
    source: 'P16, P17',
    kind: 'training',
    subject: ({ facts }: CaseContext<SelectSecretaryFacts>) => ({ type: 'secretary', id: facts.secretary ?? '' }),
    input: ({ facts, day }: CaseContext<SelectSecretaryFacts>) => {
      const since = facts.appointedOn ?? day;
      return { year: Number(since.slice(0, 4)), since };
    },
  }),
});

export const procedure = {
  kind: 'selectSecretary',
  title: text('小区党支部书记选拔联审', 'Compound-secretary selection and joint review'),
  purpose: text('选好小区党支部书记，把不符合条件的挡在门外', 'Find a compound secretary, and keep out who is not fit'),
  source: 'S0, S3',
  subject: 'compound',
  sections: ['selectSecretary'],
  stages,
  outcomes: {
    appointed: text('已任命', 'Appointed'),
    blocked: text('联审未通过，不再提出人选', 'Blocked by the joint review, no other candidate'),
    withdrawn: text('撤回', 'Withdrawn'),
  },
  cancellation: { by: ['streetPartyWorkingCommittee'], outcomes: ['withdrawn'] },
  input: z
    .strictObject({
      vacancy: field(
        oneOf({
          newBranch: text('新建支部', 'A new branch'),
          replaced: text('调换', 'Replaced'),
          resigned: text('辞任', 'Resigned'),
          other: text('其他', 'Other'),
        }),
        text('缺位原因', 'Why the post is vacant'),
        text('新建支部、调换、辞任、其他', 'A new branch, replaced, resigned, other'),
      ),
      compoundType: compoundType(),
    })
    .meta({ id: 'SelectSecretaryInput' }),
  startedBy: ['streetPartyWorkingCommittee', 'communityPartyOrg'],
  enters: ({ subject, outcome, facts }) => {
    const { secretary, appointedOn } = facts as unknown as SelectSecretaryFacts;
    if (outcome !== 'appointed' || secretary === null || appointedOn === null) return [];
    return [
      { register: 'secretaries', entry: { id: secretary }, fields: { compound: subject.id, since: appointedOn } },
    ];
  },
  opening: ({ vacancy }) => ({ vacancy: vacancy ?? null }),
  initialFacts: (input): Facts => {
    const type = (input['compoundType'] as SelectionType | undefined) ?? null;
    const facts: SelectSecretaryFacts = {
      compoundType: type,
      suggestedMethod: suggestedMethod(type),
      candidates: 0,
      method: null,
      hits: [],
      actingSince: null,
      filedOn: null,
      appointedOn: null,
      secretary: null,
      mentoredSince: null,
    };
    return facts as unknown as Facts;
  },
} satisfies Procedure;
