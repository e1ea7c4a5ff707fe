import { useMemo } from 'react';
import { type ItemOf, useAll } from '../api/queries.ts';

export type Place = ItemOf<'listPlaces'>;

/** A place with those in it, as pickers show them. */
export interface PlaceNode {
  value: string;
  label: string;
  path: string;
  children?: PlaceNode[];
}

interface Places {
  places: readonly Place[];
  /** Cities, each with what is in it. */
  tree: PlaceNode[];
  /** The name of a place; the last part of its path while that is not known. */
  nameOf: (path: string) => string;
  isPending: boolean;
}

const quarterHour = 15 * 60_000;

/** All places within sight; read once, since they hardly change. */
export function usePlaces(): Places {
  const { data, isPending } = useAll('listPlaces', {}, { staleTime: quarterHour });
  return useMemo(() => {
    const places = data ?? [];
    const names = new Map(places.map(({ path, name }) => [path, name]));
    const nameOf = (path: string) => names.get(path) ?? path.split('/').at(-1) ?? path;
    return { places, tree: treeOf(places), nameOf, isPending };
  }, [data, isPending]);
}

/** The street of a place: its first three levels. */
export function streetOf(path: string): string {
  return path.split('/').slice(0, 3).join('/');
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
