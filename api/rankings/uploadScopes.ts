import { Refusal } from '../../domain/errors.ts';
import type { Actor } from '../../domain/organisation/actor.ts';

/**
 * The places an uploader speaks for: their scope, or those for which they are the hotline office (P01: it collects the
 * figures).
 *
 * @throws Refusal forbidden
 */
export function uploadScopes({ role, scope, posts }: Actor): string[] {
  if (role !== 'reviewer') return [scope];
  const scopes = posts.flatMap((post) => (post.office === 'hotlineOffice' ? [post.scope] : []));
  if (scopes.length === 0)
    throw new Refusal('forbidden', {
      zh: '审核人员中只有热线办可以报送数据',
      en: 'Among reviewers the hotline office alone hands in figures',
    });
  return [...new Set(scopes)].sort();
}
