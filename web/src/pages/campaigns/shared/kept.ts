import { useState } from 'react';

/** State that outlives the page, for work that is interrupted: kept in this tab under a name. */
export function useKept<T>(name: string, initial: T): [T, (next: T) => void, () => void] {
  const key = `zhengzhi.${name}`;
  const [value, setValue] = useState<T>(() => {
    const stored = sessionStorage.getItem(key);
    return stored === null ? initial : (JSON.parse(stored) as T);
  });
  const keep = (next: T) => {
    sessionStorage.setItem(key, JSON.stringify(next));
    setValue(next);
  };
  const forget = () => sessionStorage.removeItem(key);
  return [value, keep, forget];
}
