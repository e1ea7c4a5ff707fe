import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type Answer, type ApiProblem, call } from '../api/client.ts';

type Page = Answer<'listPlaces'>;
export type Place = Page['items'][number];

/** A place with those in it, as pickers show them. */
export interface PlaceNode {
  value: string;
  label: string;
  path: string;
  children?: PlaceNode[];
}

interface Places {
  /** Cities, each with what is in it. */
  tree: PlaceNode[];
  /** The name of a place; the last part of its path while that is not known. */
  nameOf: (path: string) => string;
  isPending: boolean;
}

const quarterHour = 15 * 60_000;

/** The names of all places; read once, since they hardly change. */
export function usePlaces(): Places {
  const { data, isPending } = useQuery<Place[], ApiProblem>({
    queryKey: ['listPlaces', 'all'],
    queryFn: async ({ signal }) => {
      const all: Place[] = [];
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page: Page = await call(
          'listPlaces',
          { query: { limit: 200, ...(cursor !== undefined && { cursor }) } },
          { signal },
        );
        all.push(...page.items);
        cursor = page.next;
      }
      return all;
    },
    staleTime: quarterHour,
  });
  return useMemo(() => {
    const names = new Map((data ?? []).map(({ path, name }) => [path, name]));
    return { tree: treeOf(data ?? []), nameOf: (path) => names.get(path) ?? path.split('/').at(-1) ?? path, isPending };
  }, [data, isPending]);
}

/** @param places those above before those in them, as the API lists them */
function treeOf(places: readonly Place[]): PlaceNode[] {
  const nodes = new Map<string, PlaceNode>();
  const roots: PlaceNode[] = [];
  for (const { path, name } of places) {
    const parts = path.split('/');
    const node: PlaceNode = { value: parts.at(-1) ?? path, label: name, path };
    nodes.set(path, node);
    const above = nodes.get(parts.slice(0, -1).join('/'));
    if (above) above.children = [...(above.children ?? []), node];
    else roots.push(node);
  }
  return roots;
}
