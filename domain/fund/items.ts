/** What the fund may pay for, and what it may not (建设部令165号 18, 25; 山东条例71). */
import { z } from 'zod';
import { daySchema } from '../calendar/daySchema.ts';
import { field, oneOf } from '../procedures/forms.ts';
import { type Text, text } from '../text.ts';
import { fenField } from './money.ts';

/** Costs that the fund does not bear, whoever agrees. */
export const excludedKinds = {
  warrantyDefect: text('保修期内缺陷', 'Defect under warranty'),
  operatorLine: text('专业经营单位管线', 'Line of an operator'),
  damage: text('人为损坏', 'Damage by a person'),
  serviceDuty: text('物业服务合同内的费用', 'Duty under the service contract'),
} as const satisfies Record<string, Text>;
export type ExcludedKind = keyof typeof excludedKinds;

/** Common parts and common facilities. */
const commonKinds = {
  roof: text('屋面', 'Roof'),
  wall: text('外墙', 'Outer wall'),
  structure: text('主体结构', 'Structure'),
  lift: text('电梯', 'Lift'),
  fireSystem: text('消防设施', 'Fire system'),
  drainage: text('排水设施', 'Drainage'),
  road: text('道路', 'Road'),
  otherCommon: text('其他共用部位或设施', 'Other common part'),
} as const satisfies Record<string, Text>;

/** One item of an application, in figures; `id` is its number in the proposal. */
export interface FundItem {
  id: string;
  kind: keyof typeof commonKinds | ExcludedKind;
  fen: number;
}

/** An item as proposed. */
export const itemSchema = z
  .strictObject({
    title: field(z.string().trim().min(1).max(200), text('项目', 'Item')),
    kind: field(
      oneOf({ ...commonKinds, ...excludedKinds }),
      text('类别', 'Kind'),
      text(
        '共用部位、共用设施；保修期内缺陷、专业经营单位管线、人为损坏、物业服务合同内的费用不得列支（建设部令165号 25）',
        'Common parts and facilities; defects under warranty, lines of operators, damage by a person and duties under the service contract are excluded (Order 165, 25)',
      ),
    ),
    fen: fenField(text('预算', 'Budget')),
    warrantyUntil: field(
      daySchema,
      text('保修期至', 'Warranty until'),
      text('保修期满后方可使用维修资金（建设部令165号 18）', 'The fund pays after the warranty only (Order 165, 18)'),
    ).optional(),
  })
  .meta({ id: 'FundItem' });

/** An item that is not paid from the fund, and on what ground. */
export const refusedItemSchema = z
  .strictObject({
    item: field(z.string().regex(/^[1-9]\d{0,2}$/), text('项目序号', 'Number of the item')),
    ground: field(oneOf(excludedKinds), text('不予列支理由', 'Ground of exclusion')),
  })
  .meta({ id: 'RefusedFundItem' });
export type RefusedItem = z.infer<typeof refusedItemSchema>;

/** Whether the fund bears it. */
export function isExcluded({ kind }: FundItem): boolean {
  return Object.hasOwn(excludedKinds, kind);
}

export function sumOf(items: readonly FundItem[]): number {
  return items.reduce((sum, { fen }) => sum + fen, 0);
}
