import { canonical } from '../../domain/timeline/hashChain.ts';

/** Members in which two documents differ; dates and their ISO texts are the same. */
export function differingMembers(expected: object, found: object, exact: 'exact' | 'expectedOnly' = 'exact'): string[] {
  const wanted = plain(expected);
  const there = plain(found);
  const names = new Set([...Object.keys(wanted), ...(exact === 'exact' ? Object.keys(there) : [])]);
  return [...names].filter((name) => textOf(wanted[name]) !== textOf(there[name])).sort();
}

function plain(document: object): Record<string, unknown> {
  return JSON.parse(JSON.stringify(document)) as Record<string, unknown>;
}

function textOf(value: unknown): string {
  return value === undefined ? '' : canonical(value);
}
