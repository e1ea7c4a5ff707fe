/** Owners' committee audit 业委会审计 (P07; sources S0, S3): engaged by the street, reported, put right and checked again. */
import { z } from 'zod';
import { yearKeySchema } from '../calendar/daySchema.ts';
import { dueDay } from '../deadline/dueDay.ts';
import { type FieldError, fieldError, Refusal } from '../errors.ts';
import { reaches } from '../policy/ratio.ts';
import { type Json, text } from '../text.ts';
import type { CaseContext, DecisionContext, Facts, Procedure } from './declaration.ts';
import { field, hundredths, oneOf, wordIn } from './forms.ts';
import { parameter, wordOf } from './parameters.ts';
import { jointReview, type ListedProblem, ledger, named, posting, signOff, submission } from './stages.ts';

/** A finding in figures; its wording is in the report. */
interface Finding {
  category: string;
  /** Money concerned, in fen. */
  fen: number;
}

interface AuditFacts {
  findings: Finding[];
  /** Categories of the problems that the next round of correction starts with. */
  toCorrect: string[];
}

type In = DecisionContext<AuditFacts>;

const heads = () => z.int().min(0).max(10_000_000);
const area = () => z.int().min(0).max(1_000_000_000_000);

const inputSchema = z
  .strictObject({
    year: field(yearKeySchema, text('审计年度', 'Year')),
    reason: field(
      oneOf({
        endOfTerm: text('任期届满', 'End of term'),
        campaign: text('专项整治', 'Campaign'),
        ownersProposal: text('业主提议', 'Proposal of owners'),
        debrief: text('述职评议', 'Bad debriefs'),
        streetOrder: text('街道要求', 'Order of the street'),
      }),
      text('审计缘由', 'Why'),
      text(
        '任期届满、专项整治、业主提议、述职评议、街道要求',
        'end of the term, campaign, proposal of owners, bad debriefs, order of the street',
      ),
    ),
    proposal: field(
      z.strictObject({
        heads: field(heads(), text('提议业主人数', 'Owners who propose')),
        area: field(hundredths(area(), 'area'), text('提议业主面积', 'Their area')),
        totalHeads: field(heads().min(1), text('业主总人数', 'All owners')),
        totalArea: field(hundredths(area().min(1), 'area'), text('专有部分总面积', 'Their area, total')),
      }),
      text('提议业主与全体业主的人数和面积', 'Owners who propose, and all: heads and area'),
      text('业主提议的须填', 'needed where owners propose'),
    ).optional(),
  })
  .meta({ id: 'AuditInput' });

type Proposal = z.infer<typeof inputSchema>['proposal'];

/** Whether the owners who propose are enough, by heads or by area (聊城条例54); other reasons need none. */
function mayBegin({ input, parameters }: In): boolean {
  if (input['reason'] !== 'ownersProposal') return true;
  const proposal = input['proposal'] as Proposal;
  if (proposal === undefined) return false;
  const share = wordOf(parameters, 'audit.auditOwnersProposalShare');
  return reaches(proposal.heads, proposal.totalHeads, share) || reaches(proposal.area, proposal.totalArea, share);
}

const findingForm = z
  .strictObject({
    summary: field(z.string().trim().min(1).max(4000), text('报告摘要', 'Summary')),
    findings: field(
      z
        .array(
          z.strictObject({
            category: field(
              z.string().trim().min(1).max(40),
              text('类别', 'Category'),
              text('政策列出的类别，或 other', 'one the policy lists, or other'),
            ),
            title: field(z.string().trim().min(1).max(300), text('问题', 'Problem')),
            fen: field(hundredths(z.int().min(0).max(1_000_000_000_000), 'fen'), text('涉及金额', 'Money concerned')),
          }),
        )
        .max(200),
      text('问题清单', 'Problems'),
      text('没有问题的留空', 'empty where there are none'),
    ),
  })
  .meta({ id: 'AuditFindings' });

const findingsOf = (form: Readonly<Record<string, Json>>): Finding[] =>
  (form['findings'] as unknown as Finding[]).map(({ category, fen }) => ({ category, fen }));

function whyNoCategory({ form, parameters }: In): Refusal | undefined {
  const listed = parameter(parameters, 'audit.auditCategories').value as string[];
  const known = [...listed.filter((category) => category !== ''), 'other'];
  const errors: FieldError[] = findingsOf(form).flatMap(({ category }, index) =>
    known.includes(category)
      ? []
      : [
          fieldError(
            `/form/findings/${index}/category`,
            text(`应为其中之一：${known.join('、')}`, `one of ${known.join('、')}`),
          ),
        ],
  );
  return errors.length === 0 ? undefined : new Refusal('invalid-input', undefined, errors);
}

/** Whether the findings of the report suit the decision: a clean report has none. */
const whyNotReported = (clean: boolean) => (context: In) => {
  const none = findingsOf(context.form).length === 0;
  if (none === clean) return whyNoCategory(context);
  const detail = clean
    ? text('未发现问题的报告不应列出问题', 'a report without problems lists none')
    : text('未列出问题', 'none is listed');
  return new Refusal('invalid-input', undefined, [fieldError('/form/findings', detail)]);
};

const categoriesOf = (form: In['form']): string[] => findingsOf(form).map(({ category }) => category);

/** Problems of these categories, which the committee has to put right within the days of the policy. */
function toCorrect(categories: readonly string[], context: CaseContext<AuditFacts>): ListedProblem[] {
  const dueOn = dueDay('audit.auditCorrectionDays', context.day, context);
  return categories.map((category) => ({ category, office: 'ownersCommittee', dueOn }));
}

const reported = ({ form }: In): Partial<AuditFacts> => ({
  findings: findingsOf(form),
  toCorrect: categoriesOf(form),
});

const unsolved = ({ problems }: Pick<CaseContext, 'problems'>): string[] =>
  problems.flatMap(({ id, status }) => (status === 'verified' ? [] : [id]));

export const stages = named({
  engagement: submission({
    title: text('委托审计机构', 'Engage the auditor'),
    source: 'S0, S3; 期限 A',
    office: 'streetOffice',
    deadline: { parameter: 'audit.auditEngagementDays' },
    decisions: {
      engage: {
        title: text('已委托', 'The auditor is engaged'),
        tone: 'positive',
        result: 'engaged',
        form: z
          .strictObject({ auditor: field(z.string().trim().min(1).max(80), text('审计机构', 'Auditor')) })
          .meta({ id: 'AuditEngagement' }),
        guard: (context: In) =>
          mayBegin(context)
            ? undefined
            : new Refusal('not-ready', text('提议审计的业主人数不足', 'Too few owners propose the audit')),
      },
      dismiss: {
        title: text('提议业主不足，不予审计', 'Too few owners propose it: no audit'),
        tone: 'negative',
        result: 'dismissed',
        commentRequired: true,
        guard: (context: In) =>
          mayBegin(context)
            ? new Refusal(
                'not-ready',
                text('审计理由成立，请聘请审计机构', 'This audit has its reason: engage an auditor'),
              )
            : undefined,
      },
    },
  }),

  documents: jointReview({
    title: text('业委会提供资料', 'The committee hands in its documents'),
    source: 'P07 (A)',
    rule: 'all',
    seatTitles: { committee: 'ownersCommittee' },
    seats: () => [{ id: 'committee', office: 'ownersCommittee' }],
    deadline: { parameter: 'audit.auditDocumentsDays', silenceRefuses: 'audit.auditSilenceIsRefusal' },
    results: { approved: 'provided', refused: 'refused' },
    decisions: {
      provide: { title: text('提供资料', 'Hand in'), tone: 'positive', vote: 'approve', evidence: 1 },
      refuse: { title: text('不提供', 'Refuse'), tone: 'negative', vote: 'refuse', commentRequired: true },
    },
  }),

  order: signOff({
    title: text('街道责令提供', 'The street orders the documents'),
    source: 'P07 (A)',
    office: 'streetOffice',
    deadline: { parameter: 'audit.auditOrderDays' },
    decisions: {
      order: {
        title: text('责令限期提供', 'Order them'),
        result: 'ordered',
        evidence: 1,
        documents: ['auditOrder'],
      },
      reportToPolice: {
        title: text('涉嫌隐匿销毁，移送公安', 'Destruction suspected: report to the police'),
        tone: 'negative',
        result: 'reported',
        commentRequired: true,
      },
    },
  }),

  policeAnswer: signOff({
    title: text('公安答复', 'Answer of the police'),
    source: 'P07 (A)',
    office: 'publicSecurity',
    deadline: { parameter: 'audit.auditPoliceDays' },
    decisions: {
      take: { title: text('受理', 'Take it over'), tone: 'negative', result: 'taken' },
      leave: { title: text('不予受理', 'No case'), result: 'left', commentRequired: true },
    },
  }),

  draft: submission({
    title: text('实施审计并出具征求意见稿', 'Fieldwork and draft report'),
    source: 'P07 (A)',
    office: 'thirdPartyAuditor',
    deadline: { parameter: 'audit.auditFieldworkDays' },
    decisions: {
      submit: {
        title: text('提交征求意见稿', 'Hand in the draft'),
        result: 'drafted',
        form: findingForm,
        guard: whyNoCategory,
        effect: ({ form }: In) => ({ findings: findingsOf(form) }),
      },
    },
  }),

  reply: jointReview({
    title: text('业委会反馈意见', 'The committee replies'),
    source: 'P07 (A)',
    rule: 'all',
    seatTitles: { committee: 'ownersCommittee' },
    seats: () => [{ id: 'committee', office: 'ownersCommittee' }],
    deadline: { parameter: 'audit.auditReplyDays', silenceRefuses: 'audit.auditSilenceIsRefusal' },
    results: { approved: 'agreed', refused: 'notAgreed' },
    decisions: {
      agree: { title: text('无异议', 'Agree'), tone: 'positive', vote: 'approve' },
      dispute: { title: text('有异议', 'Dispute it'), tone: 'negative', vote: 'refuse', commentRequired: true },
    },
  }),

  report: submission({
    title: text('出具审计报告', 'Audit report'),
    source: 'P07 (A)',
    office: 'thirdPartyAuditor',
    deadline: { parameter: 'audit.auditReportDays' },
    decisions: {
      reportProblems: {
        title: text('有问题', 'With problems'),
        tone: 'negative',
        result: 'problems',
        form: findingForm,
        documents: ['auditReport'],
        guard: whyNotReported(false),
        effect: reported,
      },
      reportClean: {
        title: text('未发现问题', 'Without problems'),
        tone: 'positive',
        result: 'clean',
        form: findingForm,
        documents: ['auditReport'],
        guard: whyNotReported(true),
        effect: reported,
      },
    },
  }),

  reportPosting: posting({
    title: text('公示审计报告', 'Post the report'),
    source: 'P07 (A)',
    office: 'streetOffice',
    deadline: { parameter: 'audit.auditPostWithinDays' },
    duration: 'audit.auditPostDays',
    publishes: text('报告摘要', 'A summary of the report'),
    post: { title: text('张贴', 'Post it'), evidence: 1 },
    objections: { office: 'residentsCommittee', title: text('登记业主异议', 'Enter an objection of owners') },
    settlement: {
      office: 'streetPartyWorkingCommittee',
      title: text('处理异议', 'Settle the objection'),
      deadline: { parameter: 'audit.auditObjectionDays' },
    },
  }),

  correction: ledger({
    title: text('整改', 'Correction'),
    source: 'S3“整改問題”; 期限 A',
    until: 'audit.auditCorrectionMonths',
    untilFrom: 'round',
    problems: (context: CaseContext<AuditFacts>) => toCorrect(context.facts.toCorrect, context),
    listed: (form, context) => toCorrect(categoriesOf(form), context),
    list: {
      office: 'streetOffice',
      deadline: { parameter: 'audit.auditConclusionDays' },
      decision: { title: text('增列问题', 'List further problems'), form: findingForm, guard: whyNoCategory },
    },
    work: {
      title: text('整改问题', 'Put it right'),
      start: { title: text('开始整改', 'Start') },
      complete: { title: text('整改完成', 'Done'), tone: 'positive', evidence: 1 },
    },
    verify: {
      office: 'thirdPartyAuditor',
      title: text('复核', 'Check again'),
      deadline: { parameter: 'audit.auditRecheckDays' },
      pass: { title: text('已整改', 'It is right'), tone: 'positive' },
      fail: { title: text('未整改到位', 'It is not'), tone: 'negative', commentRequired: true },
    },
  }),

  conclusion: signOff({
    title: text('审计结论', 'Conclude the audit'),
    source: 'P07 (A)',
    office: 'streetOffice',
    deadline: { parameter: 'audit.auditConclusionDays' },
    publishes: text('整改结果', 'What was put right'),
    decisions: {
      close: {
        title: text('审计办结', 'Close it'),
        tone: 'positive',
        result: 'closed',
        documents: ['auditConclusion'],
        guard: (context: In) => {
          const open = unsolved(context);
          return open.length === 0
            ? undefined
            : new Refusal('not-ready', text(`尚有问题：${open.join('、')}`, `Problems stand: ${open.join(', ')}`));
        },
      },
      giveTime: {
        title: text('继续整改', 'Give more time'),
        result: 'moreTime',
        commentRequired: true,
        guard: (context: In) =>
          unsolved(context).length > 0
            ? undefined
            : new Refusal('not-ready', text('没有待整改的事项', 'Nothing is left to put right')),
        effect: () => ({ toCorrect: [] }),
      },
      refer: {
        title: text('移送纪检或公安', 'Refer it'),
        tone: 'negative',
        result: 'referred',
        commentRequired: true,
        documents: ['auditConclusion'],
        form: z
          .strictObject({
            to: field(
              oneOf({
                disciplineCommission: text('纪委监委', 'Discipline commission'),
                publicSecurity: text('公安', 'Public security'),
              }),
              text('移送机关', 'Referred to'),
            ),
          })
          .meta({ id: 'AuditReferral' }),
      },
    },
  }),
});

export const procedure = {
  kind: 'audit',
  title: text('业委会审计', 'Owners’ committee audit'),
  purpose: text('查清账目，整改问题', 'Settle the accounts and put problems right'),
  source: 'S0, S3',
  subject: 'committee',
  sections: ['audit'],
  stages,
  outcomes: {
    closed: text('办结', 'Closed'),
    referred: text('移送', 'Referred'),
    dismissed: text('不予审计', 'Dismissed'),
    cancelled: text('撤销', 'Cancelled'),
  },
  cancellation: { by: ['streetPartyWorkingCommittee'], outcomes: ['cancelled'] },
  input: inputSchema,
  startedBy: ['streetOffice', 'streetPartyWorkingCommittee', 'organisationDept'],
  key: (input) => wordIn(input, 'year'),
  opening: ({ year, reason }) => ({ year: year ?? null, reason: reason ?? null }),
  initialFacts: (): Facts => ({ findings: [], toCorrect: [] }),
} satisfies Procedure;
