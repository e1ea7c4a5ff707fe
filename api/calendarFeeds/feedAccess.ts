import { createHash } from 'node:crypto';
import { type Actor, sees } from '../../domain/organisation/actor.ts';
import type { OfficeCode } from '../../domain/organisation/offices.ts';
import { covers } from '../../domain/organisation/scope.ts';

/** Where somebody may read an office's deadlines, and of which unit of it. */
export interface FeedPlace {
  scope: string;
  unit?: string;
}

/**
 * The places of an office's feed that its holder may see: a reviewer where they hold the office, others within sight.
 *
 * @param scope what the feed is for
 * @returns none when the feed shows nothing (any more)
 */
export function feedPlaces(actor: Actor, office: OfficeCode, scope: string): FeedPlace[] {
  if (actor.role !== 'reviewer') return sees(actor, scope) ? [{ scope }] : [];
  return actor.posts
    .filter((post) => post.office === office)
    .flatMap(({ scope: held, unit }) => {
      const common = covers(held, scope) ? scope : covers(scope, held) ? held : undefined;
      return common === undefined ? [] : [{ scope: common, ...(unit !== undefined && { unit }) }];
    });
}

export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
