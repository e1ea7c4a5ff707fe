import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { type RefObject, useRef } from 'react';

interface Options {
  count: number;
  /** Pixels, until a row was measured. */
  height: number;
  keyOf: (index: number) => string | number;
  /** Rows drawn beyond those in sight. */
  beyond: number;
  /** Whether what scrolling brings into sight is drawn before anything else. */
  atOnce?: boolean;
}

/** The rows in sight of a long list, and the box it scrolls in. */
export function useVirtualRows({ count, height, keyOf, beyond, atOnce = true }: Options): {
  box: RefObject<HTMLDivElement | null>;
  rows: Virtualizer<HTMLDivElement, Element>;
} {
  const box = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- pages give nothing else what it returns
  const rows = useVirtualizer({
    count,
    getScrollElement: () => box.current,
    estimateSize: () => height,
    getItemKey: keyOf,
    overscan: beyond,
    useFlushSync: atOnce,
  });
  return { box, rows };
}
