import { z } from 'zod';
import { daysBetween } from '../calendar/calendar.ts';
import { daySchema } from '../calendar/daySchema.ts';
import type { CaseParameters } from '../case/opening.ts';
import { type FieldError, fieldError, Refusal } from '../errors.ts';
import type { OfficeCode } from '../organisation/offices.ts';
import { type Text, text } from '../text.ts';
import { type JudgedVote, type VoteItem, type VoteScope, voteCountSchema } from '../votes/vote.ts';
import type {
  CaseContext,
  DeadlineRule,
  DecisionContext,
  DecisionDeclaration,
  Face,
  Facts,
  ParameterName,
  Stage,
} from './declaration.ts';
import { field, oneOf, wordIn } from './forms.ts';
import { numberOf, termOf } from './parameters.ts';
import { type StageBasics, stage } from './stages.ts';

export interface OwnersVoteOptions<F = Facts> {
  items(this: void, context: CaseContext<F>): readonly VoteItem[];
  scope(this: void, context: CaseContext<F>): VoteScope;
  /** Days by which the ballot may be extended, once, for want of a quorum; absent or null means never. */
  extension?: ParameterName;
  judged(this: void, vote: JudgedVote, context: CaseContext<F>): { result: string; facts?: Partial<F> };
  /** The result when the convener calls the vote off; absent where that is not possible. */
  calledOff?: string;
  /** The notice may be given later by so many days, once somebody has approved that; and the facts until then. */
  postponement?: { days: ParameterName; pending: Partial<F> };
}

/** Days by which a vote may be extended once; 0 where the policy has none. */
export function extensionDays({ extension }: Pick<OwnersVoteOptions, 'extension'>, parameters: CaseParameters): number {
  return extension === undefined ? 0 : (termOf(parameters, extension)?.n ?? 0);
}

/** P33: how owners vote among themselves is no decision of an office, and nobody stands above it. */
const votingDisputes = text(
  '表决争议不适用申诉：业主认为决定侵害其合法权益的，可以请求人民法院撤销（民法典280）；违反法律法规的，由街道或者物业主管部门责令限期改正或者撤销（物业管理条例19）。',
  'A vote cannot be appealed: an owner whose rights a decision infringes may ask a court to revoke it (Civil Code 280); one that breaks the law is corrected or revoked by order of the street or the housing bureau (Property Management Regulation 19).',
);

/** The roll as of a day, and when votes are cast. */
export const voteNoticeForm = z
  .strictObject({
    roll: field(
      z.string().min(1).max(80),
      text('业主名册版本', 'Version of the roll of owners'),
      text('表决以该版本名册的人数和专有面积为准', 'Heads and exclusive areas are those of this version'),
    ),
    votingFrom: field(daySchema, text('开始表决日', 'Votes are cast from')),
    votingUntil: field(daySchema, text('表决截止日', 'Votes are cast until')),
    method: field(
      oneOf({
        meeting: text('集体讨论', 'At a meeting'),
        written: text('书面', 'In writing'),
        online: text('线上', 'Online'),
        mixed: text('多种方式并用', 'In several ways'),
      }),
      text('表决方式', 'How votes are cast'),
      text('集体讨论、书面、线上或并用', 'at a meeting, in writing, online, or in several ways'),
    ),
    place: field(z.string().trim().min(1).max(200), text('地点或网址', 'Place or address')).optional(),
  })
  .meta({ id: 'VoteNotice' });

const extensionForm = z
  .strictObject({ votingUntil: field(daySchema, text('延长至', 'Extended until')) })
  .meta({ id: 'VoteExtension' });

/**
 * An owners' vote: notice in clear days, ballots, count, one extension for want of a quorum.
 *
 * Faces: `notice`, `count`, `extension`, and `callOff` and `postponement` where declared. Ballots are no decisions of the case: they are cast into the ballot box, and its
 * count, computed from them, is what the case judges.
 *
 * @returns `quorumFailed`, or what `judged` says of a vote that has its quorum
 */
export function ownersVote<const R extends string, F = Facts>(
  declared: StageBasics & {
    /** Who calls the vote and posts the notice. */
    convener: OfficeCode;
    /** Who counts: the only people who may see single ballots. */
    counter: OfficeCode;
    /** Days between the day the notice is posted and the first day of voting, neither counted. */
    notice: {
      clearDays: ParameterName;
      deadline?: DeadlineRule<F>;
      title?: Text;
      effect?: NonNullable<DecisionDeclaration<F>['effect']>;
      /** Default: the general notice of an owners' vote. */
      documents?: NonNullable<DecisionDeclaration<F>['documents']>;
      told?: NonNullable<DecisionDeclaration<F>['told']>;
    };
    count?: { deadline?: DeadlineRule<F> };
    extension?: ParameterName;
    /** Where what is voted on may fall away meanwhile: when the convener may call the vote off, and with which result. */
    callOff?: { result: R; guard: NonNullable<DecisionDeclaration<F>['guard']> };
    /** Where the law lets the day of the meeting be put off with an approval: asked until the notice is given, where `days` are not 0. */
    postponement?: {
      title: Text;
      office: OfficeCode;
      days: ParameterName;
      pending: Partial<F>;
      approve: Pick<DecisionDeclaration<F>, 'guard' | 'effect'>;
    };
    items: OwnersVoteOptions<F>['items'];
    scope: OwnersVoteOptions<F>['scope'];
    results: readonly R[];
    judged(this: void, vote: JudgedVote, context: CaseContext<F>): { result: R; facts?: Partial<F> };
  },
): Stage<R | 'quorumFailed', 'ownersVote'> {
  const { clearDays } = declared.notice;
  const faces: Record<string, Face<F>> = {
    notice: {
      title: declared.notice.title ?? text('发布表决公告', 'Post the notice of the vote'),
      office: declared.convener,
      ...(declared.notice.deadline && { deadline: declared.notice.deadline }),
      decisions: {
        give: {
          title: text('已公告', 'The notice is posted'),
          tone: 'positive',
          evidence: 1,
          form: voteNoticeForm,
          guard: (context) => refuseNotice(context, clearDays),
          references: (form) => [{ type: 'roll', id: wordIn(form, 'roll'), pointer: '/form/roll' }],
          documents: declared.notice.documents ?? ['ownersVoteNotice'],
          ...(declared.notice.told && { told: declared.notice.told }),
          ...(declared.notice.effect && { effect: declared.notice.effect }),
        },
      },
    },
    count: {
      title: text('计票', 'Count the votes'),
      office: declared.counter,
      ...(declared.count?.deadline && { deadline: declared.count.deadline }),
      decisions: {
        count: {
          title: text('关闭票箱并计票', 'Close the ballot box and count'),
          through: 'POST /api/v1/cases/{id}/votes/{visit}/count',
          form: voteCountSchema,
        },
      },
    },
    extension: {
      title: text('未达法定参与比例', 'Too few took part'),
      office: declared.convener,
      decisions: {
        extend: {
          title: text('延长表决期', 'Extend the vote'),
          form: extensionForm,
        },
        giveUp: { title: text('不再延长', 'Do not extend'), tone: 'negative', commentRequired: true },
      },
    },
    ...(declared.callOff && {
      callOff: {
        title: text('取消表决', 'Call the vote off'),
        office: declared.convener,
        standing: true,
        decisions: {
          callOff: {
            title: text('取消表决', 'Call the vote off'),
            tone: 'negative',
            commentRequired: true,
            guard: declared.callOff.guard,
          },
        },
      },
    }),
    ...(declared.postponement && {
      postponement: {
        title: declared.postponement.title,
        office: declared.postponement.office,
        standing: true,
        decisions: {
          approve: {
            title: text('批准延期', 'Approve'),
            tone: 'positive',
            commentRequired: true,
            ...declared.postponement.approve,
          },
        },
      },
    }),
  };
  const options: OwnersVoteOptions<F> = {
    items: declared.items,
    scope: declared.scope,
    judged: declared.judged,
    ...(declared.extension && { extension: declared.extension }),
    ...(declared.callOff && { calledOff: declared.callOff.result }),
    ...(declared.postponement && {
      postponement: { days: declared.postponement.days, pending: declared.postponement.pending },
    }),
  };
  const judged = ['quorumFailed', ...declared.results].filter((result) => result !== declared.callOff?.result);
  const basics = {
    disputes: votingDisputes,
    documents: [{ template: 'ownersVoteResult', results: judged }],
    ...declared,
  };
  return stage('ownersVote', basics, faces as Record<string, Face>, ['quorumFailed', ...declared.results], options);
}

/** 青岛条例24, 物业管理条例14: clear days, counted conservatively (A): neither the day of posting nor the day of voting. */
function refuseNotice(
  { form, day, parameters }: Pick<DecisionContext, 'form' | 'day' | 'parameters'>,
  clearDays: ParameterName,
): Refusal | undefined {
  const [from, until] = [wordIn(form, 'votingFrom'), wordIn(form, 'votingUntil')];
  const needed = numberOf(parameters, clearDays);
  const clear = daysBetween(day, from) - 1;
  const errors: FieldError[] = [];
  if (clear < needed) {
    const detail = text(
      `${day}公告后仅隔${Math.max(0, clear)}整天，至少需${needed}整天`,
      `${Math.max(0, clear)} clear days after the notice of ${day}; ${needed} are needed`,
    );
    errors.push(fieldError('/form/votingFrom', detail));
  }
  if (until < from) errors.push(fieldError('/form/votingUntil', text(`早于${from}`, `lies before ${from}`)));
  return errors.length === 0
    ? undefined
    : new Refusal('invalid-input', text('公告期不足', 'The notice does not keep its days'), errors);
}
