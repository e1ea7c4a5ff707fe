import type { Json } from '../../domain/text.ts';
import { hashOf } from '../../domain/timeline/hashChain.ts';
import type { VoteCount, VoteShare } from '../../domain/votes/vote.ts';

/** The form of a count as a ballot box would compute it; those taking part who did not agree voted no. */
export function buildCount(
  total: VoteShare,
  participating: VoteShare,
  yes: Record<string, VoteShare>,
): Record<string, Json> & VoteCount {
  return {
    roll: { version: 'roll-1', hash: hashOf('roll'), asOf: '2026-01-01' },
    ballots: { count: participating.heads, invalid: 0, hash: hashOf('ballots') },
    total,
    participating,
    items: Object.entries(yes).map(([id, agreed]) => ({
      id,
      yes: agreed,
      no: { heads: participating.heads - agreed.heads, area: participating.area - agreed.area },
      abstained: { heads: 0, area: 0 },
    })),
  };
}
