/** The expense scope 列支范围: whose accounts bear a cost, and who therefore votes on it (Civil Code 278; 建设部令165号 22). */
import { z } from 'zod';
import { type FieldError, fieldError } from '../errors.ts';
import { field, oneOf } from '../procedures/forms.ts';
import { text } from '../text.ts';
import type { VoteScope } from '../votes/vote.ts';

/** Fields of a form or an input that say the scope. */
export const scopeFields = {
  scope: field(
    oneOf({
      compound: text('全小区', 'The compound'),
      buildings: text('楼栋', 'Buildings'),
      units: text('单元房屋', 'Units'),
    }),
    text('列支范围', 'Expense scope'),
    text(
      '全小区、楼栋、单元房屋；只由受益业主承担并表决',
      'the compound, buildings or units: who benefits bears and votes',
    ),
  ),
  members: field(
    z.array(z.string().trim().min(1).max(40)).min(1).max(3000),
    text('楼栋或房屋', 'Buildings or units'),
    text('与业主名册一致', 'as the roll of owners has them'),
  ).optional(),
};

export interface ScopeForm {
  scope: 'compound' | 'buildings' | 'units';
  members?: string[];
}

/** The scope as votes know it. */
export function voteScope({ scope, members = [] }: ScopeForm): VoteScope {
  if (scope === 'compound') return { kind: 'compound' };
  return scope === 'buildings' ? { kind: 'buildings', buildings: members } : { kind: 'units', units: members };
}

/** What is wrong with a scope; `base` is the pointer to the form that holds its fields. */
export function scopeErrors({ scope, members }: ScopeForm, base: string): FieldError[] {
  const pointer = `${base}/members`;
  if (scope === 'compound')
    return members ? [fieldError(pointer, text('整个小区时不列名单', 'the compound has no list'))] : [];
  if (members === undefined) return [fieldError(pointer, text(`请列明范围：${scope}`, `say which ${scope}`))];
  return new Set(members).size < members.length ? [fieldError(pointer, text('有重复', 'names one twice'))] : [];
}
