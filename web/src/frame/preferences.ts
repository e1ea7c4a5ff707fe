import { useSyncExternalStore } from 'react';

/** Preferences of this browser; what belongs to a person and their office is kept on the server instead. */
const name = 'zhengzhi.compact';
const listeners = new Set<() => void>();

export function useCompact(): [compact: boolean, set: (compact: boolean) => void] {
  const compact = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => localStorage.getItem(name) === '1',
  );
  const set = (next: boolean) => {
    localStorage.setItem(name, next ? '1' : '0');
    for (const listener of listeners) listener();
  };
  return [compact, set];
}
