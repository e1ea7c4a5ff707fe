import { useSearchParams } from 'react-router';

const keys = ['district', 'street', 'campaign', 'from', 'to'] as const;

/** What figures are asked of; nothing is everything within sight, in the usual window. */
export type Selection = Partial<Record<(typeof keys)[number], string>>;

/** The selection of the address, and how it is changed; an empty value takes a part away. */
export function useSelection(): [Selection, (change: Partial<Record<keyof Selection, string | undefined>>) => void] {
  const [params, setParams] = useSearchParams();
  const selection: Selection = Object.fromEntries(
    keys.flatMap((key) => {
      const value = params.get(key);
      return value === null || value === '' ? [] : [[key, value]];
    }),
  );
  return [
    selection,
    (change) =>
      setParams((before) => {
        const next = new URLSearchParams(before);
        for (const [key, value] of Object.entries(change)) {
          if (value === undefined || value === '') next.delete(key);
          else next.set(key, value);
        }
        return next;
      }),
  ];
}

/** The places of a selection, for what has no window. */
export function placesOf({ from: _, to: __, ...places }: Selection): Omit<Selection, 'from' | 'to'> {
  return places;
}

/** The search part of an address with something changed in it. */
export function searchWith(params: URLSearchParams, change: Record<string, string | undefined>): string {
  const next = new URLSearchParams(params);
  for (const [key, value] of Object.entries(change)) {
    if (value === undefined) next.delete(key);
    else next.set(key, value);
  }
  return next.size === 0 ? '' : `?${next}`;
}
