import { type Text, text } from '../text.ts';
import type { PolicyFault } from './policyDraft.ts';
import type { Definition, PolicyValue } from './policySchema.ts';

/** The reason of a problem in both languages. */
export function saying({ zh, en }: Text): Pick<PolicyFault, 'reason' | 'zh'> {
  return { reason: en, zh };
}

/** The law leaves no choice. */
export function fixedBy({ source }: Definition): PolicyFault {
  return {
    path: '',
    ...saying(text(`${source}已作规定，各地不得变更`, `fixed by ${source}: no jurisdiction may change it`)),
  };
}

/** Looser than what the law or the level above requires. */
export function beyond(
  { source }: Definition,
  allowed: 'raise' | 'lower',
  above: PolicyValue,
  value: PolicyValue,
): PolicyFault {
  const [holds, given] = [JSON.stringify(above), JSON.stringify(value)];
  const [zh, en] = allowed === 'raise' ? ['提高', 'raised'] : ['降低', 'lowered'];
  return {
    path: '.value',
    ...saying(
      text(
        `只能${zh}：上级规定为${holds}（${source}），不能改为${given}`,
        `may only be ${en}: ${holds} holds above (${source}), not ${given}`,
      ),
    ),
  };
}
