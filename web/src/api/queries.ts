import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { type Answer, type ApiProblem, type CallInput, type OperationId, type Parts, read } from './client.ts';
import { type ItemOf, type Paged, type PagedOperation, readAll } from './readAll.ts';

export type { ItemOf } from './readAll.ts';

interface Options {
  enabled?: boolean;
  staleTime?: number;
  retry?: boolean;
  refetchInterval?: number | false;
  /** Keeps what was shown while another page or filter is read. */
  placeholderData?: typeof keepPreviousData;
}

/** What was read so far, and how reading stands. */
export interface Reading<T> {
  data: T | undefined;
  error: ApiProblem | null;
  /** Nothing was read yet, and no refusal came. */
  isPending: boolean;
  isFetching: boolean;
  refetch: () => Promise<unknown>;
}

/** What an operation answers, kept and read anew as the live events say. The key is `[operation, input]`. */
export function useRead<O extends OperationId>(
  operation: O,
  input: CallInput<O>,
  options?: Options,
): Reading<Answer<O>> {
  return useQuery<unknown, ApiProblem>({
    queryKey: keyOf(operation, input),
    queryFn: async ({ signal }) => (await read(operation, input as unknown as Parts, { signal })).body,
    ...options,
  }) as unknown as Reading<Answer<O>>;
}

/** As `useRead`, with the ETag that a change of what was read has to name. */
export function useTagged<O extends OperationId>(
  operation: O,
  input: CallInput<O>,
  options?: Options,
): Reading<{ body: Answer<O>; etag: string | undefined }> {
  return useQuery<unknown, ApiProblem>({
    queryKey: [...keyOf(operation, input), 'tagged'],
    queryFn: async ({ signal }) => await read(operation, input as unknown as Parts, { signal }),
    ...options,
  }) as unknown as Reading<{ body: Answer<O>; etag: string | undefined }>;
}

/** The items of a list that is short enough to be read whole, such as accounts or places. */
export function useAll<O extends PagedOperation>(
  operation: O,
  input: CallInput<O>,
  options?: Options,
): Reading<ItemOf<O>[]> {
  return useQuery<unknown, ApiProblem>({
    queryKey: [...keyOf(operation, input), 'all'],
    queryFn: ({ signal }) => readAll(operation, input as unknown as Parts, signal),
    ...options,
  }) as unknown as Reading<ItemOf<O>[]>;
}

/** Apart, since the compiler cannot list the union of all inputs. */
function keyOf(operation: OperationId, input: unknown): unknown[] {
  return [operation, input];
}

interface PagesOptions<Item> {
  enabled?: boolean;
  limit?: number;
  /** Milliseconds until it is read anew, as what was read asks for; false: not by the clock. */
  refetchInterval?: (items: readonly Item[]) => number | false;
}

/** A list that goes on by its cursor; `items` are those of all pages read so far. */
export function usePages<O extends PagedOperation>(
  operation: O,
  input: CallInput<O>,
  { enabled = true, limit = 50, refetchInterval }: PagesOptions<ItemOf<O>> = {},
) {
  const found = useInfiniteQuery<Answer<O>, ApiProblem, { pages: Answer<O>[] }, unknown[], string | undefined>({
    queryKey: [...keyOf(operation, input), 'pages', limit],
    queryFn: async ({ pageParam, signal }) => {
      const { query, ...parts } = input as unknown as Parts;
      const page = await read(operation, { ...parts, query: { ...query, limit, cursor: pageParam } }, { signal });
      return page.body as Answer<O>;
    },
    initialPageParam: undefined,
    getNextPageParam: (last) => (last as Paged).next ?? undefined,
    placeholderData: keepPreviousData,
    enabled,
    refetchInterval: ({ state }) =>
      refetchInterval?.((state.data?.pages ?? []).flatMap((page) => (page as Paged).items as ItemOf<O>[])) ?? false,
  });
  return { ...found, items: (found.data?.pages ?? []).flatMap((page) => (page as Paged).items as ItemOf<O>[]) };
}
