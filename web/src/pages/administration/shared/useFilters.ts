import { useSearchParams } from 'react-router';

type Changes<K extends string> = { [k in K]?: string | null | undefined };

/** Filters kept in the address, so that what is seen can be linked to; an empty one is left out. */
export function useFilters<const K extends string>(
  names: readonly K[],
): [{ [k in K]?: string | undefined }, (changes: Changes<K>) => void] {
  const [params, setParams] = useSearchParams();
  const values = Object.fromEntries(names.map((name) => [name, params.get(name) ?? undefined])) as {
    [k in K]?: string | undefined;
  };
  const set = (changes: Changes<K>) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [name, value] of Object.entries<string | null | undefined>(changes)) {
          if (value === null || value === undefined || value === '') next.delete(name);
          else next.set(name, value);
        }
        return next;
      },
      { replace: true },
    );
  return [values, set];
}
