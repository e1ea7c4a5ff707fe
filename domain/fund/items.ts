/** What the fund may pay for, and what it may not (建设部令165号 18, 25; 山东条例71). */
import { z } from 'zod';
import { field } from '../procedures/forms.ts';
import { text } from '../text.ts';
import { fenField } from './money.ts';

/** Costs that the fund does not bear, whoever agrees. */
export const excludedKinds = ['warrantyDefect', 'operatorLine', 'damage', 'serviceDuty'] as const;
export type ExcludedKind = (typeof excludedKinds)[number];

/** Common parts and common facilities. */
const commonKinds = ['roof', 'wall', 'structure', 'lift', 'fireSystem', 'drainage', 'road', 'otherCommon'] as const;

/** One item of an application, in figures; `id` is its number in the proposal. */
export interface FundItem {
  id: string;
  kind: (typeof commonKinds)[number] | ExcludedKind;
  fen: number;
}

/** An item as proposed. */
export const itemSchema = z
  .strictObject({
    title: field(z.string().trim().min(1).max(200), text('项目', 'Item')),
    kind: field(
      z.enum([...commonKinds, ...excludedKinds]),
      text('类别', 'Kind'),
      text(
        '共用部位、共用设施；保修期内缺陷、专业经营单位管线、人为损坏、物业服务合同内的费用不得列支（建设部令165号 25）',
        'Common parts and facilities; defects under warranty, lines of operators, damage by a person and duties under the service contract are excluded (Order 165, 25)',
      ),
    ),
    fen: fenField(text('预算', 'Budget')),
    warrantyUntil: field(
      z.iso.date(),
      text('保修期至', 'Warranty until'),
      text('保修期满后方可使用维修资金（建设部令165号 18）', 'The fund pays after the warranty only (Order 165, 18)'),
    ).optional(),
  })
  .meta({ id: 'FundItem' });

/** An item that is not paid from the fund, and on what ground. */
export const refusedItemSchema = z
  .strictObject({
    item: field(z.string().regex(/^[1-9]\d{0,2}$/), text('项目序号', 'Number of the item')),
    ground: field(z.enum(excludedKinds), text('不予列支理由', 'Ground of exclusion')),
  })
  .meta({ id: 'RefusedFundItem' });
export type RefusedItem = z.infer<typeof refusedItemSchema>;

/** Whether the fund bears it. */
export function isExcluded({ kind }: FundItem): boolean {
  return (excludedKinds as readonly string[]).includes(kind);
}

export function sumOf(items: readonly FundItem[]): number {
  return items.reduce((sum, { fen }) => sum + fen, 0);
}
