import { useSyncExternalStore } from 'react';
import type { PolicyValue } from './values.ts';

/** By parameter: another value, or null to go back to what the files say. */
export type Draft = Record<string, { value: PolicyValue; source: string; note: string } | null>;

const empty: Draft = {};
const listeners = new Set<() => void>();
const known = new Map<string, { text: string; draft: Draft }>();

function readDraft(key: string): Draft {
  const text = sessionStorage.getItem(key);
  if (text === null) return empty;
  const before = known.get(key);
  if (before?.text === text) return before.draft;
  const draft = JSON.parse(text) as Draft;
  known.set(key, { text, draft });
  return draft;
}

/** Changes of a policy that are being prepared; they stay in this browser tab until they are saved or dropped. */
export function useDraft(space: string, locality: string): [Draft, (next: Draft) => void] {
  const key = `zhengzhi.policyDraft.${space}.${locality}`;
  const draft = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => readDraft(key),
  );
  const set = (next: Draft) => {
    if (Object.keys(next).length === 0) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(next));
    for (const listener of listeners) listener();
  };
  return [draft, set];
}
