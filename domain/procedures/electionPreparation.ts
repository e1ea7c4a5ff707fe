/** Gates one and two of an election 业委会组建与换届 (P06; S1 五关): the survey, and the preparatory group. */
import { z } from 'zod';
import { daySchema } from '../calendar/daySchema.ts';
import { applicantsSuffice, conveningTestsMet, tooFewMembersLeft } from '../election/convening.ts';
import type { ElectionFacts, SurveyFigures } from '../election/facts.ts';
import { type GroupComposition, groupFaults } from '../election/group.ts';
import { fieldError, Refusal } from '../errors.ts';
import { type Text, text } from '../text.ts';
import { childCase } from './childCaseStage.ts';
import type { CaseContext, DecisionContext } from './declaration.ts';
import { field, hundredths, oneOf, wordIn } from './forms.ts';
import { flagOf, numberOf, parameter, wordOf } from './parameters.ts';
import { named, posting, signOff, submission } from './stages.ts';
import { ownersVote } from './voteStage.ts';

type In = DecisionContext<ElectionFacts>;

const heads = () => z.int().min(0).max(10_000_000);
const area = () => z.int().min(0).max(1_000_000_000_000);
const members = () => z.int().min(0).max(99);
const consistent = (
  form: Pick<SurveyFigures, 'totalArea' | 'deliveredArea' | 'totalHeads' | 'movedInHeads'>,
): boolean => form.deliveredArea <= form.totalArea && form.movedInHeads <= form.totalHeads;

const surveyForm = z
  .strictObject({
    totalArea: field(hundredths(area().min(1), 'area'), text('专有部分总面积', 'Exclusive area, total')),
    deliveredArea: field(hundredths(area(), 'area'), text('已交付面积', 'Area delivered')),
    totalHeads: field(heads().min(1), text('业主总人数', 'Owners, total')),
    movedInHeads: field(heads(), text('已入住业主人数', 'Owners who have moved in')),
    firstDeliveredOn: field(daySchema, text('首套交付日', 'First unit delivered on')).optional(),
    disputes: field(z.int().min(0).max(10_000), text('未决纠纷数', 'Disputes pending')),
    applicants: field(
      z.strictObject({
        heads: field(heads(), text('人数', 'Heads')),
        area: field(hundredths(area(), 'area'), text('面积', 'Area')),
      }),
      text('申请业主的人数和面积', 'Owners who apply: heads and area'),
      text('业主申请的须填（青岛条例22、山东条例28）', 'needed where owners apply'),
    ).optional(),
    members: field(
      z.strictObject({
        left: field(members(), text('现有委员', 'Members left')),
        elected: field(members().min(1), text('应有委员', 'Members elected')),
      }),
      text('现有和应有委员数', 'Members left, and elected'),
      text('委员缺额的须填（274号46）', 'needed where too few members are left'),
    ).optional(),
  })
  .refine(consistent, { path: ['deliveredArea'], message: 'a part is larger than its whole' })
  .meta({ id: 'ElectionSurvey' });

/** Why gate one cannot be passed (274号8, 46; 山东条例20, 28; 青岛条例21, 22). */
function whyNotReady(context: In): Refusal | undefined {
  const { facts, input, day, parameters } = context;
  const { survey } = facts;
  const refuse = (reason: Text): Refusal => new Refusal('not-ready', reason);
  if (survey === null) return refuse(text('尚未调查摸底', 'There is no survey yet'));
  if (input['route'] === 'first' && conveningTestsMet(survey, day, parameters).length === 0) {
    return refuse(
      text(
        '尚不具备召开业主大会的条件：面积、户数和交付年限均不足',
        'Owners may not convene yet: neither area, headcount nor years since delivery suffice',
      ),
    );
  }
  const share = input['route'] === 'first' ? 'conveningApplicationShare' : 'extraMeetingOwnersShare';
  if (input['origin'] === 'owners' && !applicantsSuffice(survey, `election.${share}`, parameters)) {
    return refuse(text('申请的业主人数不足', 'Too few owners apply'));
  }
  if (input['origin'] === 'membersBelowHalf' && !tooFewMembersLeft(survey, parameters)) {
    return refuse(text('在任委员人数足够', 'Enough members of the committee are left'));
  }
  return auditMissing(context)
    ? refuse(text('上届委员会的审计尚未结束', 'The audit of the committee before has not ended'))
    : undefined;
}

function auditMissing({ facts, input, parameters, resultOf }: In): boolean {
  if (input['previousCommittee'] === undefined || !flagOf(parameters, 'election.surveyNeedsAudit')) return false;
  return facts.previousAudit === null && resultOf('previousAudit') === undefined;
}

/** 青岛条例41: the owners' meeting may extend a term; elsewhere it may not. */
function whyNoExtension({ form, input, parameters }: In): Refusal | undefined {
  const { value } = parameter(parameters, 'election.committeeTermExtensionYearsMax');
  if (input['route'] !== 'reelection' || value === null) {
    return new Refusal(
      'not-ready',
      text('此处任期不予延长，应当换届', 'A term is not extended here: the committee is elected anew'),
    );
  }
  const most = numberOf(parameters, 'election.committeeTermExtensionYearsMax');
  if (Number(form['years']) <= most) return undefined;
  return new Refusal('invalid-input', text('任期不能延长这么久', 'The term cannot be extended so far'), [
    fieldError('/form/years', text(`不得超过${most}`, `at most ${most}`)),
  ]);
}

const seat = (title: ReturnType<typeof text>) => field(z.int().min(0).max(99), title);

const groupForm = z
  .strictObject({
    kind: field(
      oneOf({
        preparatoryGroup: text('筹备组', 'Preparatory group'),
        reelectionGroup: text('换届小组', 'Re-election group'),
      }),
      text('性质', 'Kind'),
      text('筹备组；换届小组仅限青岛（青岛条例42）', 'preparatory group, or a re-election group in Qingdao (42)'),
    ),
    owners: seat(text('业主人数', 'Owners')),
    street: seat(text('街道人数', 'Of the street')),
    community: seat(text('社区人数', 'Of the community')),
    developer: seat(text('建设单位人数', 'Of the developer')),
    members: field(
      z.array(z.string().trim().min(1).max(80)).max(99),
      text('成员名单', 'Members'),
      text('公布的名单；不进入其他记录', 'the list that is posted; kept in this form alone'),
    ).optional(),
  })
  .meta({ id: 'PreparatoryGroup' });

function whyNoGroup({ form, input, parameters }: In): Refusal | undefined {
  const faults = groupFaults(form as unknown as GroupComposition, parameters);
  const fallback = wordOf(parameters, 'election.reelectionFallback');
  if (form['kind'] === 'reelectionGroup' && (input['route'] !== 'reelection' || fallback !== 'reelectionGroup')) {
    faults.push(
      fieldError(
        '/form/kind',
        text('换届小组仅适用于青岛的换届选举', 'there are re-election groups in Qingdao alone, for a re-election'),
      ),
    );
  }
  if (faults.length === 0) return undefined;
  return new Refusal(
    'invalid-input',
    text('筹备组的组成不符合法规，请重新组成', 'The group is not composed as the law asks: compose it anew'),
    faults,
  );
}

export const preparationStages = named({
  previousAudit: childCase({
    title: text('上届业委会审计', 'Audit of the committee before'),
    source: 'S0“审计全流程管理”; P07',
    kind: 'audit',
    subject: ({ input }: CaseContext<ElectionFacts>) => ({
      type: 'committee',
      id: wordIn(input, 'previousCommittee'),
    }),
    input: ({ startedOn }) => ({ year: startedOn.slice(0, 4), reason: 'endOfTerm' }),
    results: { closed: 'closed', referred: 'referred', cancelled: 'cancelled' },
    ended: ({ outcome }) => ({ previousAudit: outcome }),
  }),

  survey: submission({
    title: text('第一关：调研摸底', 'Gate one: survey'),
    source: 'S1 五关; 山东条例20, 青岛条例21 (LV)',
    office: 'communityPartyOrg',
    deadline: { parameter: 'election.surveyDays' },
    decisions: {
      report: {
        title: text('报送摸底情况', 'Report the survey'),
        result: 'surveyed',
        form: surveyForm,
        effect: ({ form }: In) => ({ survey: form as unknown as SurveyFigures }),
      },
    },
  }),

  readiness: signOff({
    title: text('第一关签批', 'Gate one signed'),
    source: '山东条例20, 21; 青岛条例21, 22, 41 (LV)',
    office: 'streetOffice',
    reviews: ['survey'],
    deadline: { parameter: 'election.gateSigningDays' },
    decisions: {
      ready: { title: text('具备条件', 'Ready'), tone: 'positive', result: 'ready', guard: whyNotReady },
      notReady: {
        title: text('暂不具备，继续摸底', 'Not ready: survey again'),
        tone: 'negative',
        result: 'notReady',
        commentRequired: true,
      },
      proposeExtension: {
        title: text('提请业主大会延长任期', 'Ask the owners to extend the term'),
        result: 'extensionProposed',
        form: z
          .strictObject({ years: field(z.int().min(1).max(20), text('延长年数', 'Years')) })
          .meta({ id: 'TermExtension' }),
        guard: whyNoExtension,
        effect: ({ form }: In) => ({ extensionYears: Number(form['years']) }),
      },
    },
  }),

  extensionVote: ownersVote({
    title: text('表决延长任期', 'Vote on extending the term'),
    source: '青岛条例41; 民法典278 (LV)',
    convener: 'streetOffice',
    counter: 'residentsCommittee',
    notice: {
      clearDays: 'election.meetingNoticeDays',
      deadline: {
        parameter: 'election.reelectionLeadDays',
        from: ({ input }) => wordIn(input, 'termEnds'),
        direction: 'before',
      },
    },
    count: { deadline: { parameter: 'election.voteCountDays' } },
    extension: 'election.voteExtensionDays',
    items: () => [{ id: 'extension', rule: 'ordinary' }],
    scope: () => ({ kind: 'compound' }),
    publishes: text('表决结果', 'The result'),
    results: ['passed', 'rejected'],
    judged: ({ items }) => ({ result: items.every(({ passed }) => passed) ? 'passed' : 'rejected' }),
  }),

  group: submission({
    title: text('第二关：筹备组建', 'Gate two: form the preparatory group'),
    source: 'S1 五关; 274号9, 10 (LM); 山东条例21, 青岛条例22, 23 (LV)',
    office: 'streetOffice',
    deadline: { parameter: 'election.preparatoryGroupDays' },
    decisions: {
      form: {
        title: text('成立筹备组', 'Form the group'),
        tone: 'positive',
        result: 'formed',
        form: groupForm,
        documents: ['preparatoryGroupNotice'],
        guard: whyNoGroup,
        effect: ({ day, facts }: In) => ({
          groupFormedOn: day,
          kept: [],
          candidates: [],
          bars: {},
          seats: facts.elected.length > 0 ? facts.seats : null,
        }),
      },
    },
  }),

  groupPosting: posting({
    title: text('公布筹备组名单', 'Post the list of the group'),
    source: '274号11 (LM); 山东条例21, 青岛条例23 (LV); 异议期 A',
    office: 'streetOffice',
    deadline: { parameter: 'election.groupListPostDays' },
    duration: 'election.groupObjectionDays',
    publishes: text('筹备组成员名单', 'The members of the group'),
    post: { title: text('张贴名单', 'Post the list'), evidence: 1 },
    objections: { office: 'residentsCommittee', title: text('登记业主异议', 'Enter an objection of owners') },
    settlement: {
      office: 'streetPartyWorkingCommittee',
      title: text('处理异议', 'Settle the objection'),
      deadline: { parameter: 'election.objectionSettlementDays' },
    },
  }),

  groupApproval: signOff({
    title: text('第二关签批', 'Gate two signed'),
    source: 'S1 五关',
    office: 'streetPartyWorkingCommittee',
    reviews: ['group'],
    deadline: { parameter: 'election.gateSigningDays' },
    decisions: {
      pass: {
        title: text('通过', 'Pass'),
        tone: 'positive',
        result: 'passed',
        guard: ({ resultOf }: In) =>
          resultOf('groupPosting') === 'upheld'
            ? new Refusal(
                'not-ready',
                text('对筹备组的异议成立，须重新组成', 'An objection to the group was upheld: it is composed anew'),
              )
            : undefined,
      },
      recompose: {
        title: text('重新组建', 'Compose it anew'),
        tone: 'negative',
        result: 'recompose',
        commentRequired: true,
      },
    },
  }),
});
