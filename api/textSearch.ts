import { longestGramsOf } from '../models/registers.ts';

/** More pieces than this are not needed to find a rare one. */
const piecesCompared = 12;
/** A piece that occurs more often than this is common; how much more does not matter. */
const commonFrom = 500;

/**
 * The piece of a search text that the fewest documents hold: the index finds by it, `containing` decides.
 *
 * @param count how many documents hold a piece, counted up to a limit
 */
export async function rarestPiece(
  q: string,
  count: (gram: string, limit: number) => PromiseLike<number>,
): Promise<string | undefined> {
  const counted = await Promise.all(
    longestGramsOf(q)
      .slice(0, piecesCompared)
      .map(async (gram) => ({ gram, count: await count(gram, commonFrom) })),
  );
  return counted.sort((a, b) => a.count - b.count)[0]?.gram;
}

/** Texts with `q` in them as it was typed, in upper or lower case. */
export function containing(q: string): RegExp {
  return new RegExp(q.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`), 'iu');
}
