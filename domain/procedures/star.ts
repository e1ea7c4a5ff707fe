/** Star rating of compound secretaries or branches 小区星级评定 (P19; S0 rates the secretary, S3 the branch). */
import { z } from 'zod';
import { halfYearKeySchema, halfYearPeriod, halfYearsUpTo } from '../assessment/halfYear.ts';
import { levelOf, type StarLevel, starsOf } from '../assessment/stars.ts';
import { fieldError, Refusal } from '../errors.ts';
import { scopeParts } from '../organisation/scope.ts';
import { placeIdSchema } from '../registers/place.ts';
import { text } from '../text.ts';
import { childCase } from './childCaseStage.ts';
import type { CaseContext, DecisionContext, Facts, Procedure } from './declaration.ts';
import { field, wordIn } from './forms.ts';
import { numberOf, wordOf } from './parameters.ts';
import { scoreField } from './scoringStage.ts';
import { named, signOff, submission } from './stages.ts';

export interface StarFacts {
  halfYear: string;
  /** Points as last agreed; null until the community has given some. */
  points: number | null;
  stars: number | null;
  /** The compound that low stars bring under rectification, and its monthly complaints before. */
  compound: string | null;
  baseline: number | null;
  /** The yearly grant decided, in fen. */
  grant: number;
}

type In = DecisionContext<StarFacts>;
type At = CaseContext<StarFacts>;

const grounds = () => field(z.string().trim().min(1).max(2000), text('评分依据', 'Grounds')).optional();

/** Starts for a kind of subject that this place does not rate are stopped at the first step. */
function refuseSubject({ subject, parameters }: At): Refusal | undefined {
  const rated = wordOf(parameters, 'star.starSubject');
  return subject.type === rated
    ? undefined
    : new Refusal(
        'not-ready',
        text(`此处评星对象为${rated}，不是${subject.type}`, `Here the ${rated} is rated, not the ${subject.type}`),
      );
}

/** Each level is a decision of its own, open only to who has its stars. */
const onlyFor =
  (level: StarLevel) =>
  ({ facts, parameters }: In): Refusal | undefined => {
    const stars = facts.stars ?? 0;
    const due = levelOf(stars, parameters);
    return due === level
      ? undefined
      : new Refusal(
          'not-ready',
          text(`${facts.points}分对应${stars}星`, `${facts.points} points are ${stars} stars: ${due}`),
        );
  };

const rating = ({ facts }: In) => ({ points: facts.points, stars: facts.stars });

/** A secretary's compound is the one the secretary leads. */
function refuseCompound({ subject, form }: In): Refusal | undefined {
  const own = scopeParts(subject.scope).compound;
  if (subject.type !== 'secretary' || own === undefined || own === form['compound']) return undefined;
  return new Refusal('invalid-input', text('小区不符', 'Another compound'), [
    fieldError('/form/compound', text(`该书记所在小区为${own}`, `the secretary leads ${own}`)),
  ]);
}

export const stages = named({
  selfCheck: submission({
    title: text('自查自评', 'Self-check'),
    source: 'P19 (A)',
    office: 'compoundSecretary',
    deadline: { parameter: 'star.starStageDays' },
    decisions: {
      submit: {
        title: text('提交自评', 'Hand in'),
        result: 'submitted',
        form: z
          .strictObject({
            score: scoreField(),
            summary: field(z.string().trim().min(1).max(4000), text('自评说明', 'Summary')),
          })
          .meta({ id: 'StarSelfCheck' }),
        guard: refuseSubject,
      },
    },
  }),

  community: signOff({
    title: text('社区初评', 'The community proposes'),
    source: 'P19 (A)',
    office: 'communityPartyOrg',
    reviews: ['selfCheck'],
    deadline: { parameter: 'star.starStageDays' },
    decisions: {
      propose: {
        title: text('提出初评分', 'Propose points'),
        tone: 'positive',
        result: 'proposed',
        form: z.strictObject({ score: scoreField(), grounds: grounds() }).meta({ id: 'StarProposal' }),
        effect: ({ form }: In) => ({ points: Number(form['score']) }),
      },
      return: { title: text('退回自评', 'Return'), tone: 'negative', result: 'returned', commentRequired: true },
    },
  }),

  street: signOff({
    title: text('街道审核', 'The street agrees'),
    source: 'P19 (A)',
    office: 'streetPartyWorkingCommittee',
    reviews: ['selfCheck'],
    deadline: { parameter: 'star.starStageDays' },
    decisions: {
      agree: {
        title: text('审定得分', 'Agree points'),
        tone: 'positive',
        result: 'agreed',
        form: z.strictObject({ score: scoreField(), grounds: grounds() }).meta({ id: 'StarReview' }),
        effect: ({ form, parameters }: In) => {
          const points = Number(form['score']);
          return { points, stars: starsOf(points, parameters) };
        },
      },
      return: { title: text('退回社区', 'Return'), tone: 'negative', result: 'returned', commentRequired: true },
    },
  }),

  publication: signOff({
    title: text('区级公布星级', 'The district publishes the stars'),
    source: 'S0, S3; P19 (A)',
    office: 'organisationDept',
    deadline: { parameter: 'star.starPublicationDays' },
    publishes: text('星级', 'The stars'),
    decisions: {
      publishReserve: {
        title: text('公布：四星级以上，列为社区“两委”后备', 'Publish: four stars or more, reserve for community posts'),
        tone: 'positive',
        result: 'reserve',
        documents: ['starResult'],
        told: rating,
        guard: onlyFor('reserve'),
      },
      publishTypical: {
        title: text('公布：三星级，典型培育', 'Publish: three stars, to be trained as an example'),
        tone: 'positive',
        result: 'typical',
        documents: ['starResult'],
        told: rating,
        guard: onlyFor('typical'),
      },
      publishLow: {
        title: text('公布：二星级及以下', 'Publish: two stars or fewer'),
        tone: 'negative',
        result: 'low',
        documents: ['starResult'],
        told: rating,
        // P33: the stars are published all the same; what follows from them waits.
        appeal: { by: ['compoundSecretary', 'compoundBranch'], holds: ['consequence'] },
        guard: onlyFor('low'),
      },
      return: { title: text('退回街道', 'Return'), tone: 'negative', result: 'returned', commentRequired: true },
    },
  }),

  grant: signOff({
    title: text('年度补助', 'Yearly grant'),
    source: 'S3“每年对四星级以上实体化运行的党支部给予3000元”',
    office: 'organisationDept',
    deadline: { parameter: 'star.grantDays' },
    decisions: {
      grant: {
        title: text('给予补助', 'Grant'),
        tone: 'positive',
        result: 'granted',
        documents: ['starGrant'],
        told: ({ facts, parameters }: In) => ({
          stars: facts.stars,
          grantFen: numberOf(parameters, 'star.starGrant'),
        }),
        form: z
          .strictObject({
            substantive: field(
              z.boolean(),
              text('实体型党支部', 'Substantive branch'),
              text('S3：须四星级以上且实体化运行', 'S3: four stars and a substantive branch, both'),
            ),
          })
          .meta({ id: 'StarGrant' }),
        guard: ({ form }: In) =>
          form['substantive'] === true
            ? undefined
            : new Refusal('invalid-input', text('仅授予实体党支部', 'Only substantive branches are given it'), [
                fieldError('/form/substantive', text('须为实体党支部', 'must be a substantive branch')),
              ]),
        effect: ({ parameters }: In) => ({ grant: numberOf(parameters, 'star.starGrant') }),
      },
      none: { title: text('不予补助', 'No grant'), tone: 'negative', result: 'none', commentRequired: true },
    },
  }),

  consequence: signOff({
    title: text('低星级的处理', 'What follows from low stars'),
    source: 'S0“所在小区原则上作为重点整治对象，整治期限一般为1年”',
    office: 'districtPartyCommittee',
    deadline: { parameter: 'star.consequenceDays' },
    publishes: text('列入重点整治的小区', 'The compound that is rectified'),
    decisions: {
      rectify: {
        title: text('所在小区列为重点整治对象', 'The compound is rectified'),
        result: 'rectify',
        documents: ['lowStarDecision'],
        told: rating,
        form: z
          .strictObject({
            compound: field(placeIdSchema, text('小区编号', 'Compound')),
            baselineMonthlyComplaints: field(
              z.int().min(0).max(100_000),
              text('整治前月均投诉量', 'Monthly mean of complaints before'),
            ),
          })
          .meta({ id: 'LowStarConsequence' }),
        references: (form) => [{ type: 'compound', id: wordIn(form, 'compound'), pointer: '/form/compound' }],
        guard: refuseCompound,
        effect: ({ form }: In) => ({
          compound: wordIn(form, 'compound'),
          baseline: Number(form['baselineMonthlyComplaints']),
        }),
      },
      except: {
        title: text('例外：不列入', 'Exception: it is not'),
        tone: 'negative',
        result: 'excepted',
        commentRequired: true,
        documents: ['lowStarDecision'],
        told: rating,
      },
    },
  }),

  rectification: childCase<'started', StarFacts>({
    title: text('启动小区整治', 'Rectification of the compound'),
    source: 'S0',
    kind: 'rectification',
    subject: ({ facts }) => ({ type: 'compound', id: facts.compound ?? '' }),
    input: ({ facts, parameters }) => ({
      route: 'lowStar',
      baselineMonthlyComplaints: facts.baseline ?? 0,
      limitMonths: numberOf(parameters, 'star.lowStarMonths'),
    }),
  }),

  improvement: childCase<'started', StarFacts>({
    title: text('启动一年跟踪', 'The year of improvement'),
    source: 'S0“由区委组织部联合民政、住建等部门跟踪问效”',
    kind: 'improvement',
    input: ({ facts }) => ({ halfYear: facts.halfYear, stars: facts.stars ?? 1 }),
  }),
});

export const procedure = {
  kind: 'star',
  title: text('小区星级评定', 'Star rating'),
  purpose: text('评星定级，抓两头促中间', 'Rate by stars: examples above, improvement below'),
  source: 'S0, S3',
  subject: ['secretary', 'branch'],
  sections: ['star'],
  stages,
  outcomes: {
    reserve: text('四星级以上（后备）', 'Four stars or more (reserve)'),
    typical: text('三星级（典型培育）', 'Three stars (example)'),
    low: text('二星级及以下（整治）', 'Two stars or fewer (rectified)'),
    excepted: text('低星级，例外不列入', 'Low, excepted'),
    cancelled: text('撤销', 'Cancelled'),
  },
  cancellation: { by: ['organisationDept'], outcomes: ['cancelled'] },
  input: z
    .strictObject({
      halfYear: field(halfYearKeySchema, text('半年', 'Half-year'), text('如 2026-H1', 'Such as 2026-H1')),
    })
    .meta({ id: 'StarInput' }),
  startedBy: ['organisationDept', 'streetPartyWorkingCommittee'],
  key: (input) => wordIn(input, 'halfYear'),
  cycle: {
    period: halfYearPeriod,
    upTo: halfYearsUpTo,
    subjectBy: 'star.starSubject',
    input: (halfYear) => ({ halfYear }),
    due: 'star.starPublicationDays',
  },
  enters: ({ subject, facts }) => {
    const { stars } = facts as unknown as StarFacts;
    if (stars === null) return [];
    const register = subject.type === 'branch' ? 'branches' : 'secretaries';
    return [{ register, entry: { id: subject.id }, fields: { star: stars } }];
  },
  opening: (input) => ({ halfYear: wordIn(input, 'halfYear') }),
  initialFacts: (input): Facts => {
    const facts: StarFacts = {
      halfYear: wordIn(input, 'halfYear'),
      points: null,
      stars: null,
      compound: null,
      baseline: null,
      grant: 0,
    };
    return facts as unknown as Facts;
  },
} satisfies Procedure;
