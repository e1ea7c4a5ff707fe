import { useState } from 'react';

/** Something being filled in, kept for as long as the browser's tab: a reload, a crash or the end of a session loses nothing. */
export function useDraft<T>(name: string, initial: T): [draft: T, set: (next: T) => void, clear: () => void] {
  const key = `zhengzhi.draft.${name}`;
  const [draft, setDraft] = useState<T>(() => {
    const kept = sessionStorage.getItem(key);
    return kept === null ? initial : (JSON.parse(kept) as T);
  });
  const set = (next: T) => {
    setDraft(next);
    sessionStorage.setItem(key, JSON.stringify(next));
  };
  const clear = () => {
    setDraft(initial);
    sessionStorage.removeItem(key);
  };
  return [draft, set, clear];
}
