import { fieldError, Refusal } from '../errors.ts';
import type { DecisionContext, ParameterName } from '../procedures/declaration.ts';
import { numberOf } from '../procedures/parameters.ts';
import { type Text, text } from '../text.ts';

/** A figure that a grant states. */
export type IncentiveFigure = 'place' | 'post' | 'grade' | 'months' | 'rung';

interface Incentive {
  title: Text;
  source: string;
  /** What a grant states, and the parameter it may not exceed. */
  figures: Partial<Record<IncentiveFigure, ParameterName>>;
}

/** What a good secretary may be given (P20). */
export const incentives = {
  studio: {
    title: text('书记工作室', 'Secretary’s studio'),
    source: 'S0 15个',
    figures: { place: 'incentive.studiosPerYear' },
  },
  goodSecretary: {
    title: text('好书记', 'Good secretary'),
    source: 'S0 20名',
    figures: { place: 'incentive.goodSecretariesPerYear' },
  },
  payGrade: {
    title: text('岗位等级薪酬', 'Post and pay grade'),
    source: 'S0 3岗18级',
    figures: { post: 'incentive.payPosts', grade: 'incentive.payGrades' },
  },
  earlierPromotion: {
    title: text('缩短晋级年限', 'Earlier promotion'),
    source: 'S0 年度优秀缩短6个月',
    figures: { months: 'incentive.promotionMonths' },
  },
  careerStep: {
    title: text('成长阶梯', 'Step of the career ladder'),
    source: 'S1 网格员、社区工作者、社区书记、事业编制',
    figures: { rung: 'incentive.careerRungs' },
  },
} as const satisfies Record<string, Incentive>;

export type IncentiveKind = keyof typeof incentives;

export const incentiveTitles = Object.fromEntries(
  Object.entries<Incentive>(incentives).map(([kind, { title }]) => [kind, title]),
) as Record<IncentiveKind, Text>;

/**
 * Why a grant may not state these figures, if so: each incentive states its own, none above what the policy has for a year.
 */
export function refuseFigures({ form, input, parameters }: DecisionContext): Refusal | undefined {
  const { figures }: Incentive = incentives[input['incentive'] as IncentiveKind];
  const errors = [
    ...Object.entries(figures).flatMap(([figure, limit]) => {
      const most = numberOf(parameters, limit);
      const stated = form[figure];
      if (stated === undefined) return [fieldError(`/form/${figure}`, text(`应为1至${most}`, `from 1 to ${most}`))];
      return Number(stated) > most ? [fieldError(`/form/${figure}`, text(`不得超过${most}`, `${most} at most`))] : [];
    }),
    ...Object.keys(form)
      .filter((figure) => !(figure in figures))
      .map((figure) => fieldError(`/form/${figure}`, text('不是本激励项目的内容', 'is no figure of this incentive'))),
  ];
  return errors.length > 0 ? new Refusal('invalid-input', undefined, errors) : undefined;
}
