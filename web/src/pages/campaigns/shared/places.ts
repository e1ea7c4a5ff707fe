import { useQuery } from '@tanstack/react-query';
import type { ApiProblem } from '../../../api/client.ts';
import type { ItemOf } from '../../../api/queries.ts';
import { readAll } from './readAll.ts';

export type Place = ItemOf<'listPlaces'>;

const none: Place[] = [];

/** All places within sight; they seldom change. */
export function usePlaces(): Place[] {
  const { data } = useQuery<Place[], ApiProblem>({
    queryKey: ['listPlaces', 'all'],
    queryFn: ({ signal }) => readAll('listPlaces', {}, signal),
    staleTime: 300_000,
  });
  return data ?? none;
}

/** Says what a place is called, by its path; a place one does not see by the end of it. */
export function usePlaceName(): (path: string) => string {
  const names = new Map(usePlaces().map(({ path, name }) => [path, name]));
  return (path) => names.get(path) ?? path.split('/').at(-1) ?? path;
}

/** The street of a place: its first three levels. */
export function streetOf(path: string): string {
  return path.split('/').slice(0, 3).join('/');
}
