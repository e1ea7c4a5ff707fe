/** Neighbouring pairs of characters; a single character stands for itself. */
function pairsOf(text: string): Set<string> {
  const characters = Array.from(text.normalize('NFKC').toLowerCase().replaceAll(/\s/g, ''));
  if (characters.length < 2) return new Set(characters);
  return new Set(characters.slice(1).map((each, index) => `${characters[index]}${each}`));
}

/** How alike two names are, from 0 to 1: the share of pairs of characters they have in common (Dice). */
function likeness(a: Set<string>, b: Set<string>): number {
  const common = [...a].filter((pair) => b.has(pair)).length;
  return a.size + b.size === 0 ? 0 : (2 * common) / (a.size + b.size);
}

/** Names less alike than this are other names. */
const leastLikeness = 0.3;

/** Finds the entries of a register whose name or id is most like what was written, at most three. */
export function similarNames<E extends { id: string; name: string }>(register: readonly E[]): (written: string) => E[] {
  const known = register.map((entry) => ({ entry, pairs: [pairsOf(entry.name), pairsOf(entry.id)] }));
  return (written) => {
    const pairs = pairsOf(written);
    return known
      .map(({ entry, pairs: of }) => ({ entry, alike: Math.max(...of.map((each) => likeness(pairs, each))) }))
      .filter(({ alike }) => alike >= leastLikeness)
      .sort((a, b) => b.alike - a.alike || (a.entry.id < b.entry.id ? -1 : 1))
      .slice(0, 3)
      .map(({ entry }) => entry);
  };
}
