/** Owners' votes (Civil Code 278; 山东条例24; 青岛条例31): what is voted, by whom, and what the figures of a count mean. */
import { z } from 'zod';
import type { CaseParameters } from '../case/opening.ts';
import { exceeds, reaches } from '../policy/ratio.ts';
import { flagOf, wordOf } from '../procedures/parameters.ts';

/** `ordinary`: more than half of those taking part; `special` (Civil Code 278, items 6 to 8): three quarters of them. */
export type VoteRule = 'ordinary' | 'special';

/** One question put to the owners: a motion, or a candidate. Its id is one part of an id; wordings are documents. */
export interface VoteItem {
  id: string;
  rule: VoteRule;
}

/** Whose vote it is: the owners of the whole compound, or those who bear the cost (列支范围). Ids as the roll has them. */
export type VoteScope =
  | { kind: 'compound' }
  | { kind: 'buildings'; buildings: string[] }
  | { kind: 'units'; units: string[] };

/** Heads, and exclusive area in 0.01 m². */
export const shareSchema = z
  .strictObject({ heads: z.int().min(0).max(10_000_000), area: z.int().min(0).max(1_000_000_000_000) })
  .meta({ id: 'VoteShare' });
export type VoteShare = z.infer<typeof shareSchema>;

/** The figures of a count, as the ballot box computed them; the hashes tie them to the roll and the ballots they come from. */
export const voteCountSchema = z
  .strictObject({
    roll: z.strictObject({ version: z.string().max(80), hash: z.string().length(64), asOf: z.iso.date() }),
    ballots: z.strictObject({ count: z.int().min(0), invalid: z.int().min(0), hash: z.string().length(64) }),
    total: shareSchema,
    participating: shareSchema,
    items: z
      .array(z.strictObject({ id: z.string().max(80), yes: shareSchema, no: shareSchema, abstained: shareSchema }))
      .min(1)
      .max(200)
      .optional()
      .describe('Left out while the vote may still be extended: till its end nobody is to know how it stands'),
  })
  .meta({ id: 'VoteCount' });
/** What the case is told of a count. */
export type ToldCount = z.infer<typeof voteCountSchema>;
export type VoteCount = ToldCount & { items: NonNullable<ToldCount['items']> };

/** What the case holds of a vote: its terms as the notice gave them, and the newest count. */
export interface VoteDetail {
  items: readonly VoteItem[];
  scope: VoteScope;
  /** Version of the roll of owners. */
  roll?: string;
  method?: string;
  noticeOn?: string;
  votingFrom?: string;
  votingUntil?: string;
  extended?: true;
  count?: ToldCount;
}

/** Whether everybody who is asked has voted: then there is nothing to wait for. */
export function allHaveVoted({ total, participating }: Pick<ToldCount, 'total' | 'participating'>): boolean {
  return participating.heads === total.heads && participating.area === total.area;
}

/** What a count decides. Without a quorum nothing is decided. */
export interface JudgedVote {
  quorum: boolean;
  items: { id: string; passed: boolean; yes: VoteShare }[];
  count: ToldCount;
}

/**
 * Applies Civil Code 278 in whole numbers: two thirds of all heads and of all area take part; of those taking part, more
 * than half (ordinary) or at least three quarters (special) agree, again by heads and by area.
 */
export function judgeVote(count: ToldCount, items: readonly VoteItem[], parameters: CaseParameters): JudgedVote {
  const { total, participating } = count;
  const quorum =
    reaches(participating.heads, total.heads, wordOf(parameters, 'vote.participationHeads')) &&
    reaches(participating.area, total.area, wordOf(parameters, 'vote.participationArea'));
  return {
    quorum,
    count,
    items: items.map(({ id, rule }) => {
      const yes = count.items?.find((each) => each.id === id)?.yes ?? { heads: 0, area: 0 };
      const share = wordOf(parameters, `vote.${rule}Approval`);
      const enough = flagOf(parameters, `vote.${rule}ApprovalStrict`) ? exceeds : reaches;
      const passed =
        quorum && enough(yes.heads, participating.heads, share) && enough(yes.area, participating.area, share);
      return { id, passed, yes };
    }),
  };
}
