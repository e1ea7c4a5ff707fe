/**
 * Chance without chance: a whole number from 0 to `sides - 1` that depends on the words alone, never on order or clock, so
 * that the same rehearsal comes out the same however its cases are driven.
 */
export function draw(sides: number, ...words: readonly (string | number)[]): number {
  return sides <= 1 ? 0 : scramble(words.join('\u0000')) % sides;
}

/** Whether something happens that happens in so many of a hundred cases. */
export function happens(percent: number, ...words: readonly (string | number)[]): boolean {
  return draw(10_000, ...words) < percent * 100;
}

/** FNV-1a over the code units, then the finalizer of MurmurHash3, which spreads what ends alike. */
function scramble(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
