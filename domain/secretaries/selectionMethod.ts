import type { selectionTypes } from '../registers/compound.ts';
import { type Text, text } from '../text.ts';

/** How a compound secretary may be found (S0; S3: 宜推则推、宜派则派、宜选则选、宜兼则兼). */
export const selectionMethods = {
  recommend: text('推：从业委会主任、能人中推荐', 'Recommend, from committee directors and capable residents'),
  assign: text('派：选派在职党员、机关干部', 'Assign a serving party member or cadre'),
  elect: text('选：从居民中选举', 'Elect from the residents'),
  invite: text('请：请老干部、老党员', 'Invite a veteran'),
  concurrent: text('兼：由其他职务兼任', 'Held together with another post'),
} as const satisfies Record<string, Text>;

export type SelectionMethod = keyof typeof selectionMethods;
export type SelectionType = keyof typeof selectionTypes;

const usual: Record<SelectionType, SelectionMethod> = {
  commercialResidential: 'recommend',
  staffHousing: 'assign',
  resettlement: 'elect',
  oldCompound: 'invite',
};

/**
 * The method most secretaries of such a compound were found by: 商住 推 76.3 %, 家属院 派 89.4 %, 安置 选 93.5 %, 老旧 请 63.2 %
 * (S0). A suggestion: any method may be chosen for any compound.
 */
export function suggestedMethod(type: SelectionType | null | undefined): SelectionMethod | null {
  return type ? usual[type] : null;
}
