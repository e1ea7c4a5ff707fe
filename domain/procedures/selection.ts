/** Key-compound selection 重点小区筛选 (P01; sources S2, S3): the ranking is checked by the streets, decided and published. */
import { z } from 'zod';
import { entryRouteSchema } from '../campaign/campaign.ts';
import { scopeSchema } from '../organisation/scope.ts';
import { monthSchema } from '../rankings/complaintMonth.ts';
import { placeIdSchema } from '../registers/place.ts';
import {
  listedCompounds,
  noteAnswers,
  noteDecided,
  noteFindings,
  refuseAnswers,
  refuseDecided,
  refuseFindings,
  type SelectionFacts,
  type SelectionInput,
  seatOf,
} from '../selection/review.ts';
import { text } from '../text.ts';
import type { CaseContext, DecisionContext, Facts, Procedure } from './declaration.ts';
import { field, oneOf } from './forms.ts';
import { jointReview, named, type Seat, signOff, submission } from './stages.ts';

type In = DecisionContext<SelectionFacts>;

const inputSchema = z
  .strictObject({
    month: field(monthSchema, text('统计末月', 'Last month of the window')),
    windowMonths: field(z.int().min(1).max(60), text('统计月数', 'Months looked at')),
    targetCount: field(z.int().min(0).max(10_000), text('拟列数量', 'Compounds to list')),
    ranked: field(z.int().min(1), text('参加排名的小区数', 'Compounds ranked')),
    snapshot: field(z.string().regex(/^[0-9a-f]{64}$/), text('排名快照', 'Snapshot of the ranking')),
    streets: field(
      z
        .array(
          z.strictObject({
            street: scopeSchema,
            proposed: z.array(placeIdSchema).max(10_000),
            reserve: z.array(placeIdSchema).max(1000),
          }),
        )
        .min(1)
        .max(400),
      text('各街道的小区', 'Compounds by street'),
    ),
    routes: field(
      z.record(placeIdSchema, entryRouteSchema),
      text('其他进入途径', 'Other routes'),
      text('不按初始排名列入的小区', 'Compounds that are not on the list by the ranking'),
    ).optional(),
  })
  .meta({ id: 'SelectionInput' });

const compound = () => field(placeIdSchema, text('小区', 'Compound'));
const note = () => field(z.string().trim().min(1).max(500), text('说明', 'In words'));

/** What may be wrong with the figures of a compound (P01). */
const findingKind = field(
  oneOf({
    wrongAddress: text('地址有误', 'Wrong address'),
    oneComplainant: text('一人反复投诉', 'One complainant flooding'),
    mergedCompounds: text('小区合并', 'Compounds merged'),
    other: text('其他', 'Other'),
  }),
  text('情形', 'What is wrong'),
  text('地址有误、一人反复投诉、小区合并、其他', 'wrong address, one complainant flooding, compounds merged, other'),
);
const findings = () => z.array(z.strictObject({ compound: compound(), kind: findingKind, note: note() })).max(1000);

export const stages = named({
  collect: submission({
    title: text('确认热线数据', 'Confirm the hotline’s figures'),
    source: 'P01 (A)',
    office: 'hotlineOffice',
    deadline: { parameter: 'selection.selectionCollectDays' },
    decisions: {
      confirm: {
        title: text('确认数据完整', 'The figures are complete'),
        tone: 'positive',
        result: 'collected',
      },
    },
  }),

  candidateReview: jointReview({
    title: text('街道核实', 'Streets check the facts'),
    source: 'P01 (A)',
    rule: 'all',
    keepApprovals: true,
    // One seat for each street; the task says which place it is.
    seatTitles: { '*': 'streetPartyWorkingCommittee' },
    seats: ({ input, facts, subject }: CaseContext<SelectionFacts>): Seat[] =>
      (input as unknown as SelectionInput).streets.map(({ street, proposed, reserve }) => ({
        id: seatOf(street, subject.scope),
        office: 'streetPartyWorkingCommittee',
        scope: street,
        subjectMatter: {
          compounds: [...proposed, ...reserve],
          rechecks: [...proposed, ...reserve].flatMap((each) => facts.rechecks[each]?.round ?? []),
        },
      })),
    deadline: { parameter: 'selection.streetVerificationDays' },
    overdueReaches: 'districtPartyCommittee',
    results: { approved: 'verified', refused: 'objected' },
    decisions: {
      confirm: {
        title: text('核实无异议', 'The facts are right'),
        tone: 'positive',
        vote: 'approve',
        form: z
          .strictObject({
            corrections: field(
              findings(),
              text('更正', 'Corrections'),
              text('不影响列入的更正', 'What is to be noted, and does not speak against listing'),
            ).optional(),
          })
          .meta({ id: 'SelectionConfirmation' }),
        guard: refuseFindings,
        effect: noteFindings,
      },
      object: {
        title: text('有异议', 'Object'),
        tone: 'negative',
        vote: 'refuse',
        form: z
          .strictObject({
            objections: field(findings().min(1), text('异议', 'Objections')),
            corrections: field(findings(), text('更正', 'Corrections')).optional(),
          })
          .meta({ id: 'SelectionObjection' }),
        guard: refuseFindings,
        effect: noteFindings,
      },
    },
  }),

  recheck: submission({
    title: text('热线复核', 'The hotline office looks again'),
    source: 'P01 (A)',
    office: 'hotlineOffice',
    deadline: { parameter: 'selection.selectionRecheckDays' },
    decisions: {
      answer: {
        title: text('回复异议', 'Answer the objections'),
        result: 'rechecked',
        form: z
          .strictObject({
            answers: field(
              z
                .array(
                  z.strictObject({
                    compound: compound(),
                    result: field(
                      oneOf({
                        stands: text('属实', 'The figures stand'),
                        corrected: text('更正数量', 'They are corrected'),
                        void: text('不应计入', 'They do not count'),
                      }),
                      text('复核结果', 'Result'),
                      text('属实、更正数量、不应计入', 'the figures stand, are corrected, or do not count'),
                    ),
                    complaints: field(
                      z.int().min(0).max(10_000_000),
                      text('更正后工单数', 'Tickets, corrected'),
                    ).optional(),
                    note: note(),
                  }),
                )
                .min(1)
                .max(1000),
              text('逐一答复', 'One answer for each objection'),
            ),
          })
          .meta({ id: 'SelectionRecheck' }),
        guard: refuseAnswers,
        effect: noteAnswers,
      },
    },
  }),

  decision: signOff({
    title: text('领导小组研定', 'The leading group decides'),
    source: 'P01 (A); S2, S3',
    office: 'districtPartyCommittee',
    reviews: ['collect', 'recheck'],
    deadline: { parameter: 'selection.selectionDecisionDays' },
    decisions: {
      list: {
        title: text('列入', 'List'),
        tone: 'positive',
        result: 'listed',
        form: z
          .strictObject({
            document: field(z.string().trim().min(1).max(200), text('文号', 'Listing document')).optional(),
            drop: field(
              z
                .array(
                  z.strictObject({
                    compound: compound(),
                    reason: field(
                      oneOf({
                        objection: text('异议成立', 'An objection was upheld'),
                        alreadyHandled: text('已在办理', 'Handled already'),
                        merged: text('已合并', 'Merged'),
                        minor: text('问题轻微', 'Minor'),
                        other: text('其他', 'Other'),
                      }),
                      text('不列入原因', 'Why not'),
                    ),
                    note: note(),
                  }),
                )
                .max(1000),
              text('不列入', 'Not listed'),
            ).optional(),
            keep: field(
              z.array(z.strictObject({ compound: compound(), note: note() })).max(1000),
              text('有异议仍列入', 'Listed although a street objected'),
            ).optional(),
            add: field(
              z.array(z.strictObject({ compound: compound(), note: note() })).max(1000),
              text('增列', 'Added'),
              text('备选小区，或专项研定的其他小区', 'Reserves, or others by the route manual'),
            ).optional(),
          })
          .meta({ id: 'SelectionDecision' }),
        guard: refuseDecided,
        references: (form) =>
          ((form['add'] ?? []) as { compound: string }[]).map((each, index) => ({
            type: 'compound' as const,
            id: each.compound,
            pointer: `/form/add/${index}/compound`,
          })),
        effect: noteDecided,
      },
      listNone: {
        title: text('均不列入', 'List none'),
        tone: 'negative',
        result: 'notListed',
        commentRequired: true,
        effect: (_context: In) => ({ listed: 0 }),
      },
    },
  }),

  publication: submission({
    title: text('公布名单', 'Publish the list'),
    source: 'P01; S2, S3',
    office: 'organisationDept',
    deadline: { parameter: 'selection.selectionPublicationDays' },
    publishes: text('名单、列入途径和原因类别', 'The list, with route and reason'),
    decisions: {
      publish: {
        title: text('公布', 'Publish'),
        result: 'published',
        documents: ['keyCompoundList'],
        told: (context: In) => ({ listed: listedCompounds(context) }),
      },
    },
  }),
});

export const procedure = {
  kind: 'selection',
  title: text('重点小区筛选', 'Key-compound selection'),
  purpose: text('把力量用在投诉多、群众不满意的小区', 'List the compounds where campaign effort goes'),
  source: 'S2, S3',
  subject: 'district',
  sections: ['selection'],
  stages,
  outcomes: {
    listed: text('列入', 'Listed'),
    notListed: text('不列入', 'Not listed'),
    cancelled: text('撤销', 'Cancelled'),
  },
  cancellation: { by: ['districtPartyCommittee'], outcomes: ['cancelled'] },
  input: inputSchema,
  startedBy: ['districtPartyCommittee', 'organisationDept'],
  startedThrough: 'POST /api/v1/selections',
  key: (given) => (given as unknown as SelectionInput).month,
  opening: ({ month, snapshot }) => ({ month: month ?? null, snapshot: snapshot ?? null }),
  initialFacts: (given): Facts => {
    const input = given as unknown as SelectionInput;
    const count = (which: 'proposed' | 'reserve') => input.streets.reduce((sum, each) => sum + each[which].length, 0);
    const facts: SelectionFacts = {
      month: input.month,
      windowMonths: input.windowMonths,
      snapshot: input.snapshot,
      ranked: input.ranked,
      targetCount: input.targetCount,
      proposed: count('proposed'),
      reserve: count('reserve'),
      findings: {},
      rechecks: {},
      decision: null,
      listed: null,
    };
    return facts as unknown as Facts;
  },
} satisfies Procedure;
