import { Refusal } from '../../domain/errors.ts';
import type { Actor } from '../../domain/organisation/actor.ts';
import { governs } from '../../domain/policy/jurisdiction.ts';
import type { PolicyFile } from '../../domain/policy/policySchema.ts';
import type { ResolvedPolicy } from '../../domain/policy/resolvePolicy.ts';
import type { SpaceServices } from '../services.ts';

/** The policy of a locality and its own file. @throws Refusal not-found */
export function requirePolicy(
  { policies }: Pick<SpaceServices, 'policies'>,
  locality: string,
): { policy: ResolvedPolicy; file: PolicyFile } {
  const policy = policies.policy(locality);
  const file = policies.policies[locality];
  if (!policy || !file)
    throw new Refusal('not-found', { zh: `没有 ${locality} 的政策`, en: `There is no policy for ${locality}` });
  return { policy, file };
}

/** @throws Refusal forbidden when the jurisdiction is larger than the account's scope, or elsewhere */
export function requireGovernance({ policies }: Pick<SpaceServices, 'policies'>, actor: Actor, locality: string): void {
  if (governs(policies.policies, locality, actor.scope)) return;
  throw new Refusal('forbidden', {
    zh: `${locality} 的政策不在您的管辖范围 ${actor.scope} 内`,
    en: `The policy of ${locality} is outside of your scope ${actor.scope}`,
  });
}

/** Stands for what holds in a locality: its version and, where somebody changed it, the last change. */
export function policyTag({ policyStore }: Pick<SpaceServices, 'policyStore'>, policy: ResolvedPolicy): string {
  const change = policyStore.changeOf(policy.locality);
  return change === 0 ? policy.version : `${policy.version}.${change}`;
}

/** Holds If-Match against the tag of `getPolicy`, in any language. @throws Refusal revision-conflict */
export function requirePolicyMatch(ifMatch: string, tag: string): void {
  const given = ifMatch.split(',').map((each) => each.trim());
  if (given.some((each) => each === '*' || [tag, `${tag}-zh`, `${tag}-en`].some((held) => each === `"${held}"`)))
    return;
  throw new Refusal('revision-conflict', {
    zh: `当前版本为 "${tag}"，请重新读取`,
    en: `It is at "${tag}" now; read it again`,
  });
}
