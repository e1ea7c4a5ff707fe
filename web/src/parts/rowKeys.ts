import { useState } from 'react';

interface RowKeys {
  /** A key for each row, which stays with it when rows before it go. */
  keys: readonly number[];
  /** To be called together with taking the row out of the list. */
  removed: (index: number) => void;
}

/** Keys for rows that have no identity of their own: where a row is taken out, the others keep what was typed or chosen in them. */
export function useRowKeys(count: number): RowKeys {
  const [rows, setRows] = useState({ keys: numbers(0, count), next: count });
  const missing = count - rows.keys.length;
  const kept = missing === 0 ? rows : grown(rows, missing);
  if (kept !== rows) setRows(kept);
  return {
    keys: kept.keys,
    removed: (index) => setRows(({ keys, next }) => ({ keys: keys.filter((_, at) => at !== index), next })),
  };
}

/** With as many rows more, or fewer at the end. */
function grown({ keys, next }: { keys: number[]; next: number }, missing: number) {
  if (missing < 0) return { keys: keys.slice(0, missing), next };
  return { keys: [...keys, ...numbers(next, missing)], next: next + missing };
}

function numbers(from: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => from + index);
}
