import { Refusal } from '../domain/errors.ts';
import { type Actor, sees } from '../domain/organisation/actor.ts';
import { covers } from '../domain/organisation/scope.ts';

/**
 * The places an actor sees, for documents that carry `within` (their path and every path above it): undefined when that is
 * everything.
 */
export function visiblePlaces({ scope, posts }: Actor): string[] | undefined {
  const scopes = [...new Set([scope, ...posts.map((post) => post.scope)])];
  if (scopes.includes('*')) return undefined;
  return scopes.filter((inner) => !scopes.some((outer) => outer !== inner && covers(outer, inner)));
}

/** What the actor may not see does not exist for them. @throws Refusal not-found */
export function requireSight(actor: Actor, scope: string, what: string): void {
  if (!sees(actor, scope))
    throw new Refusal('not-found', {
      zh: '该对象不存在，或不在您的管辖范围内',
      en: `There is no ${what}, or it is outside of your scope`,
    });
}

/** Registers are changed by coordinators and integrations within their own scope; posts do not count. @throws Refusal forbidden */
export function requireOwnScope(actor: Actor, scope: string): void {
  if (!covers(actor.scope, scope))
    throw new Refusal('forbidden', {
      zh: `${scope} 不在您的管辖范围 ${actor.scope} 内`,
      en: `${scope} is outside of your scope ${actor.scope}`,
    });
}
