/** What somebody has filled in and not saved, kept in this window until it is saved or discarded. */
export interface Draft {
  read: () => Record<string, unknown> | undefined;
  keep: (values: Record<string, unknown>) => void;
  drop: () => void;
}

export function draftOf(key: string): Draft {
  const name = `zhengzhi.draft.${key}`;
  return {
    read: () => {
      const kept = sessionStorage.getItem(name);
      return kept === null ? undefined : (JSON.parse(kept) as Record<string, unknown>);
    },
    keep: (values) => sessionStorage.setItem(name, JSON.stringify(values)),
    drop: () => sessionStorage.removeItem(name),
  };
}
