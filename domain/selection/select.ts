import type { EntryRoute } from '../campaign/campaign.ts';
import { type Text, text } from '../text.ts';
import type { RankedCompound } from './rank.ts';

/**
 * `proposed`: to be listed. `active`: would be, and has a rectification under way, so it is not listed twice. `reserve`: next
 * in line when one is dropped. `below`: further down, or nobody complained.
 */
export type Standing = 'proposed' | 'active' | 'reserve' | 'below';

/** A compound listed beside the ranking, by another route. */
export interface Addition {
  compound: string;
  route: Exclude<EntryRoute, 'initialRanking'>;
  reason: string;
}

export interface SelectedCompound extends RankedCompound {
  standing: Standing;
  route: EntryRoute;
  /** Why it stands here, such as: rank 3 of 1,105: 412 tickets, satisfaction 48 %. */
  reason: Text;
  /** Tickets a month over the published months of the window, rounded: what the observation compares with. */
  baselineMonthlyComplaints: number;
  /** Has the same score as a compound on the other side of the cut. */
  tied: boolean;
}

export interface SelectionTerms {
  targetCount: number;
  reserveCount: number;
  /** Months of the window that are published. */
  months: number;
  /** Compounds with a rectification under way. */
  active: ReadonlySet<string>;
  additions: readonly Addition[];
}

/**
 * Draws the line (P01): the first `targetCount` of the ranking. Those with a rectification under way keep their place on the
 * list and are not listed again, so a repeated run lists nobody twice and nobody in their stead. Additions come on top.
 */
export function selectCompounds(ranked: readonly RankedCompound[], terms: SelectionTerms): SelectedCompound[] {
  const complainedAbout = ranked.filter(({ complaints }) => complaints > 0).length;
  const last = Math.min(terms.targetCount, complainedAbout);
  const cut = ranked[last - 1]?.scoreRank;
  const beyond = ranked[last];
  const isTie = beyond !== undefined && beyond.complaints > 0 && beyond.scoreRank === cut;
  const additions = new Map(terms.additions.map((each) => [each.compound, each]));
  let reserves = terms.reserveCount;
  return ranked.map((each) => {
    const addition = each.position > last ? additions.get(each.compound) : undefined;
    const isListed = each.position <= last || addition !== undefined;
    const isActive = terms.active.has(each.compound);
    const isReserve = !isListed && !isActive && each.complaints > 0 && reserves > 0;
    if (isReserve) reserves -= 1;
    return {
      ...each,
      standing: isListed ? (isActive ? 'active' : 'proposed') : isReserve ? 'reserve' : 'below',
      route: addition?.route ?? 'initialRanking',
      reason: reasonOf(each, ranked.length, addition),
      baselineMonthlyComplaints: monthlyMean(each.complaints, terms.months),
      tied: isTie && each.scoreRank === cut,
    };
  });
}

/** Tickets a month, rounded half up. */
export function monthlyMean(complaints: number, months: number): number {
  return months === 0 ? 0 : Math.floor((2 * complaints + months) / (2 * months));
}

/** What another weight or count would alter: who comes among the first, and who no longer is. */
export function differenceOf(
  now: readonly SelectedCompound[],
  other: readonly SelectedCompound[],
): { enters: SelectedCompound[]; leaves: SelectedCompound[] } {
  const listed = (all: readonly SelectedCompound[]) =>
    all.filter(({ standing }) => standing === 'proposed' || standing === 'active');
  const [before, after] = [listed(now), listed(other)];
  const [wasIn, isIn] = [before, after].map((each) => new Set(each.map(({ compound }) => compound)));
  return {
    enters: after.filter(({ compound }) => !wasIn?.has(compound)),
    leaves: before.filter(({ compound }) => !isIn?.has(compound)),
  };
}

const routeReasons: Record<Addition['route'], Text> = {
  monthlyTop50: text('月度排名列入', 'included by monthly rank'),
  lowStar: text('低星级列入', 'low star rating'),
  manual: text('专项研定列入', 'added by decision'),
};

/** The rank is that of the tickets; satisfaction is of those surveyed. */
export function reasonOf(
  { rank, complaints, satisfaction }: Pick<RankedCompound, 'rank' | 'complaints' | 'satisfaction'>,
  of: number,
  addition?: Addition,
): Text {
  const figures = text(
    `投诉量第${rank}位（共${of}个小区）：工单${complaints}件，${satisfaction === null ? '无回访' : `满意率${satisfaction}%`}`,
    `rank ${grouped(rank)} of ${grouped(of)}: ${grouped(complaints)} ${complaints === 1 ? 'ticket' : 'tickets'}, ` +
      (satisfaction === null ? 'satisfaction not surveyed' : `satisfaction ${satisfaction} %`),
  );
  if (addition === undefined) return figures;
  const route = routeReasons[addition.route];
  return text(`${route.zh}（${addition.reason}）；${figures.zh}`, `${route.en} (${addition.reason}); ${figures.en}`);
}

/** 1105 as 1,105. */
function grouped(count: number): string {
  return String(count).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}
