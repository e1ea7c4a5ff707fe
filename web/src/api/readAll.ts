import { type Answer, type OperationId, type Parts, read } from './client.ts';

export type Paged = { items: unknown[]; next: string | null };
export type PagedOperation = { [O in OperationId]: Answer<O> extends Paged ? O : never }[OperationId];
export type ItemOf<O extends OperationId> = Answer<O> extends { items: (infer T)[] } ? T : never;

/** A list to its end, in pages of the largest size: for what is shown as a whole. */
export async function readAll<O extends PagedOperation>(
  operation: O,
  { query, ...parts }: Parts,
  signal?: AbortSignal,
): Promise<ItemOf<O>[]> {
  const items: ItemOf<O>[] = [];
  let cursor: string | undefined;
  do {
    const { body } = await read(
      operation,
      { ...parts, query: { ...query, limit: 200, cursor } },
      signal ? { signal } : {},
    );
    const page = body as Paged;
    items.push(...(page.items as ItemOf<O>[]));
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return items;
}
