import { ratio } from '../policy/ratio.ts';

/** What the hotline's published months say of one compound, added up over the window. */
export interface CompoundFigures {
  compound: string;
  complaints: number;
  satisfied: number;
  surveyed: number;
}

/** How much complaints and dissatisfaction weigh: exact shares as text that add up to one (policy, P01: A). */
export interface SelectionWeights {
  complaints: string;
  dissatisfaction: string;
}

export interface RankedCompound extends CompoundFigures {
  /** Place in the order of the list, 1 the first; no two share it. */
  position: number;
  /** Rank by score; compounds of the same score share it. */
  scoreRank: number;
  /** Rank by tickets alone, 1 the most; compounds with as many share it. */
  rank: number;
  /** From 0 to 1, rounded to six decimals for reading; the order follows the exact value. */
  score: string;
  /** Per cent, rounded; null when nobody was surveyed. */
  satisfaction: number | null;
}

/** A share that is never below 0, exactly. */
interface Exact {
  over: bigint;
  under: bigint;
}

interface Scored {
  figures: CompoundFigures;
  rank: number;
  score: Exact;
  dissatisfaction: Exact;
}

const decimals = 6n;

/**
 * Puts compounds in the order in which they are listed (P01; the formula is A):
 *
 * score = weight of complaints × percentile + weight of dissatisfaction × (1 − satisfaction)
 *
 * The percentile is the share of the other compounds with fewer tickets, so the most complained about has 1. Where nobody was
 * surveyed, satisfaction counts as the mean of all who were surveyed in these compounds. Everything is computed with whole
 * numbers: the order is the same everywhere and always. Equal scores share a rank; on the list, more tickets come first,
 * then lower satisfaction, then the id.
 *
 * @throws RangeError when a weight is no exact share, or more are satisfied than were surveyed
 */
export function rankCompounds(all: readonly CompoundFigures[], weights: SelectionWeights): RankedCompound[] {
  const scored = scoredCompounds(all, weights).sort(
    (a, b) =>
      compare(b.score, a.score) ||
      b.figures.complaints - a.figures.complaints ||
      compare(b.dissatisfaction, a.dissatisfaction) ||
      (a.figures.compound < b.figures.compound ? -1 : 1),
  );
  let scoreRank = 0;
  return scored.map(({ figures, rank, score }, index) => {
    const before = scored[index - 1];
    if (before === undefined || compare(before.score, score) !== 0) scoreRank = index + 1;
    return {
      ...figures,
      position: index + 1,
      scoreRank,
      rank,
      score: decimal(score),
      satisfaction: percent(figures),
    };
  });
}

function scoredCompounds(all: readonly CompoundFigures[], weights: SelectionWeights): Scored[] {
  const byComplaints = weightOf(weights.complaints);
  const byDissatisfaction = weightOf(weights.dissatisfaction);
  const mean = meanDissatisfaction(all);
  const beside = countBeside(all);
  const others = BigInt(Math.max(1, all.length - 1));
  return all.map((figures) => {
    const { fewer = 0, more = 0 } = beside.get(figures.complaints) ?? {};
    const below = all.length === 1 ? 1 : fewer;
    const dissatisfaction = figures.surveyed === 0 ? mean : dissatisfactionOf(figures);
    return {
      figures,
      rank: more + 1,
      score: plus(
        times(byComplaints, { over: BigInt(below), under: others }),
        times(byDissatisfaction, dissatisfaction),
      ),
      dissatisfaction,
    };
  });
}

/** For each number of tickets, how many compounds have fewer and how many have more. */
function countBeside(all: readonly CompoundFigures[]): Map<number, { fewer: number; more: number }> {
  const ascending = all.map(({ complaints }) => complaints).sort((a, b) => a - b);
  const beside = new Map<number, { fewer: number; more: number }>();
  for (const [index, complaints] of ascending.entries()) {
    const fewer = beside.get(complaints)?.fewer ?? index;
    beside.set(complaints, { fewer, more: ascending.length - 1 - index });
  }
  return beside;
}

function dissatisfactionOf({ compound, satisfied, surveyed }: CompoundFigures): Exact {
  if (satisfied > surveyed) throw new RangeError(`${compound}: more are satisfied than were surveyed`);
  return { over: BigInt(surveyed - satisfied), under: BigInt(surveyed) };
}

/** Of all who were surveyed; where nobody was, nothing is known against anybody. */
function meanDissatisfaction(all: readonly CompoundFigures[]): Exact {
  const surveyed = all.reduce((sum, each) => sum + each.surveyed, 0);
  const satisfied = all.reduce((sum, each) => sum + each.satisfied, 0);
  return surveyed === 0 ? { over: 0n, under: 1n } : { over: BigInt(surveyed - satisfied), under: BigInt(surveyed) };
}

function weightOf(text: string): Exact {
  const { numerator, denominator } = ratio(text);
  return { over: BigInt(numerator), under: BigInt(denominator) };
}

function times(a: Exact, b: Exact): Exact {
  return { over: a.over * b.over, under: a.under * b.under };
}

function plus(a: Exact, b: Exact): Exact {
  return { over: a.over * b.under + b.over * a.under, under: a.under * b.under };
}

function compare(a: Exact, b: Exact): number {
  const difference = a.over * b.under - b.over * a.under;
  return difference === 0n ? 0 : difference > 0n ? 1 : -1;
}

/** Rounded half up. */
function decimal({ over, under }: Exact): string {
  const scale = 10n ** decimals;
  const rounded = (2n * over * scale + under) / (2n * under);
  return `${rounded / scale}.${String(rounded % scale).padStart(Number(decimals), '0')}`;
}

/** Satisfaction in whole per cent, rounded half up; null when nobody was surveyed. */
function percent({ satisfied, surveyed }: CompoundFigures): number | null {
  return surveyed === 0 ? null : Math.floor((200 * satisfied + surveyed) / (2 * surveyed));
}
