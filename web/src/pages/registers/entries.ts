import { callWithTag, type OperationId, type Parts, read } from '../../api/client.ts';
import { type Reading, usePages, useRead } from '../../api/queries.ts';
import type { Entry, Register } from './register.ts';

/*
 * The registers offer the same operations under names of their own. What is known of all of them is typed here, by the
 * register of streets, which has nothing besides.
 */

export interface EntryQuery {
  district?: string;
  street?: string;
  community?: string;
  q?: string;
  retired?: 'true';
}

/** The pages of a register. */
export function useEntries({ operations }: Register, query: EntryQuery, limit = 50) {
  const list = usePages(operations.list as 'listStreets', { query }, { limit });
  return { ...list, items: list.items as unknown as Entry[] };
}

/** One entry as it is. */
export function useEntry({ operations }: Register, id: string, enabled = true): Reading<Entry> {
  return useRead(operations.read as 'getStreet', { path: { id } }, { enabled }) as unknown as Reading<Entry>;
}

/** What an entry was, newest first. */
export function useVersions({ operations }: Register, id: string) {
  const list = usePages(operations.versions as 'listStreetVersions', { path: { id } });
  return { ...list, items: list.items as unknown as Entry[] };
}

/** An entry with the tag that a change of it has to name. */
export async function readEntry({ operations }: Register, id: string): Promise<{ entry: Entry; etag: string }> {
  const { body, etag = '' } = await callWithTag(operations.read as 'getStreet', { path: { id } });
  return { entry: body as unknown as Entry, etag };
}

/** A call of any operation of a register; its parts were put together by declarations. */
export async function callRegister<T>(
  operation: OperationId,
  parts: Parts,
  options?: Parameters<typeof read>[2],
): Promise<T> {
  return (await read(operation, parts, options)).body as T;
}
