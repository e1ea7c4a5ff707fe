import { useEffect, useState } from 'react';

const eachMs = 12_000;

interface Rotation {
  at: number;
  paused: boolean;
  setPaused: (paused: boolean) => void;
}

/**
 * Which panel is shown: the next after a while, or as the keys say. Whoever asks for less motion gets a screen that stands still
 * until it is set going.
 */
export function useRotation(count: number, leave: () => void): Rotation {
  const [position, setPosition] = useState(0);
  const [paused, setPaused] = useState(() => matchMedia('(prefers-reduced-motion: reduce)').matches);
  const at = count === 0 ? 0 : position % count;

  useEffect(() => {
    if (paused || count < 2) return undefined;
    const timer = setTimeout(() => setPosition(at + 1), eachMs);
    return () => clearTimeout(timer);
  }, [at, paused, count]);

  useEffect(() => {
    const does: Record<string, () => void> = {
      ' ': () => setPaused((before) => !before),
      ArrowRight: () => setPosition(at + 1),
      ArrowLeft: () => setPosition(at + Math.max(1, count) - 1),
      Escape: leave,
    };
    const listen = (event: KeyboardEvent) => {
      const act = does[event.key];
      // A button that has the focus is pressed by the space bar itself.
      if (!act || (event.key === ' ' && event.target instanceof HTMLButtonElement)) return;
      event.preventDefault();
      act();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [at, count, leave]);

  return { at, paused, setPaused };
}
