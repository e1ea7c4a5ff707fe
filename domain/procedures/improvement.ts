/** The year after low stars 低星级一年整改 (P19; S0): followed each quarter by three bodies, judged by the next ratings. */
import { z } from 'zod';
import { halfYearAfter, halfYearKeySchema, halfYearOfKey } from '../assessment/halfYear.ts';
import { addDays, addMonths } from '../calendar/calendar.ts';
import { fieldError, Refusal } from '../errors.ts';
import { placeIdSchema } from '../registers/place.ts';
import { text } from '../text.ts';
import { childCase } from './childCaseStage.ts';
import type { CaseContext, DecisionContext, Facts, Procedure } from './declaration.ts';
import { field, wordIn } from './forms.ts';
import { numberOf } from './parameters.ts';
import { checkpoint, jointReview, named } from './stages.ts';

export interface ImprovementFacts {
  /** The half-year of the low rating, and its stars. */
  halfYear: string;
  stars: number;
  /** The ratings since, oldest first. */
  ratings: { halfYear: string; stars: number }[];
  /** Whose exit a failure begins. */
  secretary: string | null;
}

type In = DecisionContext<ImprovementFacts>;
type At = CaseContext<ImprovementFacts>;

const isLow = (stars: number, parameters: At['parameters']): boolean =>
  stars <= numberOf(parameters, 'star.starLowMax');

const latestOf = ({ ratings, stars }: ImprovementFacts): number => ratings.at(-1)?.stars ?? stars;

const ratingForm = z
  .strictObject({
    stars: field(
      z.int().min(1).max(10),
      text('公布的星级', 'Stars as published'),
      text('该半年星级评定公布的结果', 'As the rating of that half-year was published'),
    ),
  })
  .meta({ id: 'RatingOfTheHalfYear' });

/** Whether the stars handed in are of the kind the decision is for; the body reads the decision, not the stars. */
const onlyIf =
  (low: boolean) =>
  ({ form, parameters }: In): Refusal | undefined => {
    const stars = Number(form['stars']);
    const levels = numberOf(parameters, 'star.starLevels');
    const detail =
      stars > levels
        ? text(`共${levels}级`, `there are ${levels} levels`)
        : text(`${stars}星在此${low ? '不' : ''}属于低星级`, `${stars} stars are ${low ? 'not low' : 'low'} here`);
    return stars <= levels && isLow(stars, parameters) === low
      ? undefined
      : new Refusal('invalid-input', text('星级与决定不符', 'The stars do not fit the decision'), [
          fieldError('/form/stars', detail),
        ]);
  };

const rated = ({ form, facts, visit }: In): Partial<ImprovementFacts> => ({
  ratings: [...facts.ratings, { halfYear: halfYearAfter(facts.halfYear, visit), stars: Number(form['stars']) }],
});

const judgedBy =
  (low: boolean) =>
  ({ facts, parameters }: In): Refusal | undefined =>
    isLow(latestOf(facts), parameters) === low
      ? undefined
      : new Refusal(
          'not-ready',
          text(`最近评定为${latestOf(facts)}星`, `The latest rating is ${latestOf(facts)} stars`),
        );

const ratingsSince = ({ facts }: In) => ({ ratings: facts.ratings });

/** Of a branch it has to be said who its secretary is; a secretary is the one who was rated. */
function refuseSecretary({ subject, form }: In): Refusal | undefined {
  const given = form['secretary'] !== undefined;
  if (given === (subject.type === 'branch')) return undefined;
  const detail = given
    ? text(`评定的对象是${subject.id}`, `${subject.id} was rated`)
    : text('请填写该支部的书记', 'the secretary of the branch is to be named');
  return new Refusal('invalid-input', text('退出人员不符', 'Whose exit it is'), [
    fieldError('/form/secretary', detail),
  ]);
}

export const stages = named({
  quarterReport: checkpoint({
    title: text('季度跟踪（组织部门）', 'Quarterly check by the organisation department'),
    source: 'S0“由区委组织部联合民政、住建等部门跟踪问效”; each quarter A',
    office: 'organisationDept',
    deadline: { parameter: 'improvement.quarterCheckDays' },
    opensOn: ({ startedOn }: At, visit) => addMonths(startedOn, 3 * visit),
    decisions: {
      report: {
        title: text('报送跟踪情况', 'Report'),
        result: 'reported',
        form: z
          .strictObject({ progress: field(z.string().trim().min(1).max(4000), text('整改进展', 'Progress')) })
          .meta({ id: 'QuarterReport' }),
        documents: ['improvementReport'],
      },
    },
  }),

  quarterReview: jointReview({
    title: text('民政、住建部门意见', 'Opinions of civil affairs and housing'),
    source: 'S0',
    rule: 'all',
    seatTitles: { housing: 'housingBureau' },
    seats: () => [
      { id: 'civilAffairs', office: 'civilAffairs' },
      { id: 'housing', office: 'housingBureau' },
    ],
    deadline: { parameter: 'improvement.quarterCheckDays' },
    results: { approved: 'improving', refused: 'notImproving' },
    decisions: {
      improving: { title: text('有改进', 'Improving'), tone: 'positive', vote: 'approve' },
      notImproving: {
        title: text('无改进', 'Not improving'),
        tone: 'negative',
        vote: 'refuse',
        commentRequired: true,
      },
    },
  }),

  rating: checkpoint({
    title: text('录入半年星级', 'Enter the rating of the half-year'),
    source: 'S0, S3“每半年评定一次”',
    office: 'organisationDept',
    deadline: { parameter: 'improvement.ratingEntryDays' },
    opensOn: ({ facts }: At, visit) => addDays(halfYearOfKey(halfYearAfter(facts.halfYear, visit)).to, 1),
    decisions: {
      risen: {
        title: text('三星级及以上', 'Three stars or more'),
        tone: 'positive',
        result: 'risen',
        form: ratingForm,
        guard: onlyIf(false),
        effect: rated,
      },
      low: {
        title: text('仍为二星级及以下', 'Still two stars or fewer'),
        tone: 'negative',
        result: 'low',
        form: ratingForm,
        guard: onlyIf(true),
        effect: rated,
      },
    },
  }),

  yearEnd: checkpoint({
    title: text('期满评定', 'Judgement at the end of the year'),
    source: 'S0“整治期限一般为1年”; Civil Code 202',
    office: 'organisationDept',
    deadline: { parameter: 'improvement.conclusionDays' },
    // A duration: it ends on the corresponding date, whatever day that is.
    opensOn: ({ startedOn, parameters }: At) => addMonths(startedOn, numberOf(parameters, 'star.lowStarMonths')),
    publishes: text('整改结果', 'The result'),
    decisions: {
      restore: {
        title: text('整改合格', 'Restored'),
        tone: 'positive',
        result: 'restored',
        documents: ['improvementResult'],
        told: ratingsSince,
        guard: judgedBy(false),
      },
      fail: {
        title: text('整改不合格', 'Failed'),
        tone: 'negative',
        result: 'failed',
        commentRequired: true,
        documents: ['improvementResult'],
        told: ratingsSince,
        appeal: { by: ['compoundSecretary', 'compoundBranch'] },
        form: z
          .strictObject({
            secretary: field(
              placeIdSchema,
              text('支部书记编号', 'Secretary of the branch'),
              text('评定对象为党支部时填写', 'Where the branch was rated'),
            ).optional(),
          })
          .meta({ id: 'FailedImprovement' }),
        references: (form) =>
          form['secretary'] === undefined
            ? []
            : [{ type: 'secretary', id: wordIn(form, 'secretary'), pointer: '/form/secretary' }],
        guard: (context: In) => judgedBy(true)(context) ?? refuseSecretary(context),
        effect: ({ form, subject }: In) => ({
          secretary: form['secretary'] === undefined ? subject.id : wordIn(form, 'secretary'),
        }),
      },
    },
  }),

  exit: childCase<'started', ImprovementFacts>({
    title: text('启动动态退出', 'The exit begins'),
    source: 'P19 (A): the compound’s rectification continues',
    kind: 'exit',
    subject: ({ subject, facts }) =>
      subject.type === 'secretary' ? subject : { type: 'secretary', id: facts.secretary ?? '' },
    input: () => ({ trigger: 'lowStar' }),
  }),
});

export const procedure = {
  kind: 'improvement',
  title: text('低星级一年整改', 'Year of improvement after low stars'),
  purpose: text('倒逼整改提升', 'Press for improvement within a year'),
  source: 'S0',
  subject: ['secretary', 'branch'],
  sections: ['improvement', 'star'],
  stages,
  outcomes: {
    restored: text('整改合格', 'Restored'),
    failed: text('整改不合格', 'Failed'),
    excepted: text('区级决定例外结束', 'Ended by an exception of the district'),
  },
  cancellation: { by: ['districtPartyCommittee'], outcomes: ['excepted'] },
  input: z
    .strictObject({
      halfYear: field(halfYearKeySchema, text('低星级所在半年', 'Half-year of the low rating')),
      stars: field(z.int().min(1).max(10), text('星级', 'Stars')),
    })
    .meta({ id: 'ImprovementInput' }),
  startedBy: ['organisationDept'],
  opening: (input) => ({ halfYear: wordIn(input, 'halfYear'), stars: input['stars'] ?? null }),
  initialFacts: (input): Facts => {
    const facts: ImprovementFacts = {
      halfYear: wordIn(input, 'halfYear'),
      stars: Number(input['stars']),
      ratings: [],
      secretary: null,
    };
    return facts as unknown as Facts;
  },
} satisfies Procedure;
