import { Refusal } from '../domain/errors.ts';

/** The ETag of a revision. */
export function etag(revision: number): string {
  return `"${revision}"`;
}

/**
 * Holds an If-Match header against what is stored. Weak tags never match (RFC 9110, 13.1.1).
 *
 * @throws Refusal revision-conflict
 */
export function requireMatch(ifMatch: string, revision: number): void {
  const tags = ifMatch.split(',').map((tag) => tag.trim());
  if (tags.includes('*') || tags.includes(etag(revision))) return;
  throw new Refusal('revision-conflict', {
    zh: `当前版本为 ${revision}，请重新读取`,
    en: `It is at revision ${revision} now; read it again`,
  });
}
